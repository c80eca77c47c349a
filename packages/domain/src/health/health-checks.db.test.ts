import { tmpdir } from "node:os";

import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { sources } from "@cti/db/schema/sources";
import { jobRecords, type ProcessKind, workers } from "@cti/db/schema/workers";
import type { QueueState, Queues } from "@cti/queue/queue-types";
import { localModels } from "@cti/testing/local-models";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { checkClock } from "./check-clock.ts";
import { checkDatabase } from "./check-database.ts";
import { checkQueue } from "./check-queue.ts";
import { checkSchedules } from "./check-schedules.ts";
import { checkSources } from "./check-sources.ts";
import { checkWorkers } from "./check-workers.ts";
import type { HealthDeps, HealthSettings } from "./component-health.ts";
import { healthChecks } from "./health-checks.ts";

const minute = 60_000;
const hour = 60 * minute;

let db: TestDb;
let now = 0;
beforeEach(async () => {
  db = await testDb();
  now = Date.now();
});
afterEach(() => db.drop());

const ago = (ms: number): Date => new Date(now - ms);
const deps = (settings: Partial<HealthSettings> = {}): HealthDeps => ({
  db: db.db,
  now: () => new Date(now),
  settings: {
    failingSources: 0.25,
    backlogMs: 15 * minute,
    databaseSlowMs: minute,
    diskFree: 0.1,
    clockSkewMs: 5_000,
    lookEveryMs: 5_000,
    scheduling: true,
    ...settings,
  },
});

type Waiting = { queue: QueueState["queue"]; waiting?: number; oldestMs?: number; paused?: boolean };

/** A queue that answers what it is told to, or not at all. */
function queuesWith(states: Waiting[] | Error, backend: Queues["backend"] = "postgres"): Queues {
  const answer = <T>(value: () => T): Promise<T> =>
    states instanceof Error ? Promise.reject(states) : Promise.resolve(value());
  return {
    backend,
    ping: () => answer(() => undefined),
    states: () =>
      answer(() =>
        (states instanceof Error ? [] : states).map(
          ({ queue, waiting = 0, oldestMs = null, paused = false }) => ({
            queue,
            counts: { waiting, active: 0, delayed: 0, completed: 0, failed: 0 },
            oldestWaitingMs: oldestMs,
            paused,
          }),
        ),
      ),
  } as unknown as Queues;
}

async function addSources(all: number, failing: number): Promise<void> {
  await db.db.insert(sources).values(
    Array.from({ length: all }, (_, n) => ({
      slug: `s${n}`,
      name: `S${n}`,
      kind: "rss" as const,
      url: `https://s${n}.test/feed`,
      origin: "user" as const,
      ...(n < failing && {
        consecutiveFailures: n + 1,
        lastError: "http_503",
        lastErrorMessage: "The server is busy.",
        lastSuccessAt: ago(3 * hour),
      }),
    })),
  );
}

async function addWorker(kind: ProcessKind, more: Partial<typeof workers.$inferInsert> = {}): Promise<void> {
  await db.db.insert(workers).values({
    id: `host:${Math.random()}`,
    kind,
    host: "host",
    pid: 17,
    version: "1",
    queues: kind === "scheduler" ? {} : { collect: 4, process: 1 },
    startedAt: ago(24 * hour),
    lastBeatAt: new Date(),
    ...more,
  });
}

async function addRecord(more: Partial<typeof jobRecords.$inferInsert> = {}): Promise<void> {
  await db.db.insert(jobRecords).values({
    jobId: `upkeep:${Math.random()}`,
    queue: "upkeep",
    name: "cleanup",
    outcome: "completed",
    attempt: 1,
    worker: "host:17",
    payload: {},
    addedAt: ago(minute),
    startedAt: ago(minute),
    finishedAt: ago(minute),
    ...more,
  });
}

async function addSchedule(name: string, more: Partial<Schedule> = {}): Promise<void> {
  await db.db
    .insert(schedules)
    .values({ name, job: "rank", intervalSeconds: 3_600, updatedAt: ago(minute), ...more });
}

test("a database that answers is well, and its connections are counted", async () => {
  const health = await checkDatabase(deps());
  expect(health).toMatchObject({ status: "ok", details: { read_only: false } });
  expect(health.message).toMatch(/^The database answered after \d+ ms; \d+ of \d+ connections are in use\.$/);
});

test("a database that is slow or takes no writes is told of", async () => {
  expect(await checkDatabase(deps({ databaseSlowMs: 0 }))).toMatchObject({
    status: "degraded",
    message: expect.stringContaining("slow from 0 ms"),
  });
  const readOnly = await db.db.transaction(async (tx) => {
    await tx.execute("set local default_transaction_read_only = on");
    return checkDatabase({ ...deps(), db: tx });
  });
  expect(readOnly).toMatchObject({ status: "error", message: expect.stringContaining("takes no writes") });
});

test("a database that is gone is an error with the next step", async () => {
  const other = await testDb();
  await other.drop();
  const health = await checkDatabase({ ...deps(), db: other.db });
  expect(health.status).toBe("error");
  expect(health.message).toMatch(
    /^The database does not answer \(.+\): start it, or correct database\.url\.$/,
  );
});

test.each([
  [20, 0, "ok", "All 20 enabled sources could be read."],
  [20, 4, "ok", "4 of 20 enabled sources cannot be read (20 %); worst is s3 (http_503, last read 3 h ago)."],
  [20, 5, "degraded", "`sources list --failing` shows them all"],
  [20, 10, "error", "10 of 20"],
  [0, 0, "degraded", "No source is enabled: `init` loads the built-in ones"],
])("of %i sources %i failing ones are %s", async (all, failing, status, message) => {
  if (all > 0) await addSources(all, failing);
  expect(await checkSources(deps())).toMatchObject({ status, message: expect.stringContaining(message) });
});

test("sources that are off or removed do not count, and the worst ten are named with their reasons", async () => {
  await addSources(40, 15);
  await db.db.update(sources).set({ enabled: false }).where(eq(sources.slug, "s14"));
  await db.db.update(sources).set({ removedAt: new Date() }).where(eq(sources.slug, "s13"));
  const { details } = await checkSources(deps());
  expect(details).toMatchObject({ enabled: 38, failing: 13 });
  expect(details["worst"]).toHaveLength(10);
  expect((details["worst"] as unknown[])[0]).toMatchObject({
    source: "s12",
    failures: 13,
    reason: "http_503",
    message: "The server is busy.",
  });
});

test("without a scheduler nothing runs by itself, whatever the schedules say", async () => {
  await addSchedule("article_ranker", { lastStatus: "completed" });
  await addWorker("scheduler", { stoppedAt: new Date() });
  await addWorker("worker");
  expect(await checkSchedules(deps())).toMatchObject({
    status: "error",
    message: expect.stringContaining("No scheduler is alive"),
  });
  expect(await checkSchedules(deps({ scheduling: false }))).toMatchObject({ status: "ok" });
  await addWorker("daemon");
  expect(await checkSchedules(deps())).toMatchObject({
    status: "ok",
    message: "A scheduler is alive; 1 schedule on time.",
  });
});

test.each([
  [2 * hour, "ok"],
  [2 * hour + minute, "degraded"],
  [10 * hour, "degraded"],
  [10 * hour + minute, "error"],
] as const)("an hourly schedule is judged by the time since its last success: %i ms", async (ms, status) => {
  await addWorker("scheduler");
  await addSchedule("article_ranker", { lastStatus: "completed", updatedAt: ago(ms) });
  await addSchedule("off", { enabled: false, updatedAt: ago(100 * hour) });
  expect(await checkSchedules(deps())).toMatchObject({ status });
});

test("a schedule that fails is measured from its last job that went well", async () => {
  await addWorker("scheduler");
  await addSchedule("article_ranker", { lastStatus: "failed", lastError: "out of memory" });
  const record = (
    outcome: string,
    ms: number,
    result: Record<string, unknown> | null = null,
  ): Promise<void> => addRecord({ name: "rank", outcome, startedAt: ago(ms), finishedAt: ago(ms), result });
  await record("failed", 30 * hour);
  expect(await checkSchedules(deps())).toMatchObject({ status: "error" });
  await record("completed", 12 * hour, { status: "completed" });
  await record("completed", minute, { status: "failed" });
  expect(await checkSchedules(deps())).toMatchObject({ status: "error" });
  await record("completed", 5 * hour, { status: "completed_with_errors" });
  expect(await checkSchedules(deps())).toMatchObject({
    status: "degraded",
    message:
      "1 of 1 schedule without success for too long, article_ranker (every 60 min) for 5 h (out of memory): `schedules show article_ranker` says why.",
  });
});

test("a scheduler that has just started has time to make up for what was missed", async () => {
  await addWorker("scheduler", { startedAt: ago(minute) });
  await addSchedule("article_ranker", { lastStatus: "completed", updatedAt: ago(72 * hour) });
  expect(await checkSchedules(deps())).toMatchObject({
    status: "degraded",
    message: expect.stringContaining("has just started"),
  });
});

test("a cron line is measured by its longest pause", async () => {
  await addWorker("scheduler");
  const cron = { intervalSeconds: null, cron: "0 9-17 * * *", lastStatus: "completed" } as const;
  await addSchedule("office", { ...cron, updatedAt: ago(30 * hour) });
  expect(await checkSchedules(deps())).toMatchObject({ status: "ok" });
  await addSchedule("never", { intervalSeconds: null, cron: null, updatedAt: ago(9_000 * hour) });
  expect(await checkSchedules(deps())).toMatchObject({ status: "ok" });
});

test("no worker is an error only when jobs wait", async () => {
  await addWorker("scheduler");
  await addWorker("worker", { lastBeatAt: new Date(Date.now() - minute) });
  expect(await checkWorkers(deps(), queuesWith([{ queue: "collect" }]))).toMatchObject({
    status: "degraded",
    message: expect.stringContaining(
      "No worker is online (the last one fell silent 60 s ago) and 0 jobs wait",
    ),
  });
  expect(await checkWorkers(deps(), queuesWith([{ queue: "collect", waiting: 1 }]))).toMatchObject({
    status: "error",
    message: expect.stringContaining("1 job waits: `./collector worker -b`"),
  });
  expect(await checkWorkers(deps(), queuesWith(new Error("gone")))).toMatchObject({ status: "degraded" });
});

test("a queue that no worker serves is told of by name", async () => {
  await addWorker("worker", { queues: { collect: 4, process: 0 } });
  expect(
    await checkWorkers(deps(), queuesWith([{ queue: "collect", waiting: 9 }, { queue: "process" }])),
  ).toMatchObject({ status: "degraded", message: expect.stringContaining("No worker serves process") });
  expect(await checkWorkers(deps(), queuesWith([{ queue: "process", waiting: 2 }]))).toMatchObject({
    status: "error",
  });
  expect(await checkWorkers(deps(), queuesWith([{ queue: "collect" }]))).toMatchObject({
    status: "ok",
    message: "1 worker online with 0 jobs in hand.",
    details: { workers: [{ worker: "host:17", state: "online", queues: { collect: 4, process: 0 } }] },
  });
});

test("a queue that does not answer is an error that says that no work is lost", async () => {
  const gone = new Error("connect ECONNREFUSED 127.0.0.1:6379");
  expect(await checkQueue(deps(), queuesWith(gone, "redis"))).toMatchObject({
    status: "error",
    message:
      "The queue does not answer (connect ECONNREFUSED 127.0.0.1:6379): start Redis, or correct queue.redis_url. No work is lost; what is due is queued when it is back.",
  });
});

test.each([
  [14 * minute, "ok", "The queue answers; 3 jobs wait"],
  [15 * minute, "degraded", "raise worker.concurrency_process"],
  [60 * minute, "error", "raise worker.concurrency_process"],
] as const)("the oldest job that waits %i ms makes it %s", async (oldestMs, status, message) => {
  const queues = queuesWith([{ queue: "process", waiting: 3, oldestMs }, { queue: "collect" }]);
  const health = await checkQueue(deps(), queues);
  expect(health).toMatchObject({
    status,
    message: expect.stringContaining(message),
    details: { queues: { process: { waiting: 3, oldest_waiting_seconds: oldestMs / 1_000 } } },
  });
});

test("a paused queue, and more failing jobs than usual, are degraded", async () => {
  expect(await checkQueue(deps(), queuesWith([{ queue: "collect", paused: true }]))).toMatchObject({
    status: "degraded",
    message: "The queue collect is paused: resume it on the dashboard.",
  });
  for (let n = 0; n < 3; n += 1) await addRecord({ outcome: "failed" });
  await addRecord({ outcome: "failed", finishedAt: ago(2 * hour) });
  for (let n = 0; n < 7; n += 1) await addRecord();
  expect(await checkQueue(deps(), queuesWith([]))).toMatchObject({
    status: "degraded",
    message: "3 of 10 jobs failed within the last hour (30 %): the dashboard shows their errors.",
  });
  for (let n = 0; n < 30; n += 1) await addRecord();
  expect(await checkQueue(deps(), queuesWith([]))).toMatchObject({ status: "ok" });
});

test("clocks that differ are told with their process and direction", async () => {
  expect(await checkClock({ ...deps(), now: () => new Date() })).toMatchObject({ status: "ok" });
  const ahead = { ...deps(), now: () => new Date(Date.now() + 20_000) };
  expect(await checkClock(ahead)).toMatchObject({
    status: "degraded",
    message:
      "The clock of this process is 20 s ahead of the database's: let both machines take their time from NTP.",
  });
  await addWorker("worker", { clockSkewMs: -400_000 });
  expect(await checkClock(ahead)).toMatchObject({
    status: "error",
    message: expect.stringContaining("The clock of host:17 is 7 min behind"),
  });
});

test("all components can be asked, and each answers in a sentence", async () => {
  await addSources(3, 0);
  const queues = queuesWith([{ queue: "collect" }]);
  const models = localModels();
  const checks = healthChecks(deps(), { queues, folder: tmpdir(), models });
  expect(Object.keys(checks)).toEqual([
    "database",
    "queue",
    "workers",
    "schedules",
    "sources",
    "stages",
    "model",
    "backup",
    "disk",
    "clock",
  ]);
  for (const check of Object.values(checks)) expect((await check()).message).toMatch(/^[A-Z0-9].*\.$/);
});
