import { appRole, type Client, openClient } from "@cti/db/client";
import { runs } from "@cti/db/schema/runs";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { sources } from "@cti/db/schema/sources";
import { changeSchedule } from "@cti/domain/schedules/change-schedule";
import { findSchedule } from "@cti/domain/schedules/find-schedule";
import { requestRun } from "@cti/domain/schedules/request-run";
import { seedSchedules } from "@cti/domain/schedules/seed-schedules";
import { createLogger } from "@cti/observe/logger";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { TickReport } from "./look.ts";
import { type MemoryQueues, memoryQueues } from "./memory-queues.ts";
import { type Scheduler, type SchedulerSettings, startScheduler } from "./start-scheduler.ts";

let db: TestDb;
let queues: MemoryQueues;
let now: Date;
let lines: Record<string, unknown>[];
let cleanups: (() => Promise<unknown>)[];
beforeEach(async () => {
  db = await testDb();
  queues = memoryQueues();
  now = new Date("2026-11-20T10:00:00Z");
  lines = [];
  cleanups = [];
});
afterEach(async () => {
  for (const clean of cleanups) await clean();
  await db.drop();
});

const log = createLogger({
  level: "info",
  format: "json",
  name: "test",
  destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
});
const said = (message: string): number => lines.filter(({ msg }) => msg === message).length;
const troubles = (): number => said("scheduling failed; it is tried again at every look");
const minutes = (number: number): Date => new Date(now.getTime() + number * 60_000);

const hourly = {
  intervalSeconds: 3_600,
  cron: null,
  timeZone: "UTC",
  jitterSeconds: 0,
  overlap: "skip",
  enabled: true,
} as const;
const seed = (): Promise<unknown> =>
  seedSchedules(
    db.db,
    [
      { name: "rss_fetcher", job: "collect-due", seed: hourly },
      { name: "article_ranker", job: "rank", seed: hourly },
    ],
    now,
  );
const find = (name: string): Promise<Schedule> => findSchedule(db.db, name);

async function open(
  name: string,
  { onTick, ...settings }: Partial<SchedulerSettings> & { onTick?: (report: TickReport) => void } = {},
): Promise<Scheduler & { client: Client }> {
  const client = openClient(db.url, { poolSize: 4, name, role: appRole });
  const scheduler = await startScheduler({
    ...client,
    queues,
    log,
    now: () => now,
    random: () => 0.5,
    settings: { lookEveryMs: 2 ** 30, perHost: 2, requeueAfterMs: 600_000, enabled: true, ...settings },
    ...(onTick && { onTick }),
  });
  cleanups.push(async () => {
    await scheduler.close();
    await client.close();
  });
  return { ...scheduler, client };
}

const addSource = async (slug: string, row: Partial<typeof sources.$inferInsert> = {}): Promise<void> => {
  const times = { lastCheckedAt: minutes(-30), nextCheckAt: minutes(30) };
  const url = `https://${slug}.test/feed`;
  await db.db
    .insert(sources)
    .values({ slug, name: slug, kind: "rss", url, origin: "user", ...times, ...row });
};
const queuedSources = async (): Promise<string[]> => {
  const slugs = [];
  for (const { name, payload } of queues.finishAll()) {
    if (name !== "collect-source") continue;
    const [checked, next] = [minutes(0.01), minutes(60)].map((time) => time.toISOString());
    const [source] = await db.sql`
      update sources set last_checked_at = ${checked ?? ""}::timestamptz, next_check_at = ${next ?? ""}::timestamptz
      where id = ${Number(payload["sourceId"])} returning slug`;
    slugs.push(String(source?.["slug"]));
  }
  return slugs;
};

async function breakConnections(): Promise<void> {
  await db.owner.sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
}

test("the first look comes at once and looks follow by themselves", async () => {
  await seed();
  let reports = 0;
  const enough = Promise.withResolvers<undefined>();
  await open("one", {
    lookEveryMs: 5,
    onTick: () => {
      reports += 1;
      if (reports === 3) enough.resolve(undefined);
    },
  });
  await enough.promise;
  expect(queues.waiting.map(({ name }) => name)).toEqual(["rank"]);
});

test("two looks never overlap: who asks meanwhile joins the one that goes on", async () => {
  await seed();
  const scheduler = await open("one");
  const first = scheduler.tick();
  expect(scheduler.tick()).toBe(first);
  expect(await first).toMatchObject({ isLeader: true, fired: ["rss_fetcher", "article_ranker"] });
  expect(await scheduler.tick()).toMatchObject({ isLeader: true, fired: [] });
});

test("a scheduler that ends hands the lead over", async () => {
  await seed();
  const one = await open("one");
  await one.tick();
  const two = await open("two");
  expect(await two.tick()).toMatchObject({ isLeader: false });
  await one.close();
  expect(one.isLeader()).toBe(false);
  expect(await two.tick()).toMatchObject({ isLeader: true });
  expect(said("leads the schedules")).toBe(2);
});

test("after a restart of the database the lead is taken again and nothing is lost", async () => {
  await seed();
  const scheduler = await open("one");
  await scheduler.tick();
  queues.finishAll();
  await breakConnections();
  now = minutes(60);
  // The driver may notice a lost connection only by using it.
  await expect
    .poll(async () => (await scheduler.tick())?.isLeader === true && queues.waiting.length, {
      timeout: 10_000,
    })
    .toBe(1);
  expect(scheduler.isLeader()).toBe(true);
  expect(queues.waiting.map(({ name }) => name)).toEqual(["rank"]);
  expect(await find("article_ranker")).toMatchObject({ fired: 2 });
});

test("a queue that is away is said once, starts nothing, and everything starts when it is back", async () => {
  await seed();
  queues.broken = new Error("no queue");
  const scheduler = await open("one");
  for (const _ of [1, 2, 3]) expect(await scheduler.tick()).toMatchObject({ fired: [] });
  expect(troubles()).toBe(1);
  now = minutes(5);
  expect(scheduler.lateSeconds()).toBe(300);
  expect(await db.db.select().from(runs)).toEqual([]);
  queues.broken = null;
  expect(await scheduler.tick()).toMatchObject({ fired: ["rss_fetcher", "article_ranker"] });
  expect(said("scheduling works again")).toBe(1);
  expect(scheduler.lateSeconds()).toBe(0);
});

test("one schedule that cannot be started keeps none of the others", async () => {
  await seed();
  await db.db.insert(schedules).values([
    { name: "nonsense", job: "rank", cron: "no line", nextRunAt: minutes(-1) },
    { name: "unknown", job: "make-coffee", intervalSeconds: 60, nextRunAt: minutes(-1) },
  ]);
  const scheduler = await open("one");
  expect(await scheduler.tick()).toMatchObject({
    fired: ["rss_fetcher", "article_ranker"],
    failed: ["nonsense", "unknown"],
  });
  await scheduler.tick();
  expect(troubles()).toBe(2);
});

test("a tick that falls into the last run is skipped, or remembered when the schedule says so", async () => {
  await seed();
  const scheduler = await open("one");
  await scheduler.tick();
  now = minutes(61);
  expect(await scheduler.tick()).toMatchObject({ fired: ["rss_fetcher"], skipped: ["article_ranker"] });
  expect(await find("article_ranker")).toMatchObject({ fired: 1, skipped: 1, nextRunAt: minutes(59) });
  await changeSchedule(db.db, "article_ranker", { overlap: "queue" }, now);
  now = minutes(60);
  for (const _ of [1, 2]) expect(await scheduler.tick()).toMatchObject({ waiting: ["article_ranker"] });
  now = minutes(10);
  expect(scheduler.lateSeconds()).toBe(0);
  queues.finishAll();
  expect(await scheduler.tick()).toMatchObject({ fired: ["article_ranker"], waiting: [] });
  expect(await find("article_ranker")).toMatchObject({ fired: 2, skipped: 1, nextRunAt: minutes(49) });
});

test("who dies between the job and the note starts nothing twice", async () => {
  await seed();
  await queues.enqueue("rank", { trigger: "schedule", actor: "scheduler", schedule: "article_ranker" });
  const scheduler = await open("one");
  await scheduler.tick();
  expect(queues.waiting.map(({ name }) => name)).toEqual(["rank"]);
});

test("the round is a run that says how many sources it queued, and sources of their own cadence do not wait for it", async () => {
  await seed();
  await addSource("hourly", { nextCheckAt: minutes(0) });
  const scheduler = await open("one");
  await scheduler.tick();
  expect(await queuedSources()).toEqual(["hourly"]);
  const [run] = await db.db.select().from(runs);
  expect(run).toMatchObject({
    kind: "rss_fetcher",
    trigger: "schedule",
    status: "completed",
    counts: { found: 1 },
  });
  expect(await find("rss_fetcher")).toMatchObject({ lastStatus: "completed", lastRunId: run?.id, fired: 1 });
  await addSource("new", { lastCheckedAt: null, nextCheckAt: minutes(0) });
  await addSource("tier-1", { tier: 1, nextCheckAt: minutes(0) });
  await addSource("other", { nextCheckAt: minutes(20) });
  now = minutes(30);
  expect(await scheduler.tick()).toMatchObject({ queuedSources: 2 });
  expect((await queuedSources()).sort()).toEqual(["new", "tier-1"]);
});

test("a round that fails is told with its schedule, is not tried at every look, and the next one succeeds", async () => {
  await seed();
  await addSource("hourly", { nextCheckAt: minutes(0) });
  vi.spyOn(queues, "enqueueAll").mockRejectedValueOnce(new Error("the queue is full"));
  const scheduler = await open("one");
  await scheduler.tick();
  expect(await find("rss_fetcher")).toMatchObject({
    lastStatus: "failed",
    lastError: "the queue is full",
    fired: 0,
  });
  expect(await scheduler.tick()).toMatchObject({ fired: [], failed: [] });
  now = minutes(0.1);
  expect(await scheduler.tick()).toMatchObject({ fired: ["rss_fetcher"] });
  expect(await find("rss_fetcher")).toMatchObject({ lastStatus: "completed", lastError: null, fired: 1 });
  expect(await queuedSources()).toEqual(["hourly"]);
});

test("run now of the round takes every source, and those of a crowded host one after the other", async () => {
  await seed();
  const scheduler = await open("one");
  await scheduler.tick();
  queues.finishAll();
  now = minutes(1);
  for (const number of [1, 2, 3, 4, 5]) await addSource(`s${number}`, { url: `https://host.test/${number}` });
  await addSource("disabled", { enabled: false });
  await requestRun(db.db, "rss_fetcher", { by: "analyst", now });
  expect(await scheduler.tick()).toMatchObject({ fired: ["rss_fetcher"] });
  expect(queues.waiting[0]).toMatchObject({ payload: { trigger: "cli", actor: "analyst" } });
  const found = await queuedSources();
  expect(found).toHaveLength(2);
  for (const _ of [1, 2]) {
    await scheduler.tick();
    found.push(...(await queuedSources()));
  }
  expect(found.sort()).toEqual(["s1", "s2", "s3", "s4", "s5"]);
});

test("a queue that lost everything gets its sources again", async () => {
  await seed();
  await addSource("a", { nextCheckAt: minutes(0) });
  const scheduler = await open("one");
  await scheduler.tick();
  queues.finishAll();
  now = minutes(9);
  await scheduler.tick();
  expect(queues.waiting).toEqual([]);
  now = minutes(2);
  await scheduler.tick();
  expect(queues.waiting.map(({ key }) => key)).toEqual(["source-1"]);
});

test("runs of processes that died are closed about once a minute", async () => {
  await seed();
  const scheduler = await open("one");
  await scheduler.tick();
  const dead = { kind: "collect", trigger: "schedule", actor: "scheduler", startedAt: now } as const;
  await db.db.insert(runs).values(dead);
  expect(await scheduler.tick()).toMatchObject({ closedRuns: [] });
  now = minutes(1);
  expect((await scheduler.tick())?.closedRuns).toHaveLength(1);
});
