import { scores } from "@cti/db/schema/scores";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { triage } from "@cti/db/schema/triage";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { everyStory, listStories, type StoryFilter, type StorySort } from "./list-stories.ts";
import { mayReshape } from "./may-reshape.ts";

let db: TestDb;
const now = new Date("2026-03-10T12:00:00Z");
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

beforeEach(async () => {
  db = await testDb();
});

afterEach(async () => {
  await db.drop();
});

async function addStory(
  title: string,
  at: Date,
  more: { score?: number; pinned?: boolean; articles?: number } = {},
): Promise<number> {
  const { score, pinned = false, articles = 1 } = more;
  const [row] = await db.db
    .insert(stories)
    .values({ title, pinned, firstAt: at, lastAt: at, articleCount: articles, ownerCount: 1, updatedAt: at })
    .returning({ id: stories.id });
  const id = row?.id ?? 0;
  if (score !== undefined)
    await db.db.insert(scores).values({
      subject: "story",
      subjectId: id,
      total: score,
      at,
      product: 1,
      middle: 1,
      parts: [],
      version: "1",
      rankedAt: at,
    });
  return id;
}

async function titles(filter: Partial<StoryFilter>, sort: StorySort = "newest"): Promise<string[]> {
  const page = { sort, cursor: null, limit: 50, now };
  return (await listStories(db.db, { ...everyStory, ...filter }, page)).items.map(({ title }) => title);
}

test.each(["newest", "score"] as const)(
  "paging by %s to the end gives each story once, while others come in and go on top",
  async (sort) => {
    const ids: number[] = [];
    for (let at = 0; at < 23; at += 1)
      // Several of one moment and of one score, some pinned, some without a rank.
      ids.push(
        await addStory(`story ${at}`, minutesAgo(Math.floor(at / 3)), {
          pinned: at % 9 === 0,
          ...(at % 4 !== 0 && { score: 50 + (at % 5) / 10 }),
        }),
      );
    const seen: number[] = [];
    const added: number[] = [];
    for (let cursor: string | null = null, round = 0; round === 0 || cursor !== null; round += 1) {
      const page = { sort, cursor, limit: 4, now };
      const { items, next_cursor }: Awaited<ReturnType<typeof listStories>> = await listStories(
        db.db,
        everyStory,
        page,
      );
      seen.push(...items.map(({ id }) => id));
      added.push(await addStory(`late ${round}`, minutesAgo(-round), { score: 99 }));
      added.push(await addStory(`old ${round}`, minutesAgo(500 + round), { score: 1, pinned: true }));
      cursor = next_cursor;
    }
    const known = seen.filter((id) => !added.includes(id));
    expect(known.toSorted((a, b) => a - b)).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test("pinned stories come first, then those of the best score, then those without one", async () => {
  await addStory("unranked", minutesAgo(1));
  await addStory("low", minutesAgo(2), { score: 10 });
  await addStory("high", minutesAgo(3), { score: 90 });
  await addStory("pinned", minutesAgo(99), { pinned: true });
  expect(await titles({}, "score")).toEqual(["pinned", "high", "low", "unranked"]);
  expect(await titles({}, "newest")).toEqual(["pinned", "unranked", "low", "high"]);
  expect(await titles({ pinned: false, minScore: 50 })).toEqual(["high"]);
});

test("stories are found by age, words of the title, size, source, entity and state", async () => {
  const [article = 0] = await seedArticles(db, [{ source: "lab", title: "One", text: "one", at: now }]);
  const told = await addStory("Gate 100% open", minutesAgo(5), { articles: 3 });
  await addStory("Other", minutesAgo(50));
  await db.db.insert(storyArticles).values({
    articleId: article,
    storyId: told,
    by: "rule",
    kind: "created",
    owner: "lab",
    similarity: 1,
    reasons: {},
  });
  const [entity] = await db.sql<{ id: string }[]>`
    insert into entities (type, key, value) values ('actor', 'APT1', 'APT1') returning id`;
  await db.sql`
    insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, seen_at)
    values (${article}, ${entity?.id ?? 0}, 'named', 1, '{}', 'APT1', 1, false, '[]', ${now.toISOString()})`;
  await db.db.insert(triage).values([
    {
      subject: "story",
      subjectId: told,
      state: "snoozed",
      snoozedUntil: minutesAgo(1),
      actor: "a",
      changedAt: now,
    },
  ]);
  expect(await titles({ since: minutesAgo(10) })).toEqual(["Gate 100% open"]);
  expect(await titles({ until: minutesAgo(10) })).toEqual(["Other"]);
  expect(await titles({ matching: "100% OPEN" })).toEqual(["Gate 100% open"]);
  expect(await titles({ matching: "100_" })).toEqual([]);
  expect(await titles({ minArticles: 2 })).toEqual(["Gate 100% open"]);
  expect(await titles({ source: "lab" })).toEqual(["Gate 100% open"]);
  expect(await titles({ entityId: Number(entity?.id) })).toEqual(["Gate 100% open"]);
  expect(await titles({ states: ["snoozed", "read"] })).toEqual([]);
  await db.db.update(triage).set({ snoozedUntil: minutesAgo(-1) });
  expect(await titles({ states: ["snoozed"] })).toEqual(["Gate 100% open"]);
  expect(await titles({ states: ["new"] })).toEqual(["Other"]);
});

test("another tenant's ranks and triage do not show", async () => {
  const id = await addStory("Gate", now, { score: 80 });
  await db.db
    .insert(triage)
    .values({ subject: "story", subjectId: id, state: "read", actor: "a", changedAt: now });
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'two', 'Two')`;
  const page = { sort: "score", cursor: null, limit: 10, now } as const;
  const { items } = await asTenant(db.db, 2, (tx) => listStories(tx, everyStory, page));
  expect(items).toMatchObject([{ id, score: null, state: "new" }]);
});

test("a cursor of another sort is refused", async () => {
  await addStory("one", minutesAgo(1), { score: 1 });
  await addStory("two", minutesAgo(2), { score: 2 });
  const first = { sort: "score", cursor: null, limit: 1, now } as const;
  const { next_cursor } = await listStories(db.db, everyStory, first);
  await expect(
    listStories(db.db, everyStory, { sort: "newest", cursor: next_cursor, limit: 1, now }),
  ).rejects.toThrow(/cursor/);
});

test("who is alone may reshape stories; where tenants share them that needs the operator scope", async () => {
  await mayReshape(db.db, { scopes: ["write"] });
  await db.owner.sql`insert into tenants (slug, name) values ('two', 'Two')`;
  await expect(mayReshape(db.db, { scopes: ["write"] })).rejects.toThrow(/operator scope/);
  await mayReshape(db.db, { scopes: ["write", "operator"] });
  await db.owner.sql`update tenants set disabled_at = now() where slug = 'two'`;
  await mayReshape(db.db, { scopes: ["write"] });
});
