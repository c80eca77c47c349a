import { workers } from "@cti/db/schema/workers";
import type { QueueState, Queues } from "@cti/queue/queue-types";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { checkQueue } from "./check-queue.ts";
import { checkWorkers } from "./check-workers.ts";
import type { HealthDeps } from "./component-health.ts";

let db: TestDb;
beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const minute = 60_000;
const deps = (): HealthDeps => ({
  db: db.db,
  now: () => new Date(),
  settings: { backlogMs: 15 * minute } as HealthDeps["settings"],
});

function queuesWith(waiting: number, oldestWaitingMs: number | null): Queues {
  const states = ["collect", "process", "upkeep", "analyse"].map((queue) => ({
    queue,
    counts: { waiting: queue === "analyse" ? waiting : 0, active: 0 },
    oldestWaitingMs: queue === "analyse" ? oldestWaitingMs : null,
    paused: false,
  })) as QueueState[];
  return {
    backend: "postgres",
    ping: async () => undefined,
    states: async () => states,
  } as unknown as Queues;
}

test.each([
  [59 * minute, "ok"],
  [60 * minute, "degraded"],
  [72 * 60 * minute, "degraded"],
] as const)("a question that has waited %i ms for the local model is %s", async (ms, status) => {
  expect(await checkQueue(deps(), queuesWith(12, ms))).toMatchObject({ status });
});

test("questions that are put off until the model's server is back are nobody's fault in the queue", async () => {
  const queues = queuesWith(0, null);
  const states = (await queues.states()).map((state) =>
    state.queue === "analyse" ? { ...state, counts: { ...state.counts, delayed: 200 } } : state,
  );
  expect(await checkQueue(deps(), { ...queues, states: async () => states })).toMatchObject({ status: "ok" });
});

test("nobody need serve the local model unless something waits for it, which is never an error", async () => {
  await db.db.insert(workers).values({
    id: "one",
    kind: "worker",
    host: "host",
    pid: 17,
    version: "1",
    queues: { collect: 4, process: 1, upkeep: 1 },
    startedAt: new Date(),
    lastBeatAt: new Date(),
  });
  expect(await checkWorkers(deps(), queuesWith(0, null))).toMatchObject({ status: "ok" });
  expect(await checkWorkers(deps(), queuesWith(2, 1))).toMatchObject({
    status: "degraded",
    message: expect.stringContaining("worker.concurrency_analyse") as string,
  });
});
