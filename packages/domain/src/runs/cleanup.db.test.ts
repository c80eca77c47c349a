import { analyses } from "@cti/db/schema/analyses";
import { dailyReports } from "@cti/db/schema/daily-reports";
import { runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { jobRecords, workers } from "@cti/db/schema/workers";
import { addSource } from "@cti/domain/sources/add";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { cleanup } from "./cleanup.ts";
import { noCounts } from "./counts.ts";

const now = new Date("2026-06-30T12:00:00Z");
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
let db: TestDb;

beforeEach(async () => {
  db = await testDb();
});
afterEach(async () => {
  await db.drop();
});

const clean = (signal?: AbortSignal): ReturnType<typeof cleanup> =>
  cleanup(
    { ...db, now: () => now },
    { keepDays: 30, trigger: "schedule", actor: "scheduler", ...(signal && { signal }) },
  );

test("old history goes, what is young enough or still runs stays, and the run says how much it was", async () => {
  const source = await addSource(db.db, { url: "https://a.test/feed", kind: "rss", name: "a" });
  const run = { kind: "collect", trigger: "schedule", actor: "scheduler" } as const;
  const [old] = await db.db
    .insert(runs)
    .values([
      { ...run, status: "completed", startedAt: daysAgo(31) },
      { ...run, status: "running", startedAt: daysAgo(31) },
      { ...run, status: "completed", startedAt: daysAgo(29) },
    ])
    .returning({ id: runs.id });
  const check = { sourceId: source.id, durationMs: 1, outcome: "ok", counts: noCounts } as const;
  await db.db.insert(sourceChecks).values([
    { ...check, runId: old?.id ?? 0, startedAt: daysAgo(31) },
    { ...check, startedAt: daysAgo(1) },
  ]);
  const job = {
    queue: "collect",
    name: "collect-source",
    outcome: "completed",
    attempt: 1,
    worker: "w",
    payload: {},
  };
  const jobAt = (at: Date): typeof job & Record<"addedAt" | "startedAt" | "finishedAt", Date> => ({
    ...job,
    addedAt: at,
    startedAt: at,
    finishedAt: at,
  });
  await db.db.insert(jobRecords).values([
    { ...jobAt(daysAgo(40)), jobId: "collect:1" },
    { ...jobAt(daysAgo(2)), jobId: "collect:2" },
  ]);
  const worker = { kind: "worker", host: "h", pid: 1, version: "1", startedAt: daysAgo(9) } as const;
  await db.db.insert(workers).values([
    { ...worker, id: "silent", lastBeatAt: daysAgo(1.5) },
    { ...worker, id: "alive", lastBeatAt: daysAgo(0.5) },
  ]);
  const report = { report: {} as never, timeZone: "UTC" };
  await db.db.insert(dailyReports).values([
    { ...report, day: "2025-08-01" },
    { ...report, day: "2026-05-01" },
  ]);

  const result = await clean();
  const done = { runs: 1, checks: 1, jobRecords: 1, workers: 1, reports: 1, analyses: 0 };
  expect(result).toMatchObject({ status: "completed", done });
  const left = await db.db.select().from(runs).orderBy(asc(runs.id));
  expect(left.map(({ kind, status }) => [kind, status])).toEqual([
    ["collect", "running"],
    ["collect", "completed"],
    ["cleanup", "completed"],
  ]);
  expect(left.at(-1)?.metrics).toMatchObject(done);
  expect(await db.db.select().from(sourceChecks)).toHaveLength(1);
  expect((await db.db.select().from(workers)).map(({ id }) => id)).toEqual(["alive"]);
  expect((await db.db.select().from(jobRecords)).map(({ jobId }) => jobId)).toEqual(["collect:2"]);
  expect((await db.db.select().from(dailyReports)).map(({ day }) => day)).toEqual(["2026-05-01"]);
  expect((await clean()).done).toEqual({
    runs: 0,
    checks: 0,
    jobRecords: 0,
    workers: 0,
    reports: 0,
    analyses: 0,
  });
});

test("more rows than one statement takes go in several", async () => {
  await db.sql`
    insert into job_records (job_id, queue, name, outcome, attempt, worker, payload, added_at, started_at, finished_at)
    select 'collect:' || n, 'collect', 'collect-source', 'completed', 1, 'w', '{}', at, at, at
    from generate_series(1, 10500) n, (select ${daysAgo(40).toISOString()}::timestamptz as at) old`;
  expect((await clean()).done).toMatchObject({ jobRecords: 10_500 });
});

test("an abort before it begins removes nothing", async () => {
  await db.db
    .insert(runs)
    .values({ kind: "collect", trigger: "cli", actor: "x", status: "completed", startedAt: daysAgo(99) });
  expect(await clean(AbortSignal.abort())).toMatchObject({ status: "cancelled", done: { runs: 0 } });
});

test("analyses that came to nothing go when they are old, those of articles that are gone at once", async () => {
  const [articleId = 0] = await seedArticles(db, [{ source: "a", title: "t", text: "x", at: daysAgo(90) }]);
  const made = {
    kind: "summary",
    model: "m",
    promptVersion: "summary-1",
    params: {},
    status: "completed",
  } as const;
  const of = { ...made, subject: "article", subjectId: articleId, finishedAt: daysAgo(60) } as const;
  await db.db.insert(analyses).values([
    { ...of, inputHash: "kept" },
    { ...of, inputHash: "old failure", status: "failed" },
    { ...of, inputHash: "young failure", status: "failed", finishedAt: daysAgo(3) },
    { ...of, inputHash: "old cancel", status: "cancelled" },
    { ...of, inputHash: "waits", status: "queued", finishedAt: null },
    { ...of, inputHash: "article gone", subjectId: 999 },
    { ...of, inputHash: "story gone", subject: "story" },
  ]);
  expect((await clean()).done).toMatchObject({ analyses: 4 });
  const left = await db.db.select().from(analyses).orderBy(asc(analyses.id));
  expect(left.map(({ inputHash }) => inputHash)).toEqual(["kept", "young failure", "waits"]);
});
