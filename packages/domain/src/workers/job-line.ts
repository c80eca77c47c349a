import type { JobRecord } from "@cti/db/schema/workers";
import type { JobView, QueueState } from "@cti/queue/queue-types";

import { type RunView, shown } from "../runs/run-line.ts";
import { recordable, recordableMessage } from "./recordable.ts";

/** A job as the API has it. */
export type JobLine = {
  id: string;
  queue: string;
  name: string;
  /** As the queue has it; of one that the queue has forgotten, how its last try ended. */
  state: string;
  attempts: number;
  max_attempts: number | null;
  added_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  worker: string | null;
  error: string | null;
  /** What it works on, for jobs that have one. */
  source_id: number | null;
  run_id: number | null;
};

export type JobTry = {
  attempt: number;
  outcome: string;
  worker: string;
  run_id: number | null;
  error: string | null;
  started_at: Date;
  finished_at: Date;
};

/** `secrets` for those who operate the installation: credentials in addresses and everybody's name. */
export function toJobLine(job: JobView, view: RunView): JobLine {
  return {
    id: job.id,
    queue: job.queue,
    name: job.name,
    state: job.state,
    attempts: job.attempts,
    max_attempts: job.maxAttempts,
    added_at: job.addedAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    worker: job.worker,
    error: job.error === null ? null : shown(recordableMessage(job.error), view),
    source_id: numberOf(job.payload, "sourceId"),
    run_id: numberOf(job.result, "runId"),
  };
}

/** Of a job that only its records know. */
export function toEndedLine(last: JobRecord, view: RunView): JobLine {
  return {
    id: last.jobId,
    queue: last.queue,
    name: last.name,
    state: last.outcome,
    attempts: last.attempt,
    max_attempts: null,
    added_at: last.addedAt,
    started_at: last.startedAt,
    finished_at: last.finishedAt,
    worker: last.worker,
    error: last.error === null ? null : shown(last.error, view),
    source_id: numberOf(last.payload, "sourceId"),
    run_id: last.runId,
  };
}

export function toJobTry(record: JobRecord, view: RunView): JobTry {
  const { attempt, outcome, worker, runId, error, startedAt, finishedAt } = record;
  return {
    attempt,
    outcome,
    worker,
    run_id: runId,
    error: error === null ? null : shown(error, view),
    started_at: startedAt,
    finished_at: finishedAt,
  };
}

/** What a job carries or gave, fit to be shown; who asked for it is for those who operate the installation. */
export function toJobData(value: unknown, view: RunView): Record<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { actor, ...rest } = recordable({ ...value });
  const isTold = view.secrets || actor === view.actor;
  return shown({ ...rest, ...(isTold && actor !== undefined && { actor }) }, view);
}

/** A queue as the API has it. */
export type QueueLine = {
  name: string;
  paused: boolean;
  counts: Record<string, number>;
  oldest_waiting_ms: number | null;
};

export function toQueueLine({ queue, paused, counts, oldestWaitingMs }: QueueState): QueueLine {
  return { name: queue, paused, counts, oldest_waiting_ms: oldestWaitingMs };
}

function numberOf(value: unknown, name: string): number | null {
  const found = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : null;
  return typeof found === "number" ? found : null;
}
