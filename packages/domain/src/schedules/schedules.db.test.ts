import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { workers } from "@cti/db/schema/workers";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { changeSchedule, resetSchedule } from "./change-schedule.ts";
import { dueSchedules } from "./due-schedules.ts";
import { findSchedule } from "./find-schedule.ts";
import { listSchedules } from "./list-schedules.ts";
import { markFired } from "./mark-fired.ts";
import { recordOutcome } from "./record-outcome.ts";
import { requestRun } from "./request-run.ts";
import { type SeededSchedule, seedSchedules, type SeedResult } from "./seed-schedules.ts";

let db: TestDb;
beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const now = new Date("2026-11-20T10:00:00Z");
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const ranker: SeededSchedule = {
  name: "article_ranker",
  job: "rank",
  seed: {
    intervalSeconds: 3_600,
    cron: null,
    timeZone: "UTC",
    jitterSeconds: 0,
    overlap: "skip",
    enabled: true,
  },
};
const report: SeededSchedule = {
  name: "daily_report",
  job: "daily-report",
  seed: { ...ranker.seed, intervalSeconds: null, cron: "0 6 * * *" },
};
const seed = (...seeds: SeededSchedule[]): Promise<SeedResult> => seedSchedules(db.db, seeds, now);
const find = (name: string): Promise<Schedule> => findSchedule(db.db, name);
const withSeed = (seeded: SeededSchedule, values: Partial<SeededSchedule["seed"]>): SeededSchedule => ({
  ...seeded,
  seed: { ...seeded.seed, ...values },
});

test("schedules of the configuration arrive once; intervals start at once, cron lines at their time", async () => {
  expect(await seed(ranker, report)).toEqual({
    added: ["article_ranker", "daily_report"],
    updated: [],
    unchanged: 0,
    kept: [],
  });
  expect(await seed(ranker, report)).toMatchObject({ added: [], updated: [], unchanged: 2 });
  expect(await find("article_ranker")).toMatchObject({ job: "rank", nextRunAt: now });
  expect(await find("daily_report")).toMatchObject({ nextRunAt: new Date("2026-11-21T06:00:00Z") });
});

test("two processes that seed at once add each schedule once", async () => {
  const results = await Promise.all([seed(ranker, report), seed(ranker, report), seed(ranker, report)]);
  expect(results.flatMap(({ added }) => added).sort()).toEqual(["article_ranker", "daily_report"]);
});

test("a newer configuration updates what nobody changed, and plans the next start anew", async () => {
  await seed(ranker);
  await markFired(db.db, await find("article_ranker"), { outcome: "fired", at: now });
  const half = withSeed(ranker, { intervalSeconds: 1_800 });
  expect(await seedSchedules(db.db, [half], later(40))).toMatchObject({ updated: ["article_ranker"] });
  expect(await find("article_ranker")).toMatchObject({ intervalSeconds: 1_800, nextRunAt: later(60) });
  await seed(withSeed(half, { enabled: false }));
  expect(await find("article_ranker")).toMatchObject({ enabled: false, nextRunAt: null });
});

test("what a person changed stays, whatever the configuration says later", async () => {
  await seed(ranker);
  await changeSchedule(db.db, "article_ranker", { every: "10m" }, now);
  const newer = withSeed(ranker, { intervalSeconds: 7_200, jitterSeconds: 60 });
  expect(await seed(newer)).toMatchObject({
    updated: ["article_ranker"],
    kept: [{ name: "article_ranker", fields: ["intervalSeconds", "cron", "timeZone"] }],
  });
  expect(await find("article_ranker")).toMatchObject({ intervalSeconds: 600, jitterSeconds: 60 });
  expect(await seed(newer)).toMatchObject({ updated: [], unchanged: 1 });
  expect(await resetSchedule(db.db, "article_ranker", now)).toMatchObject({
    intervalSeconds: 7_200,
    jitterSeconds: 60,
  });
  expect((await seed(newer)).kept).toEqual([]);
});

test("a row from before there were seeds takes the values of the configuration", async () => {
  await db.db.insert(schedules).values({ name: "article_ranker", intervalSeconds: 300, lastRunAt: now });
  expect(await seedSchedules(db.db, [ranker], later(10))).toMatchObject({ updated: ["article_ranker"] });
  expect(await find("article_ranker")).toMatchObject({
    job: "rank",
    intervalSeconds: 3_600,
    nextRunAt: later(60),
  });
});

test("a disabled schedule has no next start, an enabled one goes on in the grid of its last run", async () => {
  await seed(ranker);
  await markFired(db.db, await find("article_ranker"), { outcome: "fired", at: now });
  expect(await changeSchedule(db.db, "article_ranker", { enabled: false }, later(1))).toMatchObject({
    nextRunAt: null,
  });
  expect((await dueSchedules(db.db, later(600))).due).toEqual([]);
  expect(await changeSchedule(db.db, "article_ranker", { enabled: true }, later(130))).toMatchObject({
    nextRunAt: later(180),
  });
});

test("times may be changed to a cron line and back; what does not move the start leaves it", async () => {
  await seed(ranker);
  const daily = await changeSchedule(
    db.db,
    "article_ranker",
    { cron: "0 6 * * *", timeZone: "Europe/Berlin" },
    now,
  );
  expect(daily).toMatchObject({ intervalSeconds: null, nextRunAt: new Date("2026-11-21T05:00:00Z") });
  const queued = await changeSchedule(db.db, "article_ranker", { overlap: "queue", jitter: "5m" }, later(5));
  expect(queued).toMatchObject({ overlap: "queue", jitterSeconds: 300, nextRunAt: daily.nextRunAt });
  await expect(changeSchedule(db.db, "article_ranker", { every: "never" }, now)).rejects.toMatchObject({
    problem: "invalid",
  });
});

test("an unknown name is answered with the nearest one, or with all", async () => {
  await expect(find("ranker")).rejects.toThrow("There is no schedule ranker; there are none yet");
  await seed(ranker, report);
  await expect(find("ranker")).rejects.toThrow("did you mean article_ranker?");
  await expect(find("daily-repotr")).rejects.toThrow("did you mean daily_report?");
  await expect(find("x")).rejects.toThrow("; there are article_ranker, daily_report");
});

test("firing counts, keeps the grid, and marking the same start twice counts once", async () => {
  await seed(ranker);
  const [due] = (await dueSchedules(db.db, later(3))).due;
  const mark = (): Promise<Schedule> => markFired(db.db, due as Schedule, { outcome: "fired", at: later(3) });
  expect(await mark()).toMatchObject({ fired: 1, skipped: 0, lastRunAt: later(3), nextRunAt: later(60) });
  expect(await mark()).toMatchObject({ fired: 1 });
  expect(await dueSchedules(db.db, later(59))).toEqual({ due: [], nextAt: later(60) });
  const [next] = (await dueSchedules(db.db, later(60))).due;
  const skipped = await markFired(db.db, next as Schedule, { outcome: "skipped", at: later(60) });
  expect(skipped).toMatchObject({ fired: 1, skipped: 1, lastRunAt: later(3), nextRunAt: later(120) });
});

test("run now starts a schedule once, disabled or not, and moves no planned time", async () => {
  await seed(ranker, withSeed(report, { enabled: false }));
  await markFired(db.db, await find("article_ranker"), { outcome: "fired", at: now });
  await requestRun(db.db, "article_ranker", { by: "analyst", now: later(7) });
  await requestRun(db.db, "daily_report", { by: "analyst", now: later(7) });
  const { due } = await dueSchedules(db.db, later(8));
  expect(due.map(({ name, requestedBy }) => [name, requestedBy])).toEqual([
    ["article_ranker", "analyst"],
    ["daily_report", "analyst"],
  ]);
  const marked = await markFired(db.db, due[0] as Schedule, { outcome: "fired", at: later(8) });
  expect(marked).toMatchObject({ requestedAt: null, requestedBy: null, fired: 2, nextRunAt: later(60) });
  const reported = await markFired(db.db, due[1] as Schedule, { outcome: "fired", at: later(8) });
  expect(reported).toMatchObject({ fired: 1, nextRunAt: null });
  expect((await dueSchedules(db.db, later(9))).due).toEqual([]);
});

test("a request that comes while the schedule is being started is not lost", async () => {
  await seed(ranker);
  const [seen] = (await dueSchedules(db.db, now)).due;
  await requestRun(db.db, "article_ranker", { by: "analyst", now: later(1) });
  await markFired(db.db, seen as Schedule, { outcome: "fired", at: now });
  expect((await dueSchedules(db.db, later(2))).due).toMatchObject([{ requestedBy: "analyst" }]);
});

test("times that a person sets while the schedule is being started stay", async () => {
  await seed(ranker);
  const [seen] = (await dueSchedules(db.db, now)).due;
  await changeSchedule(db.db, "article_ranker", { cron: "0 12 * * *" }, now);
  const marked = await markFired(db.db, seen as Schedule, { outcome: "fired", at: now });
  expect(marked).toMatchObject({ cron: "0 12 * * *", nextRunAt: new Date("2026-11-20T12:00:00Z") });
});

test("the outcome of the last run is kept with its schedule, cut and storable", async () => {
  await seed(ranker);
  const outcome = {
    schedule: "article_ranker",
    status: "failed",
    durationMs: 1_234.6,
    runId: 7,
    error: `broken\u0000 ${"x".repeat(1_000)}`,
    now: later(5),
  } as const;
  await recordOutcome(db.db, outcome);
  const row = await find("article_ranker");
  expect(row).toMatchObject({ lastStatus: "failed", lastDurationMs: 1_235, lastRunId: 7 });
  expect(row.lastError).toMatch(/^broken x+$/);
  await recordOutcome(db.db, { ...outcome, status: "completed", error: null, runId: null });
  expect(await find("article_ranker")).toMatchObject({ lastStatus: "completed", lastError: null });
  await recordOutcome(db.db, { ...outcome, schedule: "gone" });
});

test("the list says when each runs, what was changed, and whether anybody starts them", async () => {
  await seed(ranker, report);
  await changeSchedule(db.db, "daily_report", { timeZone: "Europe/Berlin" }, now);
  const list = await listSchedules(db.db, now);
  expect(list.schedules.map(({ name, text, changed }) => ({ name, text, changed }))).toEqual([
    { name: "article_ranker", text: "every 60 min", changed: [] },
    {
      name: "daily_report",
      text: "0 6 * * * Europe/Berlin",
      changed: ["intervalSeconds", "cron", "timeZone"],
    },
  ]);
  expect(list.scheduler).toBeNull();
  const process = { host: "h", pid: 1, version: "0", startedAt: now };
  await db.db.insert(workers).values([
    { id: "w", kind: "worker", lastBeatAt: now, ...process },
    { id: "d", kind: "daemon", lastBeatAt: now, ...process },
  ]);
  const alive = async (minutes: number): Promise<string | undefined> =>
    (await listSchedules(db.db, later(minutes))).scheduler?.id;
  expect(await alive(0.4)).toBe("d");
  expect(await alive(1)).toBeUndefined();
  await db.db.update(workers).set({ stoppedAt: now }).where(eq(workers.id, "d"));
  expect(await alive(0.4)).toBeUndefined();
});
