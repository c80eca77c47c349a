import { schedules } from "@cti/db/schema/schedules";
import { workers } from "@cti/db/schema/workers";
import type { JobEnd } from "@cti/queue/queue-types";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { beat, type Pulse, sayGoodbye } from "./beat.ts";
import { findJobRecords } from "./find-job-records.ts";
import { listWorkers } from "./list-workers.ts";
import { saveJobRecords } from "./save-job-records.ts";

let db: TestDb;

beforeEach(async () => {
  db = await testDb();
});

afterEach(async () => {
  await db.drop();
});

const clock = (): Date => new Date();
const pulse = (id: string): Pulse => ({
  id,
  kind: "worker",
  host: "one",
  pid: 4_711,
  version: "1.2.3",
  queues: { collect: 4 },
  active: [{ id: "collect:1", queue: "collect", name: "collect-source", startedAt: "2026-01-01T00:00:00Z" }],
  rssBytes: 120_000_000,
  startedAt: new Date("2026-01-01T00:00:00Z"),
});
const silenceFor = async (id: string, seconds: number): Promise<void> => {
  await db.db
    .update(workers)
    .set({ lastBeatAt: sql`clock_timestamp() - make_interval(secs => ${seconds})` })
    .where(eq(workers.id, id));
};

test("a beat shows what a process does, the next one takes its place, and the goodbye ends it", async () => {
  await beat(db.db, pulse("one:1:1"), clock);
  await beat(db.db, { ...pulse("one:1:1"), active: [], rssBytes: 90_000_000 }, clock);
  expect(await listWorkers(db.db, { all: false })).toMatchObject([
    {
      id: "one:1:1",
      state: "online",
      queues: { collect: 4 },
      active: [],
      rssBytes: 90_000_000,
      stoppedAt: null,
    },
  ]);
  await sayGoodbye(db.db, "one:1:1");
  expect(await listWorkers(db.db, { all: false })).toMatchObject([{ state: "stopped", active: [] }]);
  await beat(db.db, pulse("one:1:1"), clock);
  expect(await listWorkers(db.db, { all: false })).toMatchObject([{ state: "online" }]);
});

test("a clock that differs from the database's is told, one that does not is not", async () => {
  expect((await beat(db.db, pulse("right"), clock)).clockSkewMs).toBeLessThan(1_000);
  const { clockSkewMs } = await beat(db.db, pulse("fast"), () => new Date(Date.now() + 60_000));
  expect(Math.abs(clockSkewMs - 60_000)).toBeLessThan(1_000);
  const [row] = await db.db.select().from(workers).where(eq(workers.id, "fast"));
  expect(row?.clockSkewMs).toBe(clockSkewMs);
  expect(Math.abs((row?.lastBeatAt.getTime() ?? 0) - Date.now())).toBeLessThan(30_000);
});

test("who is silent for half a minute is lost, and after five minutes only listed on request", async () => {
  for (const id of ["alive", "lost", "gone", "stopped"]) await beat(db.db, pulse(id), clock);
  await sayGoodbye(db.db, "stopped");
  await silenceFor("lost", 31);
  await silenceFor("gone", 301);
  const states = async (all: boolean): Promise<Record<string, string>> =>
    Object.fromEntries((await listWorkers(db.db, { all })).map(({ id, state }) => [id, state]));
  expect(await states(false)).toEqual({ alive: "online", lost: "lost", stopped: "stopped" });
  expect(await states(true)).toEqual({ alive: "online", lost: "lost", gone: "lost", stopped: "stopped" });
});

const endOf = (fields: Partial<JobEnd>): JobEnd => ({
  id: "collect:1",
  queue: "collect",
  name: "collect-source",
  payload: { sourceId: 1 },
  outcome: "completed",
  attempt: 1,
  addedAt: new Date("2026-01-01T10:00:00Z"),
  startedAt: new Date("2026-01-01T10:00:01Z"),
  finishedAt: new Date("2026-01-01T10:00:03Z"),
  result: { runId: 12, status: "completed" },
  error: null,
  ...fields,
});
const save = (...ends: JobEnd[]): Promise<void> =>
  saveJobRecords(db.db, { worker: "one:1:1", ends, now: new Date("2026-01-01T10:00:04Z") });

test("a try that is told twice is one record, another try is another", async () => {
  const failed = endOf({ outcome: "retrying", result: null, error: "no answer from postgres://a:b@db/x" });
  await save(failed, failed);
  await save(failed, endOf({ attempt: 2, startedAt: new Date("2026-01-01T10:00:09Z") }));
  const { records } = await findJobRecords(db.db, { jobId: "collect:1", limit: 10 });
  expect(records).toMatchObject([
    { attempt: 2, outcome: "completed", runId: 12, worker: "one:1:1" },
    { attempt: 1, outcome: "retrying", runId: null, error: "no answer from postgres://********@db/x" },
  ]);
});

test("records are found by what they say, in pages", async () => {
  await save(
    ...[1, 2, 3, 4].map((n) =>
      endOf({
        id: `collect:${n}`,
        outcome: n % 2 === 0 ? "failed" : "completed",
        error: n === 4 ? "100% of\u0000 the Disk" : null,
        finishedAt: new Date(Date.UTC(2026, 0, n)),
      }),
    ),
    endOf({ id: "process:1", queue: "process", name: "rank", finishedAt: new Date(Date.UTC(2026, 0, 5)) }),
  );
  const ids = async (filter: Partial<Parameters<typeof findJobRecords>[1]>): Promise<string[]> =>
    (await findJobRecords(db.db, { limit: 10, ...filter })).records.map(({ jobId }) => jobId);
  expect(await ids({ name: "rank" })).toEqual(["process:1"]);
  expect(await ids({ queue: "collect", outcome: "failed" })).toEqual(["collect:4", "collect:2"]);
  expect(await ids({ text: "100% OF the disk" })).toEqual(["collect:4"]);
  expect(await ids({ text: "\u0000%" })).toEqual(["collect:4"]);
  expect(await ids({ since: new Date(Date.UTC(2026, 0, 2)), until: new Date(Date.UTC(2026, 0, 4)) })).toEqual(
    ["collect:3", "collect:2"],
  );
  expect(await ids({ worker: "another" })).toEqual([]);

  const first = await findJobRecords(db.db, { limit: 3 });
  expect(first.records.map(({ jobId }) => jobId)).toEqual(["process:1", "collect:4", "collect:3"]);
  const second = await findJobRecords(db.db, { limit: 3, before: first.next ?? undefined });
  expect(second.records.map(({ jobId }) => jobId)).toEqual(["collect:2", "collect:1"]);
  expect(second.next).toBeNull();
});

test("the schedule that started a job gets its outcome, but not that of a try before the last", async () => {
  await db.db.insert(schedules).values({ name: "article_ranker", job: "rank", intervalSeconds: 3_600 });
  const schedule = async (): Promise<Partial<typeof schedules.$inferSelect> | undefined> =>
    (await db.db.select().from(schedules))[0];
  const rank = { queue: "process", name: "rank", payload: { schedule: "article_ranker" } } as const;
  await save(endOf({ ...rank, outcome: "retrying", result: null, error: "broken" }));
  expect(await schedule()).toMatchObject({ lastStatus: null });
  await save(endOf({ ...rank, attempt: 2, result: { runId: 9, status: "completed_with_errors" } }));
  expect(await schedule()).toMatchObject({
    lastStatus: "completed_with_errors",
    lastDurationMs: 2_000,
    lastRunId: 9,
    lastError: null,
  });
  await save(endOf({ ...rank, attempt: 3, outcome: "failed", result: null, error: "broken" }));
  expect(await schedule()).toMatchObject({ lastStatus: "failed", lastError: "broken" });
});
