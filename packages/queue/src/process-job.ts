import { DelayedError, type IQueueBackend, type Job, UnrecoverableError, WaitingError } from "bullmq";

import { cancelledBy } from "./cancel.ts";
import { toJobId, waitMark, waitReason } from "./job-view.ts";
import type { JobName, JobSpec, QueueName } from "./jobs.ts";
import type { JobEnd, WorkerOptions, Workload } from "./queue-types.ts";
import { type JobRun, runJob, type TakenJob } from "./run-job.ts";
import { JobStopped } from "./stop-reasons.ts";
import { storableText, storableValue } from "./storable.ts";
import type { TryLater } from "./try-later.ts";

export type BullJob = Job<unknown, Record<string, unknown>, string, object>;

/** What all queues of a worker share. */
export type WorkerContext = {
  options: WorkerOptions;
  specs: Record<JobName, JobSpec>;
  workloads: ReadonlyMap<string, Workload>;
  runs: Map<string, JobRun>;
  /** The worker must end: what it still takes goes back untouched. */
  ending: boolean;
};

/** Runs one try of a job, and tells BullMQ how it ended by what it returns or throws. */
export async function processJob(
  queue: QueueName,
  job: BullJob,
  token: string,
  context: WorkerContext,
): Promise<Record<string, unknown>> {
  const { options, specs, workloads, runs } = context;
  const name = job.name as JobName;
  const workload = workloads.get(name);
  if (!workload) throw new UnrecoverableError(`No workload does ${storableText(job.name)}`);
  if (context.ending) return await handBack(job, token, options);

  // What it waited for is over, or is told anew.
  if (waitReason(job.progress) !== null) await job.updateProgress({}).catch(options.onError);
  const by = cancelledBy(job.data);
  const run = runJob(
    takenJob(queue, job, options),
    workload,
    specs[name],
    by === null ? null : cancelled(by),
  );
  runs.set(run.job.id, run);
  const { end, cause, stopped, later } = await run.ended;
  if (runs.get(run.job.id) === run) runs.delete(run.job.id);
  if (later) return await putOff(job, token, later, options);
  tellEnd(options, end);

  const error = end.error ?? "";
  const stack = storableText(cause instanceof Error ? (cause.stack ?? error) : error);
  switch (end.outcome) {
    case "completed":
      return end.result ?? {};
    case "handed_back":
      // Who has taken it over keeps it.
      if (stopped?.kind === "lost") throw new WaitingError();
      return await handBack(job, token, options);
    case "cancelled":
      // Without the mark of who revoked it, it can be put back.
      await job.updateData(end.payload).catch(options.onError);
      throw Object.assign(new UnrecoverableError(error), { stack });
    case "failed":
      throw Object.assign(new UnrecoverableError(error), { stack });
    case "retrying":
      throw Object.assign(new Error(error), { stack });
  }
}

/** Calls `onEnd` for a job that BullMQ failed without asking, because it took down too many workers. */
export function tellStalled(queue: QueueName, job: BullJob, options: WorkerOptions): void {
  const { id, name, attempt, addedAt, startedAt } = takenJob(queue, job, options);
  const end = { id, queue, name, attempt, addedAt, startedAt, finishedAt: new Date(), result: null } as const;
  const payload = job.data as Record<string, unknown>;
  tellEnd(options, { ...end, payload, outcome: "failed", error: job.failedReason ?? null });
}

/** Stops the jobs that were revoked while nobody could tell us. */
export async function catchUpOnCancels(backend: IQueueBackend, context: WorkerContext): Promise<void> {
  for (const run of context.runs.values()) {
    const stored = await backend.forQueue(run.job.queue).getJobData(run.job.key);
    const by = stored ? cancelledBy(JSON.parse(stored.data)) : null;
    if (by !== null) run.stop(cancelled(by));
  }
}

/**
 * The lock of a job could not be renewed. One that another worker has, or will get, is stopped here; one that is
 * gone with an emptied backend goes on, for its work would be done again.
 */
export async function stopIfLost(backend: IQueueBackend, id: string, { runs }: WorkerContext): Promise<void> {
  const run = runs.get(id);
  const stored = run && (await backend.getJobData(run.job.key));
  if (!run || !stored) return;
  const isOurs =
    stored.processedOn === run.job.startedAt.getTime() && (await backend.isJobInState("active", run.job.key));
  if (!isOurs) run.stop(new JobStopped("lost", "Another worker has taken it over"));
}

export function cancelled(by: string): JobStopped {
  return new JobStopped("cancelled", `Cancelled by ${storableText(by)}`);
}

function takenJob(queue: QueueName, job: BullJob, { onError }: WorkerOptions): TakenJob {
  const key = job.id ?? "";
  return {
    id: toJobId(queue, key),
    key,
    queue,
    name: job.name as JobName,
    data: job.data,
    attempt: job.attemptsMade + 1,
    maxAttempts: job.opts.attempts ?? 1,
    addedAt: new Date(job.timestamp),
    startedAt: new Date(job.processedOn ?? Date.now()),
    // A job does not fail because nobody can be told how far it is.
    progress: async (value) => {
      await job.updateProgress(storableValue(value)).catch(onError);
    },
  };
}

/** Puts it back in front of the queue, where it counts as never tried. */
async function handBack(job: BullJob, token: string, { onError }: WorkerOptions): Promise<never> {
  await job.moveToWait(token).catch(onError);
  throw new WaitingError();
}

/**
 * Puts it back until its time, where this try does not count. Nobody is told of an end: it may be put off hundreds of
 * times. The reason stands in its progress, which nobody else writes now, unlike its data: a revocation goes there.
 */
async function putOff(
  job: BullJob,
  token: string,
  { message, at }: TryLater,
  { onError }: WorkerOptions,
): Promise<never> {
  await job.updateProgress({ [waitMark]: storableText(message) }).catch(onError);
  await job.moveToDelayed(at.getTime(), token).catch(onError);
  throw new DelayedError();
}

function tellEnd({ onEnd, onError }: WorkerOptions, end: JobEnd): void {
  try {
    onEnd(end);
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
  }
}
