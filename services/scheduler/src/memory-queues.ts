import { type JobInput, type JobName, jobs } from "@cti/queue/jobs";
import type { Queues } from "@cti/queue/queue-types";

export type AddedJob = { name: JobName; key: string; payload: Record<string, unknown> };

export type MemoryQueues = Queues & {
  /** Jobs that wait, in the order in which they were added. */
  waiting: AddedJob[];
  /** Takes all waiting jobs and counts as having done them. */
  finishAll(): AddedJob[];
  /** While set, every call fails with it. */
  broken: Error | null;
};

/** A queue for tests of whoever fills it: jobs are kept in order, one per key, and nobody works on them. */
export function memoryQueues(): MemoryQueues {
  const unknown = (): never => {
    throw new Error("the queue in memory cannot do this");
  };
  const queues: MemoryQueues = {
    backend: "postgres",
    waiting: [],
    broken: null,
    finishAll: () => queues.waiting.splice(0),
    enqueue: async (name, input) => {
      await queues.ping(0);
      const { key, payload } = read(name, input);
      const isThere = queues.waiting.some((job) => job.name === name && job.key === key);
      if (!isThere) queues.waiting.push({ name, key, payload });
      return { id: `${jobs[name].queue}:${key}`, added: !isThere };
    },
    enqueueAll: async (name, inputs) => {
      const results = await Promise.all(inputs.map((input) => queues.enqueue(name, input)));
      return results.filter(({ added }) => added).length;
    },
    ping: async () => {
      if (queues.broken) throw queues.broken;
    },
    states: unknown,
    list: unknown,
    find: unknown,
    retry: unknown,
    cancel: unknown,
    pause: unknown,
    resume: unknown,
    close: async () => undefined,
  };
  return queues;
}

function read<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
): { key: string; payload: Record<string, unknown> } {
  const spec = jobs[name] as unknown as (typeof jobs)["cleanup"];
  const payload = spec.payload.parse(input);
  return { key: spec.key(payload), payload };
}
