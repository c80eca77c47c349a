import type { findJobRecords } from "@cti/domain/workers/find-job-records";
import type { JobView } from "@cti/queue/queue-types";

export type JobRecordView = Awaited<ReturnType<typeof findJobRecords>>["records"][number];

export const taskStates = ["PENDING", "STARTED", "SUCCESS", "FAILURE", "RETRY", "REVOKED"] as const;
export type TaskState = (typeof taskStates)[number];

/** A job in the words of Flower's API. Times are seconds since 1970, lengths seconds. */
export type Task = {
  uuid: string;
  name: string;
  state: TaskState;
  args: string;
  /** The payload as JSON. */
  kwargs: string;
  result: string | null;
  exception: string | null;
  traceback: null;
  received: number;
  started: number | null;
  succeeded: number | null;
  failed: number | null;
  retried: number | null;
  revoked: number | null;
  eta: null;
  retries: number;
  runtime: number | null;
  /** When it last changed. */
  timestamp: number;
  worker: string | null;
  routing_key: string;
};

/** Of a job as the queue has it now. */
export function taskOfJob(job: JobView): Task {
  const { id, name, queue, state, payload, attempts, addedAt, startedAt, finishedAt, result, error, worker } =
    job;
  const isOver = state === "completed" || state === "failed";
  return {
    ...task({ uuid: id, name, queue, payload, addedAt, worker }),
    state: stateOf(job),
    result: result === null ? null : JSON.stringify(result),
    exception: error,
    started: startedAt && seconds(startedAt),
    succeeded: state === "completed" && finishedAt ? seconds(finishedAt) : null,
    failed: state === "failed" && finishedAt ? seconds(finishedAt) : null,
    retries: Math.max(0, isOver ? attempts - 1 : attempts),
    runtime: startedAt && finishedAt ? seconds(finishedAt) - seconds(startedAt) : null,
    timestamp: seconds(finishedAt ?? startedAt ?? addedAt),
  };
}

/** Of a try that ended. */
export function taskOfRecord(record: JobRecordView): Task {
  const {
    jobId,
    name,
    queue,
    outcome,
    payload,
    attempt,
    addedAt,
    startedAt,
    finishedAt,
    result,
    error,
    worker,
  } = record;
  const ended = seconds(finishedAt);
  const state = recordStates[outcome] ?? "FAILURE";
  return {
    ...task({ uuid: jobId, name, queue, payload, addedAt, worker }),
    state,
    result: result && JSON.stringify(result),
    exception: error,
    started: seconds(startedAt),
    succeeded: state === "SUCCESS" ? ended : null,
    failed: state === "FAILURE" ? ended : null,
    retried: state === "RETRY" ? ended : null,
    revoked: state === "REVOKED" ? ended : null,
    retries: attempt - 1,
    runtime: ended - seconds(startedAt),
    timestamp: ended,
  };
}

/** The states of Flower for the outcomes of our records. */
const recordStates: Readonly<Record<string, TaskState>> = {
  completed: "SUCCESS",
  failed: "FAILURE",
  retrying: "RETRY",
  cancelled: "REVOKED",
  // It is begun again by the next worker.
  handed_back: "RETRY",
};

function stateOf({ state, attempts }: JobView): TaskState {
  switch (state) {
    case "active":
      return "STARTED";
    case "completed":
      return "SUCCESS";
    case "failed":
      return "FAILURE";
    case "delayed":
    case "waiting":
      return attempts > 0 ? "RETRY" : "PENDING";
  }
}

function task(job: {
  uuid: string;
  name: string;
  queue: string;
  payload: unknown;
  addedAt: Date;
  worker: string | null;
}): Task {
  const { uuid, name, queue, payload, addedAt, worker } = job;
  return {
    uuid,
    name,
    state: "PENDING",
    args: "[]",
    kwargs: JSON.stringify(payload),
    result: null,
    exception: null,
    traceback: null,
    received: seconds(addedAt),
    started: null,
    succeeded: null,
    failed: null,
    retried: null,
    revoked: null,
    eta: null,
    retries: 0,
    runtime: null,
    timestamp: seconds(addedAt),
    worker,
    routing_key: queue,
  };
}

function seconds(at: Date): number {
  return at.getTime() / 1_000;
}
