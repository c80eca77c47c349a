import { sources } from "@cti/db/schema/sources";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { makeAllDue, markQueued, type QueueableFilter, selectQueueable } from "./due-sources.ts";

let db: TestDb;
beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const now = new Date("2026-11-20T10:00:00Z");
const minutes = (number: number): Date => new Date(now.getTime() + number * 60_000);

type Row = Partial<typeof sources.$inferInsert>;
async function add(slug: string, row: Row = {}): Promise<number> {
  const [added] = await db.db
    .insert(sources)
    .values({
      slug,
      name: slug,
      kind: "rss",
      url: `https://${slug}.test/feed`,
      origin: "user",
      lastCheckedAt: minutes(-60),
      nextCheckAt: minutes(-1),
      ...row,
    })
    .returning({ id: sources.id });
  return added?.id ?? 0;
}

const select = async (filter: Partial<QueueableFilter> = {}): Promise<string[]> => {
  const found = await selectQueueable(db.db, {
    now,
    mode: "round",
    roundSlackMs: 9 * 60_000,
    lastRoundAt: null,
    perHost: 2,
    requeueAfterMs: 10 * 60_000,
    limit: 100,
    ...filter,
  });
  return found.map(({ slug, isDue }) => (isDue ? slug : `${slug} (early)`));
};

test("between rounds only sources of a cadence of their own are taken, and only when due", async () => {
  await add("plain");
  await add("tier-1", { tier: 1, nextCheckAt: minutes(-5) });
  await add("interval", { intervalSeconds: 300, nextCheckAt: minutes(-4) });
  await add("failing", { consecutiveFailures: 2, nextCheckAt: minutes(-3) });
  await add("fresh", { lastCheckedAt: null, nextCheckAt: minutes(-2) });
  await add("tier-1-later", { tier: 1, nextCheckAt: minutes(1) });
  await add("failing-later", { consecutiveFailures: 1, nextCheckAt: minutes(1) });
  expect(await select({ mode: "own" })).toEqual(["tier-1", "interval", "failing", "fresh"]);
});

test("a round takes what is due, the longest first, and what nearly is, but no own cadence early", async () => {
  await add("later", { nextCheckAt: minutes(10) });
  await add("nearly", { nextCheckAt: minutes(8) });
  await add("due", { nextCheckAt: minutes(-3) });
  await add("longest-due", { nextCheckAt: minutes(-30) });
  await add("tier-1", { tier: 1, nextCheckAt: minutes(5) });
  await add("failing", { consecutiveFailures: 1, nextCheckAt: minutes(5) });
  expect(await select()).toEqual(["longest-due", "due", "nearly (early)"]);
});

test("disabled and removed sources are never taken", async () => {
  await add("disabled", { enabled: false, tier: 1 });
  await add("removed", { removedAt: now, tier: 1 });
  expect(await select()).toEqual([]);
  expect(await select({ mode: "own" })).toEqual([]);
  await makeAllDue(db.db, now);
  expect(await select()).toEqual([]);
});

test("a source that is queued and not checked yet is not queued again, until the queue seems to have lost it", async () => {
  const id = await add("a", { tier: 1 });
  await markQueued(db.db, [id], now);
  expect(await select({ now: minutes(9) })).toEqual([]);
  expect(await select({ now: minutes(11) })).toEqual(["a"]);
  await markQueued(db.db, [id], minutes(11));
  await db.db.update(sources).set({ lastCheckedAt: minutes(12), nextCheckAt: minutes(12) });
  expect(await select({ now: minutes(12) })).toEqual(["a"]);
});

test("at most so many sources of one host wait at a time, whatever the address looks like", async () => {
  await add("one", { url: "https://host.test/1", nextCheckAt: minutes(-5) });
  await add("two", { url: "HTTPS://user:word@HOST.test:8443/2", nextCheckAt: minutes(-4) });
  await add("three", { url: "http://host.test?3", nextCheckAt: minutes(-3) });
  await add("other", { url: "https://host.test.other/1", nextCheckAt: minutes(-2) });
  await add("v6", { url: "http://[2001:db8::1]:80/feed", nextCheckAt: minutes(-2) });
  for (const number of [1, 2, 3])
    await add(`file-${number}`, { kind: "file", url: `file:///data/${number}` });
  expect(await select()).toEqual(["one", "two", "other", "v6", "file-1", "file-2", "file-3"]);
  expect(await select({ perHost: 1 })).toEqual(["one", "other", "v6", "file-1", "file-2", "file-3"]);
});

test("places of a host are free again when its sources were checked", async () => {
  const ids = [];
  for (const number of [1, 2, 3, 4, 5])
    ids.push(
      await add(`s${number}`, { url: `https://host.test/${number}`, nextCheckAt: minutes(-10 + number) }),
    );
  const [one = 0, two = 0] = ids;
  await markQueued(db.db, [one, two], now);
  expect(await select()).toEqual([]);
  await db.db
    .update(sources)
    .set({ lastCheckedAt: minutes(1), nextCheckAt: minutes(60) })
    .where(eq(sources.id, one));
  expect(await select({ now: minutes(1) })).toEqual(["s3"]);
});

test("what a round had no place for is taken as soon as there is one, without waiting for the next round", async () => {
  await add("left", { nextCheckAt: minutes(-1) });
  await add("left-early", { nextCheckAt: minutes(8) });
  await add("checked-since", { nextCheckAt: minutes(-1), lastCheckedAt: minutes(1) });
  await add("due-since", { nextCheckAt: minutes(20) });
  const filter = { mode: "own", lastRoundAt: now, now: minutes(2) } as const;
  expect(await select(filter)).toEqual(["left", "left-early (early)"]);
  expect(await select({ ...filter, lastRoundAt: null })).toEqual([]);
});

test("all at once means everything that is followed and does not wait already", async () => {
  const queued = await add("queued", { nextCheckAt: minutes(-2) });
  await add("later", { nextCheckAt: minutes(600) });
  await add("failing", { consecutiveFailures: 5, nextCheckAt: minutes(600) });
  await markQueued(db.db, [queued], now);
  await makeAllDue(db.db, now);
  expect(await select()).toEqual(["later", "failing"]);
});

test("of ten thousand sources on a thousand hosts each host gets its share", async () => {
  await db.sql`
    insert into sources (slug, name, kind, url, origin, last_checked_at, next_check_at)
    select 's' || n, 's', 'rss', 'https://h' || n % 1000 || '.test/' || n, 'user',
      ${minutes(-60).toISOString()}::timestamptz, ${minutes(-1).toISOString()}::timestamptz
    from generate_series(1, 10000) n`;
  expect(await select({ limit: 500 })).toHaveLength(500);
  expect(await select({ limit: 10_000 })).toHaveLength(2_000);
});
