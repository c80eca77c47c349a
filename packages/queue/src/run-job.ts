import { messageOf } from "./backends/open-backend.ts";
import { GiveUp } from "./give-up.ts";
import type { JobName, JobSpec, QueueName } from "./jobs.ts";
import type { JobContext, JobEnd, Workload } from "./queue-types.ts";
import { JobStopped, stopReason } from "./stop-reasons.ts";
import { storableText, storableValue } from "./storable.ts";
import { TryLater } from "./try-later.ts";

/** How long a revoked or late job may go on before its place is given to another. */
const patienceMs = 30_000;

/** A job as its worker took it from the queue. */
export type TakenJob = {
  /** "QUEUE:KEY" */
  id: string;
  key: string;
  queue: QueueName;
  name: JobName;
  data: unknown;
  attempt: number;
  maxAttempts: number;
  addedAt: Date;
  startedAt: Date;
  progress(value: Record<string, unknown>): Promise<void>;
};

export type JobRun = {
  readonly job: TakenJob;
  /** Aborts the signal; the first reason counts. What goes on `patienceMs` later is no longer waited for. */
  stop(reason: JobStopped, patienceMs?: number): void;
  /** Never rejects. */
  readonly ended: Promise<JobRunEnd>;
};

export type JobRunEnd = {
  end: JobEnd;
  /** What the handler threw, and why it had to stop, if it did not complete. */
  cause: unknown;
  stopped: JobStopped | null;
  /** The try is none: the job waits until then. `end` says that it goes back to its queue. */
  later: TryLater | null;
};

/** Runs one try of a job, at most as long as its time limit; with `stopped` it ends before it begins. */
export function runJob(job: TakenJob, workload: Workload, spec: JobSpec, stopped: JobStopped | null): JobRun {
  const abort = new AbortController();
  const givenUp = Promise.withResolvers<never>();
  const timers: NodeJS.Timeout[] = [];
  const stop = (reason: JobStopped, patience = patienceMs): void => {
    abort.abort(reason);
    timers.push(setTimeout(() => givenUp.reject(abort.signal.reason as JobStopped), patience));
  };
  if (stopped) abort.abort(stopped);
  const overtime = new JobStopped("time_limit", `Not done within ${minutes(spec.timeLimitMs)}`);
  timers.push(setTimeout(() => stop(overtime), spec.timeLimitMs));
  const ended = attempt(job, spec, (payload) => {
    abort.signal.throwIfAborted();
    return Promise.race([callHandler(workload, job, payload, abort.signal), givenUp.promise]);
  });
  return {
    job,
    stop,
    ended: ended
      .then((result) => {
        const stopped = stopReason(abort.signal);
        const cause = "error" in result ? result.error : null;
        // Whoever stopped it decides what becomes of it.
        const later = cause instanceof TryLater && stopped === null ? cause : null;
        return { end: toEnd(job, result, stopped), cause, stopped, later };
      })
      .finally(() => {
        for (const timer of timers) clearTimeout(timer);
      }),
  };
}

type Result = { payload: Record<string, unknown> } & (
  | { value: Record<string, unknown> }
  | { error: unknown; final: boolean }
);

async function attempt(
  job: TakenJob,
  spec: JobSpec,
  run: (payload: unknown) => Promise<Record<string, unknown>>,
): Promise<Result> {
  const parsed = spec.payload.safeParse(job.data);
  if (!parsed.success) {
    const error = new Error(`Not a payload of ${job.name}: ${parsed.error.message}`);
    return { payload: {}, error, final: true };
  }
  const payload = parsed.data as Record<string, unknown>;
  try {
    return { payload, value: storableValue(await run(payload)) };
  } catch (error) {
    return { payload, error, final: error instanceof GiveUp || job.attempt >= job.maxAttempts };
  }
}

/** The table of jobs pairs each name with its payload, so a handler gets the one that it was written for. */
async function callHandler(
  workload: Workload,
  job: TakenJob,
  payload: unknown,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const progress = (value: Record<string, unknown>): Promise<void> => job.progress(value);
  const context = { id: job.id, payload, attempt: job.attempt, signal, progress } as JobContext<never>;
  return await workload.run(context);
}

function toEnd(job: TakenJob, result: Result, stopped: JobStopped | null): JobEnd {
  const { id, queue, name, attempt, addedAt, startedAt } = job;
  const known = {
    id,
    queue,
    name,
    attempt,
    addedAt,
    startedAt,
    finishedAt: new Date(),
    payload: result.payload,
  };
  if ("value" in result) return { ...known, outcome: "completed", result: result.value, error: null };
  const outcome = outcomeOf(result);
  return {
    ...known,
    outcome: stopped ? stoppedOutcomes[stopped.kind] : outcome,
    result: null,
    error: storableText(messageOf(stopped ?? result.error)),
  };
}

function outcomeOf({ error, final }: { error: unknown; final: boolean }): JobEnd["outcome"] {
  if (error instanceof TryLater) return "handed_back";
  return final ? "failed" : "retrying";
}

const stoppedOutcomes = {
  cancelled: "cancelled",
  time_limit: "failed",
  shutdown: "handed_back",
  lost: "handed_back",
} as const;

function minutes(ms: number): string {
  return ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${ms} ms`;
}
