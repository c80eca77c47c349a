import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { countNewStories, readSharedNav } from "./nav.ts";

let db: TestDb;
const now = new Date("2026-03-10T12:00:00Z");

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

async function addStories(count: number): Promise<void> {
  await db.sql`
    insert into stories (title, first_at, last_at, article_count, owner_count, updated_at)
    select 'story', at, at, 1, 1, at from (
      select ${now.toISOString()}::timestamptz - n * interval '1 hour' as at from generate_series(1, ${count}::int) n) each`;
}

test("what was marked is not new, but for a snooze that is over; merged stories do not count", async () => {
  await addStories(7);
  await db.sql`update stories set merged_into = 1 where id = 2`;
  await db.sql`
    insert into triage (subject, subject_id, state, snoozed_until, actor, changed_at) values
      ('story', 1, 'read', null, 'a', now()), ('story', 3, 'new', null, 'a', now()),
      ('story', 4, 'snoozed', '2026-03-10T11:00:00Z', 'a', now()),
      ('story', 5, 'snoozed', '2026-03-11T11:00:00Z', 'a', now()), ('story', 6, 'snoozed', null, 'a', now()),
      ('article', 7, 'read', null, 'a', now())`;
  expect(await countNewStories(db.db, null, now)).toEqual({ new: 3, more: false });
  expect(await countNewStories(db.db, new Date("2026-03-10T08:00:00Z"), now)).toEqual({
    new: 2,
    more: false,
  });
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'other', 'Other')`;
  expect(await asTenant(db.db, 2, (tx) => countNewStories(tx, null, now))).toEqual({ new: 6, more: false });
});

test("beyond a thousand only that there are more is told", async () => {
  await addStories(1_000);
  expect(await countNewStories(db.db, null, now)).toEqual({ new: 1_000, more: false });
  await addStories(1);
  expect(await countNewStories(db.db, null, now)).toEqual({ new: 1_000, more: true });
});

test("failing sources are those that are followed and were not read, running runs those without an end", async () => {
  await db.sql`
    insert into sources (slug, name, kind, url, origin, consecutive_failures, enabled, removed_at) values
      ('a', 'A', 'rss', 'https://a.test', 'user', 3, true, null), ('b', 'B', 'rss', 'https://b.test', 'user', 0, true, null),
      ('c', 'C', 'rss', 'https://c.test', 'user', 3, false, null), ('d', 'D', 'rss', 'https://d.test', 'user', 3, true, now())`;
  await db.sql`
    insert into runs (kind, trigger, actor, status) values
      ('collect', 'cli', 'a', 'running'), ('collect', 'cli', 'a', 'completed')`;
  expect(await readSharedNav(db.db)).toEqual({ failing: 1, running: 1 });
});
