import { tmpdir } from "node:os";
import path from "node:path";

import { loadConfig } from "@cti/config/load";
import { appRole, openClient } from "@cti/db/client";
import { schedules } from "@cti/db/schema/schedules";
import { sources } from "@cti/db/schema/sources";
import { changeSchedule } from "@cti/domain/schedules/change-schedule";
import { findSchedule } from "@cti/domain/schedules/find-schedule";
import { requestRun } from "@cti/domain/schedules/request-run";
import { seedSchedules } from "@cti/domain/schedules/seed-schedules";
import { createLogger } from "@cti/observe/logger";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { scheduleSeeds } from "@cti/wiring/schedule-seeds";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type MemoryQueues, memoryQueues } from "./memory-queues.ts";
import { type Scheduler, type SchedulerSettings, startScheduler } from "./start-scheduler.ts";

let db: TestDb;
let queues: MemoryQueues;
let now: Date;
let cleanups: (() => Promise<unknown>)[];
beforeEach(async () => {
  db = await testDb();
  queues = memoryQueues();
  now = new Date("2026-03-23T00:07:00Z");
  cleanups = [];
});
afterEach(async () => {
  for (const clean of cleanups) await clean();
  await db.drop();
});

const hourMs = 3_600_000;
const log = createLogger({ level: "silent", format: "json", name: "test" });

/** The schedules as the repository's config.yaml has them. */
async function seedDefaults(): Promise<void> {
  const root = path.resolve(import.meta.dirname, "../../..");
  const environment = { CTI_CONFIG: path.join(root, "config", "config.yaml") };
  const { settings } = loadConfig({ root: path.join(tmpdir(), "no-such-folder"), environment });
  await seedSchedules(db.db, scheduleSeeds(settings), now);
}

/** A scheduler with connections of its own; it looks only when the test ticks it. */
async function open(name: string, settings: Partial<SchedulerSettings> = {}): Promise<Scheduler> {
  const client = openClient(db.url, { poolSize: 4, name, role: appRole });
  const scheduler = await startScheduler({
    ...client,
    queues,
    log,
    now: () => now,
    random: () => 0.5,
    settings: { lookEveryMs: 2 ** 30, perHost: 2, requeueAfterMs: 600_000, enabled: true, ...settings },
  });
  cleanups.push(async () => {
    await scheduler.close();
    await client.close();
  });
  return scheduler;
}

/** What PostgreSQL does when the process of a scheduler is gone. */
async function kill(name: string): Promise<void> {
  await db.owner.sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and application_name in (${name}, ${`${name} leader`})`;
}

/** The next moment at which a schedule or a source of its own cadence is due. */
async function nextMoment(): Promise<Date> {
  const [row] = await db.sql`
    select least(
      (select min(next_run_at) from schedules where enabled),
      (select min(next_check_at) from sources where enabled and next_check_at > ${now.toISOString()}::timestamptz)
    ) as at`;
  return new Date(String(row?.["at"]));
}

type Done = Record<string, number>;

/** Lets time pass from one due moment to the next until `until`; the jobs of each are done at once. */
async function pass(
  until: Date,
  look: () => Promise<unknown>,
  check?: (slug: string) => number,
): Promise<Done> {
  const done: Done = {};
  const count = (name: string): void => void (done[name] = (done[name] ?? 0) + 1);
  while (now < until) {
    await look();
    for (const { name, payload } of queues.finishAll()) {
      if (name !== "collect-source") {
        count(name);
        continue;
      }
      const id = Number(payload["sourceId"]);
      const [source] = await db.sql`select slug from sources where id = ${id}`;
      const slug = String(source?.["slug"]);
      count(slug);
      const next = new Date(now.getTime() + (check?.(slug) ?? hourMs)).toISOString();
      await db.sql`
        update sources set last_checked_at = queued_at + interval '1 ms', next_check_at = ${next}::timestamptz
        where id = ${id}`;
    }
    now = await nextMoment();
  }
  return done;
}

const after = (hours: number): Date => new Date(now.getTime() + hours * hourMs);
const rounds = async (): Promise<number> => {
  const [row] = await db.sql`select count(*)::int as number from runs where kind = 'rss_fetcher'`;
  return Number(row?.["number"]);
};
const fired = async (): Promise<Done> => {
  const rows = await db.db.select().from(schedules);
  return Object.fromEntries(rows.map((row) => [row.name, row.fired]));
};

const weekly = {
  "scrape-missing": 336,
  "extract-entities": 224,
  cluster: 84,
  rank: 168,
  cleanup: 7,
  "daily-report": 7,
  backup: 7,
  "connectivity-check": 336,
};
const weeklyFired = {
  rss_fetcher: 168,
  article_scraper: 336,
  entity_extractor: 224,
  semantic_clusterer: 84,
  article_ranker: 168,
  cleanup: 7,
  daily_report: 7,
  daily_backup: 7,
  connectivity_check: 336,
  // Off without a model.
  article_embedder: 0,
  top_analyses: 0,
};

test("over a week each schedule fires exactly as often as configured, and each source at its cadence", async () => {
  await seedDefaults();
  const base = { kind: "rss", origin: "user", nextCheckAt: now } as const;
  const add = (
    slug: string,
    row: Partial<typeof sources.$inferInsert> = {},
  ): typeof sources.$inferInsert => ({
    ...base,
    slug,
    name: slug,
    url: `https://${slug}.test/feed`,
    ...row,
  });
  await db.db
    .insert(sources)
    .values([
      add("first-tier", { tier: 1 }),
      add("hourly"),
      add("quiet"),
      add("own-interval", { intervalSeconds: 7_200 }),
      add("disabled", { enabled: false, tier: 1 }),
    ]);
  // Hourly sources wait 54 to 66 minutes by chance, and still every round takes them.
  let turn = 0;
  const waits: Record<string, () => number> = {
    "first-tier": () => hourMs / 4,
    hourly: () => hourMs * (0.9 + 0.2 * ((turn = (turn * 7 + 3) % 11) / 10)),
    quiet: () => 4 * hourMs,
    "own-interval": () => 2 * hourMs,
  };
  const scheduler = await open("one");
  const done = await pass(
    after(168),
    () => scheduler.tick(),
    (slug) => waits[slug]?.() ?? hourMs,
  );
  expect(done).toEqual({ ...weekly, "first-tier": 672, hourly: 168, quiet: 42, "own-interval": 84 });
  expect(await fired()).toEqual(weeklyFired);
  expect(await rounds()).toBe(168);
}, 240_000);

test("two schedulers at once fire nothing twice, and when the leading one is killed the other goes on", async () => {
  await seedDefaults();
  const one = await open("one");
  await one.tick();
  const two = await open("two");
  expect([one.isLeader(), two.isLeader()]).toEqual([true, false]);
  const bothUntil = after(84);
  const until = after(168);
  const done = await pass(bothUntil, () => Promise.all([one.tick(), two.tick()]));
  await kill("one");
  const rest = await pass(until, () => two.tick());
  expect(two.isLeader()).toBe(true);
  for (const [name, count] of Object.entries(rest)) done[name] = (done[name] ?? 0) + count;
  expect(done).toEqual(weekly);
  expect(await fired()).toEqual(weeklyFired);
}, 240_000);

test("after ten hours asleep everything is made up for once, and the grid is the old one", async () => {
  await seedDefaults();
  const start = now;
  const scheduler = await open("one");
  await scheduler.tick();
  queues.finishAll();
  now = new Date(start.getTime() + 10.3 * hourMs);
  await scheduler.tick();
  const names = queues.finishAll().map(({ name }) => name);
  expect(names.sort()).toEqual(
    [
      "scrape-missing",
      "extract-entities",
      "cluster",
      "rank",
      "cleanup",
      "daily-report",
      "backup",
      "connectivity-check",
    ].sort(),
  );
  expect(await rounds()).toBe(2);
  await scheduler.tick();
  expect(queues.finishAll()).toEqual([]);
  const ranker = await findSchedule(db.db, "article_ranker");
  expect(ranker.nextRunAt).toEqual(new Date(start.getTime() + 11 * hourMs));
});

test("run now starts a schedule once and as whom it was asked; a disabled one never starts by itself", async () => {
  await seedDefaults();
  const scheduler = await open("one");
  await changeSchedule(db.db, "semantic_clusterer", { enabled: false }, now);
  await scheduler.tick();
  queues.finishAll();
  await requestRun(db.db, "daily_report", { by: "analyst", now });
  await requestRun(db.db, "semantic_clusterer", { by: "analyst", now });
  await scheduler.tick();
  expect(queues.finishAll().map(({ name, payload }) => ({ name, ...payload }))).toEqual([
    expect.objectContaining({
      name: "daily-report",
      trigger: "cli",
      actor: "analyst",
      schedule: "daily_report",
    }),
    expect.objectContaining({
      name: "cluster",
      trigger: "cli",
      actor: "analyst",
      schedule: "semantic_clusterer",
    }),
  ]);
  const done = await pass(after(24), () => scheduler.tick());
  expect(done).toMatchObject({ "daily-report": 1, rank: 23 });
  expect(done).not.toHaveProperty("cluster");
});

test("with schedules switched off only what a person asks for starts", async () => {
  await seedDefaults();
  const scheduler = await open("one", { enabled: false });
  await scheduler.tick();
  expect(queues.waiting).toEqual([]);
  await requestRun(db.db, "article_ranker", { by: "analyst", now });
  await scheduler.tick();
  expect(queues.waiting.map(({ name }) => name)).toEqual(["rank"]);
  now = after(5);
  expect(scheduler.lateSeconds()).toBe(0);
});

test("jitter puts starts off but takes none away", async () => {
  await seedDefaults();
  await changeSchedule(db.db, "article_ranker", { jitter: "20m" }, now);
  const scheduler = await open("one");
  await scheduler.tick();
  expect(queues.finishAll().map(({ name }) => name)).not.toContain("rank");
  now = after(10 / 60);
  await scheduler.tick();
  expect(queues.finishAll().map(({ name }) => name)).toContain("rank");
  const steps = Array.from({ length: 24 * 12 });
  let ranked = 0;
  for (const _ of steps) {
    now = after(5 / 60);
    await scheduler.tick();
    ranked += queues.finishAll().filter(({ name }) => name === "rank").length;
  }
  expect(ranked).toBe(24);
});
