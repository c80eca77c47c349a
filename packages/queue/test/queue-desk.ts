import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";

import type { BullQueue } from "../src/backends/backend.ts";
import { openBullQueues } from "../src/bull-queues.ts";
import { jobNames, jobs } from "../src/jobs.ts";
import type { Handler, JobEnd, Queues, QueueWorker, Workload } from "../src/queue-types.ts";
import { startQueueWorker } from "../src/start-queue-worker.ts";
import { hasRedis, postgresServer, type QueueServer, redisServer } from "./queue-servers.ts";

/** An empty queue for each test, and workers that end with it. */
export type QueueDesk = {
  server: QueueServer;
  queues: Queues;
  bull: Record<string, BullQueue>;
  /** What the workers told of ended jobs. */
  ends: JobEnd[];
  /** Closed after the test, the last first. */
  closing: (() => Promise<void>)[];
  work: (collect: Handler<"collect-source">, options?: WorkOptions) => Promise<QueueWorker>;
  reaches: (id: string, state: string) => Promise<void>;
};

type WorkOptions = { concurrency?: number; timeLimitMs?: number };

const backends = [
  { name: "PostgreSQL", isHere: true, start: postgresServer },
  {
    name: hasRedis() ? "Redis" : "Redis (skipped: redis-server is not installed)",
    isHere: hasRedis(),
    start: redisServer,
  },
];

/** Runs the same tests on every backend that is here. */
export function onEachBackend(subject: string, behaviours: (desk: QueueDesk) => void): void {
  describe.each(backends)(`${subject} on $name`, ({ isHere, start }) => {
    describe.runIf(isHere)("conforms:", () => {
      behaviours(useDesk(start));
    });
  });
}

export const idle = async (): Promise<Record<string, unknown>> => ({});

function useDesk(startServer: () => Promise<QueueServer>): QueueDesk {
  // The rest is there before each test.
  const desk = { ends: [], closing: [], work, reaches } as unknown as QueueDesk;
  beforeAll(async () => {
    desk.server = await startServer();
  });
  afterAll(() => desk.server.stop());
  beforeEach(async () => {
    await desk.server.empty();
    const { queues, bull } = await openBullQueues(desk.server.connection);
    desk.queues = queues;
    desk.bull = Object.fromEntries(bull.map((queue) => [queue.name, queue]));
    desk.ends = [];
    desk.closing.push(() => queues.close());
  });
  afterEach(async () => {
    for (const close of desk.closing.splice(0).reverse()) await close();
  });

  async function work(
    collect: Handler<"collect-source">,
    { concurrency = 4, timeLimitMs }: WorkOptions = {},
  ): Promise<QueueWorker> {
    const worker = await startQueueWorker(
      desk.server.connection,
      {
        name: "host:1:1",
        concurrency: { collect: concurrency, process: 0, upkeep: 1, analyse: 0 },
        workloads: jobNames.map(
          (job) => ({ job, run: job === "collect-source" ? collect : idle }) as Workload,
        ),
        onEnd: (end) => desk.ends.push(end),
        onError: () => undefined,
      },
      timeLimitMs === undefined
        ? jobs
        : { ...jobs, "collect-source": { ...jobs["collect-source"], timeLimitMs } },
    );
    desk.closing.push(() => worker.close({ graceMs: 0, abortMs: 0 }));
    return worker;
  }

  async function reaches(id: string, state: string): Promise<void> {
    await expect.poll(async () => (await desk.queues.find(id))?.state).toBe(state);
  }

  return desk;
}
