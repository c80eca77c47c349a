import type { JobsOptions } from "bullmq";

import type { BullQueue } from "./backends/backend.ts";
import { newKey } from "./job-key.ts";
import { toJobId } from "./job-view.ts";
import { type JobInput, type JobName, jobs, type JobSpec, retention } from "./jobs.ts";
import { QueueError } from "./queue-error.ts";
import type { EnqueueOptions } from "./queue-types.ts";
import { storableValue } from "./storable.ts";

/** PostgreSQL holds a lock per key until the statement ends, and has room for a few thousand. */
const batchSize = 250;

/** Adds one job; throws QueueError for a payload that does not fit the job. */
export async function enqueue<Name extends JobName>(
  queue: BullQueue,
  name: Name,
  payload: JobInput<Name>,
  options: EnqueueOptions,
): Promise<{ id: string; added: boolean }> {
  const entry = toEntry(name, payload, options);
  const job = await queue.add(entry.name, entry.data, entry.opts);
  const key = job.id ?? entry.opts.jobId;
  return { id: toJobId(jobs[name].queue, key), added: key === entry.opts.jobId };
}

/** Adds many; resolves to how many were new. */
export async function enqueueAll<Name extends JobName>(
  queue: BullQueue,
  name: Name,
  payloads: readonly JobInput<Name>[],
): Promise<number> {
  const entries = payloads.map((payload) => toEntry(name, payload, {}));
  let added = 0;
  for (let from = 0; from < entries.length; from += batchSize) {
    const batch = entries.slice(from, from + batchSize);
    const stored = await queue.addBulk(batch);
    added += stored.filter((job, index) => job.id === batch[index]?.opts.jobId).length;
  }
  return added;
}

type Entry = { name: JobName; data: Record<string, unknown>; opts: JobsOptions & { jobId: string } };

function toEntry(name: JobName, payload: unknown, { delayMs, priority }: EnqueueOptions): Entry {
  const spec: JobSpec = jobs[name];
  const parsed = spec.payload.safeParse(payload);
  if (!parsed.success) throw new QueueError(`Not a payload of ${name}: ${parsed.error.message}`);
  return {
    name,
    data: storableValue(parsed.data as Record<string, unknown>),
    opts: {
      // A backend gives back the id of the job that is already there, so an own id tells which one it was.
      jobId: newKey(),
      deduplication: { id: spec.key(parsed.data) },
      attempts: spec.attempts,
      // BullMQ's jitter only shortens: from 1.5 times the wait, two thirds of it are up to chance.
      backoff: { type: "exponential", delay: spec.backoffMs * 1.5, jitter: 2 / 3 },
      // BullMQ takes what has no priority before everything else.
      priority: Math.max(1, priority ?? spec.priority),
      ...(delayMs !== undefined && { delay: delayMs }),
      removeOnComplete: retention.completed,
      removeOnFail: retention.failed,
      stackTraceLimit: 1,
    },
  };
}
