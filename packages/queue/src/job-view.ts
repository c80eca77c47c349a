import type { Job } from "bullmq";

import { type JobName, type QueueName, queueNames } from "./jobs.ts";
import type { JobState, JobView } from "./queue-types.ts";

/** BullMQ's states of each of ours: a waiting job with a priority has a state of its own there. */
export const bullStates = {
  waiting: ["waiting", "prioritized"],
  active: ["active"],
  delayed: ["delayed"],
  completed: ["completed"],
  failed: ["failed"],
} as const satisfies Record<JobState, readonly string[]>;

/** Where a revoked job keeps who revoked it, until it has stopped. */
export const cancelMark = "cancelRequestedBy";

/** Where the progress of a job that was put off keeps what it waits for, until it is taken again. */
export const waitMark = "waitsFor";

export function viewJob(queue: QueueName, job: Job, state: JobState): JobView {
  const { [cancelMark]: _, ...payload } = job.data as Record<string, unknown>;
  const waiting = waitReason(job.progress);
  return {
    id: toJobId(queue, job.id ?? ""),
    queue,
    name: job.name as JobName,
    state,
    payload,
    attempts: job.attemptsMade,
    maxAttempts: job.opts.attempts ?? 1,
    addedAt: new Date(job.timestamp),
    startedAt: toDate(job.processedOn),
    finishedAt: toDate(job.finishedOn),
    progress: waiting === null ? job.progress : {},
    result: job.returnvalue ?? null,
    error: waiting ?? job.failedReason ?? null,
    worker: job.processedBy ?? null,
  };
}

/** Null for BullMQ's states that our jobs never have. */
export function toState(bullState: string): JobState | null {
  for (const [state, names] of Object.entries(bullStates)) {
    if ((names as readonly string[]).includes(bullState)) return state as JobState;
  }
  return null;
}

/** What a job that was put off waits for, as its stored progress tells; null for any other. */
export function waitReason(progress: unknown): string | null {
  const reason =
    typeof progress === "object" && progress !== null
      ? (progress as Record<string, unknown>)[waitMark]
      : null;
  return typeof reason === "string" ? reason : null;
}

export function toJobId(queue: QueueName, key: string): string {
  return `${queue}:${key}`;
}

/** The two halves of "QUEUE:KEY"; null when it names no queue of ours. */
export function splitJobId(id: string): { queue: QueueName; key: string } | null {
  const colon = id.indexOf(":");
  const queue = queueNames.find((name) => name === id.slice(0, colon));
  const key = id.slice(colon + 1);
  return queue === undefined || key === "" ? null : { queue, key };
}

function toDate(time: number | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}
