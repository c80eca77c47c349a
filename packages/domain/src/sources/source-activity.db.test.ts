import { sourceChecks } from "@cti/db/schema/source-checks";
import { sources } from "@cti/db/schema/sources";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { readDailyYield, readSourceActivity, type SourceActivity } from "./source-activity.ts";

let db: TestDb;
const now = new Date("2026-03-31T15:00:00Z");
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

async function read(ids: number[]): Promise<SourceActivity[]> {
  return readSourceActivity(db.db, ids, { daily: await readDailyYield(db.db, now), now });
}

test("articles are counted by the day that they came, and by day before and now", async () => {
  const article = (
    source: string,
    days: number,
    rejected = false,
  ): Parameters<typeof seedArticles>[1][number] => ({
    source,
    title: "t",
    text: "x",
    at: daysAgo(days),
    ...(rejected && { rejectedReason: "advertisement" }),
  });
  await seedArticles(db, [
    ...[0, 0, 1, 13, 14, 29, 30, 89, 90].map((days) => article("a", days)),
    article("a", 0, true),
    article("b", 3),
  ]);
  await db.sql`update sources set created_at = ${daysAgo(200).toISOString()}`;
  const [a, b, ...more] = await read([1, 2, 99]);
  expect(more).toEqual([]);
  expect(a?.days).toHaveLength(30);
  expect([a?.days.at(-1), a?.days.at(-2), a?.days.at(-14), a?.days.at(-15), a?.days[0]]).toEqual([
    2, 1, 1, 1, 1,
  ]);
  expect(a).toMatchObject({ source_id: 1, checks: [], per_day: 0.29, per_day_before: 0.05 });
  expect(b).toMatchObject({ source_id: 2, per_day: 0.07, per_day_before: 0 });
});

test("a young source is not held to days before it was followed", async () => {
  await seedArticles(
    db,
    [0, 1, 2, 3].map((days) => ({ source: "a", title: "t", text: "x", at: daysAgo(days) })),
  );
  await db.sql`update sources set created_at = ${daysAgo(3).toISOString()}`;
  expect((await read([1]))[0]).toMatchObject({ per_day: 1, per_day_before: 0 });
});

test("the last thirty checks come with the oldest first; a source that was removed is left out", async () => {
  await seedArticles(db, [{ source: "a", title: "t", text: "x", at: now }]);
  const counts = { found: 9, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, failed: 0 };
  await db.db.insert(sourceChecks).values(
    Array.from({ length: 33 }, (_, at) => ({
      sourceId: 1,
      startedAt: daysAgo(at),
      durationMs: 1,
      outcome: at === 0 ? ("failed" as const) : ("ok" as const),
      counts: { ...counts, new: at },
    })),
  );
  const [a] = await read([1]);
  expect(a?.checks).toHaveLength(30);
  expect(a?.checks[0]).toEqual({ at: daysAgo(29), outcome: "ok", new: 29 });
  expect(a?.checks.at(-1)).toEqual({ at: now, outcome: "failed", new: 0 });
  await db.db.update(sources).set({ removedAt: now });
  expect(await read([1])).toEqual([]);
});
