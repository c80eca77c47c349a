import { Worker } from "bullmq";

import type { Backend, BullWorker } from "./backends/backend.ts";
import { messageOf, openBackend } from "./backends/open-backend.ts";
import { listenForCancels } from "./cancel.ts";
import { checkWorkloads } from "./check-workloads.ts";
import { toJobId } from "./job-view.ts";
import { type JobName, jobs, type JobSpec, type QueueName, queueNames } from "./jobs.ts";
import {
  type BullJob,
  cancelled,
  catchUpOnCancels,
  processJob,
  stopIfLost,
  tellStalled,
  type WorkerContext,
} from "./process-job.ts";
import { QueueError } from "./queue-error.ts";
import type { QueueConnection, QueueWorker, WorkerOptions } from "./queue-types.ts";
import { JobStopped } from "./stop-reasons.ts";

/** A killed worker's job is taken over when its lock has run out and the next look notices: 15 s at most. */
const locks = { lockDuration: 10_000, lockRenewTime: 4_000, stalledInterval: 5_000 } as const;
/** A job that took its worker down so often is to blame for it. */
const maxStalledCount = 100;
/** Seconds that a worker without work waits before it looks by itself; a new job wakes it at once. */
const drainDelay = 10;
/** Time for the last words to the backend, beyond what the jobs get. */
const farewellMs = 5_000;
/** The same error is told again after so long. */
const repeatErrorMs = 30_000;

/**
 * Takes jobs and runs their workloads until it is closed; a restart of the backend only makes it wait.
 * Throws QueueError when the backend cannot be reached, or a job of a served queue has no workload or two.
 */
export async function startQueueWorker(
  connection: QueueConnection,
  given: WorkerOptions,
  specs: Record<JobName, JobSpec> = jobs,
): Promise<QueueWorker> {
  const options = { ...given, onError: sayOnce(given.onError) };
  const served = queueNames.filter((name) => options.concurrency[name] > 0);
  const workloads = checkWorkloads(options.workloads, served);
  const backend = await openBackend(connection, "work", options.onError);
  const context: WorkerContext = { options, specs, workloads, runs: new Map(), ending: false };
  const workers = served.map((queue) => createWorker(queue, backend, context));
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    await listenForCancels(
      backend,
      (id, by) => context.runs.get(id)?.stop(cancelled(by)),
      () => {
        const [any] = workers;
        if (any) catchUpOnCancels(any.getBackend(), context).catch(options.onError);
      },
    );
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.close(true)));
    await backend.close();
    throw new QueueError(`The worker cannot start at ${backend.address}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  for (const worker of workers) worker.run().catch(options.onError);
  let closing: Promise<void> | null = null;
  return {
    active: () =>
      [...context.runs.values()]
        .map(({ job: { id, queue, name, startedAt } }) => ({ id, queue, name, startedAt }))
        .sort((left, right) => Number(left.startedAt) - Number(right.startedAt)),
    close: (limits) => (closing ??= close(workers, backend, context, limits)),
  };
}

function createWorker(queue: QueueName, backend: Backend, context: WorkerContext): BullWorker {
  const { name, concurrency, onError } = context.options;
  const worker: BullWorker = new Worker(
    queue,
    (job: BullJob, token = "") => processJob(queue, job, token, context),
    {
      connection: backend.address,
      autorun: false,
      name,
      concurrency: concurrency[queue],
      ...locks,
      maxStalledCount,
      drainDelay,
      runRetryDelay: 1_000,
    },
    backend.factory,
  );
  worker.on("error", onError);
  worker.on("lockRenewalFailed", (keys) => {
    for (const key of keys) stopIfLost(worker.getBackend(), toJobId(queue, key), context).catch(onError);
  });
  worker.on("failed", (job) => {
    if (job?.deferredFailure !== undefined) tellStalled(queue, job, context.options);
  });
  return worker;
}

async function close(
  workers: readonly BullWorker[],
  backend: Backend,
  context: WorkerContext,
  { graceMs, abortMs }: { graceMs: number; abortMs: number },
): Promise<void> {
  context.ending = true;
  const closed = Promise.allSettled(workers.map((worker) => worker.close()));
  const isClosed = await endsWithin(closed, graceMs);
  // Without its backend BullMQ closes before its jobs have ended, and no longer keeps their locks.
  if (!isClosed || context.runs.size > 0) {
    const reason = new JobStopped("shutdown", "Its worker must end");
    const runs = [...context.runs.values()];
    for (const run of runs) run.stop(reason, abortMs);
    const ended = Promise.all([closed, ...runs.map((run) => run.ended)]);
    if (!(await endsWithin(ended, abortMs + farewellMs))) {
      // What could not be handed back is taken over when its lock runs out.
      for (const worker of workers) worker.disconnect().catch(() => undefined);
    }
  }
  await backend.close();
}

/** A backend that is away breaks several connections again and again; each error is told once in a while. */
function sayOnce(onError: (error: Error) => void): (error: Error) => void {
  const told = new Map<string, number>();
  return (error) => {
    const now = Date.now();
    const before = told.get(error.message);
    if (before !== undefined && now - before < repeatErrorMs) return;
    if (told.size >= 100) told.clear();
    told.set(error.message, now);
    onError(error);
  };
}

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
