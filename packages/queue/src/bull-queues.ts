import { Queue } from "bullmq";

import type { Backend, BullQueue } from "./backends/backend.ts";
import { messageOf, openBackend } from "./backends/open-backend.ts";
import { cancelJob } from "./cancel.ts";
import { enqueue, enqueueAll } from "./enqueue.ts";
import { bullStates, splitJobId, toState, viewJob } from "./job-view.ts";
import { jobs, type QueueName, queueNames } from "./jobs.ts";
import { QueueError } from "./queue-error.ts";
import { listAdded } from "./list-added.ts";
import { readQueueState } from "./queue-state.ts";
import { type JobFilter, jobStates, type JobView, type QueueConnection, type Queues } from "./queue-types.ts";

/** Events are for BullMQ's own listeners, of which there are none here. */
const keptEvents = 100;

type Opened = { backend: Backend; all: Record<QueueName, BullQueue> };

/** The queues together with BullMQ's objects of them, which only its dashboard needs. Throws QueueError. */
export async function openBullQueues(
  connection: QueueConnection,
): Promise<{ queues: Queues; bull: readonly BullQueue[] }> {
  // What a broken connection means is said to whoever asks for something next.
  const backend = await openBackend(connection, "send", () => undefined);
  const all = {
    collect: openQueue("collect", backend),
    process: openQueue("process", backend),
    upkeep: openQueue("upkeep", backend),
    analyse: openQueue("analyse", backend),
  };
  return { queues: toQueues({ backend, all }), bull: Object.values(all) };
}

function openQueue(name: QueueName, backend: Backend): BullQueue {
  const queue: BullQueue = new Queue(
    name,
    { connection: backend.address, streams: { events: { maxLen: keptEvents } } },
    backend.factory,
  );
  queue.on("error", () => undefined);
  return queue;
}

function toQueues({ backend, all }: Opened): Queues {
  const ask = <T>(question: () => Promise<T>): Promise<T> => orQueueError(backend, question);
  return {
    backend: backend.kind,
    enqueue: (name, payload, options = {}) =>
      ask(() => enqueue(all[jobs[name].queue], name, payload, options)),
    enqueueAll: (name, payloads) => ask(() => enqueueAll(all[jobs[name].queue], name, payloads)),
    states: () => ask(() => Promise.all(queueNames.map((name) => readQueueState(all[name], name)))),
    list: (filter) => ask(() => listJobs(all, filter)),
    find: (id) => ask(() => findJob(all, id)),
    retry: (id) => ask(() => retryJob(all, id)),
    cancel: (id, by) =>
      ask(async () => {
        const place = splitJobId(id);
        return place ? await cancelJob(all[place.queue], backend, { id, key: place.key, by }) : "gone";
      }),
    pause: (queue) => ask(() => all[queue].pause()),
    resume: (queue) => ask(() => all[queue].resume()),
    ping: (timeoutMs) => ask(() => ping(backend, timeoutMs)),
    close: async () => {
      await Promise.allSettled(queueNames.map((name) => all[name].close()));
      await backend.close();
    },
  };
}

async function orQueueError<T>(backend: Backend, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof QueueError) throw error;
    throw new QueueError(`The queue at ${backend.address} failed: ${messageOf(error)}`, { cause: error });
  }
}

async function ping(backend: Backend, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new QueueError(`The queue at ${backend.address} does not answer within ${timeoutMs} ms`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  try {
    await Promise.race([backend.ping(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function listJobs(all: Opened["all"], filter: JobFilter): Promise<JobView[]> {
  if (filter.order === "added") return listAdded(all, filter);
  const names = filter.queue === undefined ? queueNames : [filter.queue];
  const lists = await Promise.all(
    names.flatMap((name) =>
      (filter.states ?? jobStates).map(async (state) => {
        const found = await all[name].getJobs([...bullStates[state]], 0, filter.limit - 1, false);
        // One that is removed meanwhile leaves a hole.
        return found.filter(Boolean).map((job) => viewJob(name, job, state));
      }),
    ),
  );
  const latest = ({ finishedAt, startedAt, addedAt }: JobView): number =>
    Number(finishedAt ?? startedAt ?? addedAt);
  return lists
    .flat()
    .sort((left, right) => latest(right) - latest(left))
    .slice(0, filter.limit);
}

async function findJob(all: Opened["all"], id: string): Promise<JobView | null> {
  const place = splitJobId(id);
  const job = place && (await all[place.queue].getJob(place.key));
  if (!place || !job) return null;
  const state = toState(await job.getState());
  return state && viewJob(place.queue, job, state);
}

async function retryJob(all: Opened["all"], id: string): Promise<boolean> {
  const place = splitJobId(id);
  const job = place && (await all[place.queue].getJob(place.key));
  if (!job || !(await job.isFailed())) return false;
  await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
  return true;
}
