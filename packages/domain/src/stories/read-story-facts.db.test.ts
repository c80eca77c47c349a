import { benignEntries, benignMarks, entities, mentions, verdicts } from "@cti/db/schema/entities";
import { subjectTags } from "@cti/db/schema/notes";
import { scores } from "@cti/db/schema/scores";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { triage } from "@cti/db/schema/triage";
import { type SeedArticle, seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { everyStory, listStories, type StoryFilter } from "./list-stories.ts";
import { readStoryFacts } from "./read-story-facts.ts";
import { showStory } from "./show-story.ts";

let db: TestDb;
const at = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const now = at(20);

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

async function addStory(
  title: string,
  articles: Partial<SeedArticle>[],
): Promise<{ id: number; articles: number[] }> {
  const seeds = articles.map((more, n) => ({
    source: `${title}-${n}`,
    title: `${title} ${n}`,
    text: "x",
    at: at(10 + n),
    ...more,
  }));
  const ids = await seedArticles(db, seeds);
  const [row] = await db.db
    .insert(stories)
    .values({
      title,
      firstAt: seeds[0]?.at ?? at(10),
      lastAt: at(12),
      articleCount: ids.length,
      ownerCount: 1,
      updatedAt: at(12),
    })
    .returning({ id: stories.id });
  const id = row?.id ?? 0;
  for (const articleId of ids)
    await db.db
      .insert(storyArticles)
      .values({ articleId, storyId: id, by: "rule", kind: "joined", owner: "x", similarity: 1, reasons: {} });
  return { id, articles: ids };
}

const known = new Map<string, number>();

async function say(
  articleId: number,
  type: string,
  value: string,
  seenAt: Date,
  status?: string,
): Promise<number> {
  await db.db.insert(entities).values({ type, value, key: value }).onConflictDoNothing();
  const [{ id } = { id: 0 }] = await db.db.execute<{ id: number }>(
    `select id::float8 as id from entities where type = '${type}' and key = '${value}'`,
  );
  known.set(value, id);
  const usual = ["domain", "ipv4", "cve"].includes(type) ? "indicator" : "named";
  await db.db.insert(mentions).values({
    articleId,
    entityId: id,
    status: status ?? usual,
    confidence: 1,
    reasons: [],
    matched: value,
    count: 1,
    inTitle: false,
    places: [],
    seenAt,
  });
  return id;
}

test("a story's facts count each thing once, say what is new, and name the most telling", async () => {
  const [before = 0] = await seedArticles(db, [{ source: "old", title: "old", text: "x", at: at(1) }]);
  await say(before, "domain", "old.example", at(1));
  const { id, articles } = await addStory("a", [{ tier: 3 }, { tier: 1 }, { tier: 2 }, { tier: 2 }]);
  const [first = 0, second = 0] = articles;
  for (const article of [first, second]) {
    await say(article, "domain", "old.example", at(10));
    await say(article, "domain", "new.example", at(10));
    await say(article, "technique", "T1059", at(10));
  }
  await say(first, "ipv4", "192.0.2.1", at(10), "mentioned");
  await say(first, "tool", "rclone", at(10));
  await say(first, "actor", "APT29", at(10));
  await say(second, "vendor", "Harbor", at(10));
  await say(second, "cve", "CVE-2026-1", at(10));
  await say(first, "malware", "Lumma", at(10));
  await say(first, "malware", "Agent Tesla", at(10));
  await say(second, "malware", "Lumma", at(10));
  await db.db.insert(subjectTags).values([
    { subject: "story", subjectId: id, tag: "urgent", actor: "a" },
    { subject: "story", subjectId: id, tag: "apt", actor: "a" },
  ]);
  await db.db.insert(scores).values({
    subject: "story",
    subjectId: id,
    total: 50,
    at: at(10),
    product: 1,
    middle: 1,
    parts: [1, -9, 3, 4, 5].map((points) => ({ name: `p${points}`, value: 2, points, reason: "because" })),
    version: "1",
    rankedAt: at(10),
  });
  const other = await addStory("b", [{}]);
  const facts = await readStoryFacts(db.db, [id, other.id]);
  expect(facts.get(id)).toEqual({
    indicators: 3,
    new_indicators: 2,
    techniques: 1,
    tags: ["apt", "urgent"],
    sources: [
      { slug: "a-1", name: "A-1" },
      { slug: "a-2", name: "A-2" },
      { slug: "a-3", name: "A-3" },
    ],
    names: ["APT29", "Lumma", "Agent Tesla", "CVE-2026-1"].map(
      (value) => expect.objectContaining({ id: known.get(value), value }) as unknown,
    ),
    why: [-9, 5, 4, 3].map((points) => ({ name: `p${points}`, points, reason: "because" })),
  });
  expect(facts.get(other.id)).toEqual({
    indicators: 0,
    new_indicators: 0,
    techniques: 0,
    tags: [],
    sources: [{ slug: "b-0", name: "B-0" }],
    names: [],
    why: [],
  });
});

test("what a tenant rejected or knows as harmless does not count for it, as in the list of mentions", async () => {
  const { id, articles } = await addStory("a", [{}, {}]);
  const [first = 0, second = 0] = articles;
  const rejected = await say(first, "domain", "rejected.example", at(10));
  const harmless = await say(first, "domain", "harmless.example", at(10));
  const here = await say(first, "domain", "here.example", at(10));
  await say(second, "domain", "here.example", at(11));
  const accepted = await say(first, "domain", "accepted.example", at(10), "mentioned");
  await db.db.insert(verdicts).values([
    { entityId: rejected, verdict: "rejected", actor: "a" },
    { entityId: here, articleId: first, verdict: "rejected", actor: "a" },
    { entityId: accepted, verdict: "accepted", actor: "a" },
  ]);
  const [entry] = await db.db
    .insert(benignEntries)
    .values({ match: "exact", value: "harmless.example", actor: "a" })
    .returning({ id: benignEntries.id });
  await db.db
    .insert(benignMarks)
    .values({ entityId: harmless, entryId: entry?.id ?? 0, reason: "your list" });
  const counted = (await readStoryFacts(db.db, [id])).get(id)?.indicators;
  const shown = await showStory(db.db, id);
  expect(shown.entities.map(({ value }) => value).sort()).toEqual(["accepted.example", "here.example"]);
  expect(counted).toBe(2);
  expect(shown.articles.map(({ adds }) => adds.indicators)).toEqual([1, 1]);
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'other', 'Other')`;
  await asTenant(db.db, 2, async (tx) => {
    expect((await readStoryFacts(tx, [id])).get(id)?.indicators).toBe(3);
  });
});

test("each article of a story says what it adds to those before it", async () => {
  const { id, articles } = await addStory("a", [{}, {}, {}]);
  const [first = 0, second = 0, third = 0] = articles;
  for (const [article, values] of [
    [first, ["one.example"]],
    [second, ["one.example", "two.example", "three.example"]],
    [third, ["two.example"]],
  ] as const)
    for (const value of values) await say(article, "domain", value, at(10));
  await say(second, "technique", "T1059", at(10));
  await say(third, "actor", "APT29", at(10));
  await say(third, "country", "Germany", at(10));
  expect((await showStory(db.db, id)).articles.map(({ adds }) => adds)).toEqual([
    { indicators: 1, techniques: 0, names: 0 },
    { indicators: 2, techniques: 1, names: 0 },
    { indicators: 0, techniques: 0, names: 1 },
  ]);
});

test("stories are found by star, assignee, tag and what watchlists say, each for its tenant", async () => {
  const ids: Record<string, number> = {};
  for (const title of ["starred", "ann's", "tagged", "watched", "plain"])
    ids[title] = (await addStory(title, [{}])).id;
  const marked = { subject: "story", state: "new", actor: "a", changedAt: now } as const;
  await db.db.insert(triage).values([
    { ...marked, subjectId: ids["starred"] ?? 0, starred: true },
    { ...marked, subjectId: ids["ann's"] ?? 0, assignee: "ann", snoozedUntil: at(30), state: "snoozed" },
  ]);
  await db.db
    .insert(subjectTags)
    .values({ subject: "story", subjectId: ids["tagged"] ?? 0, tag: "apt", actor: "a" });
  const ranked = {
    subject: "story",
    total: 1,
    at: now,
    product: 1,
    middle: 1,
    version: "1",
    rankedAt: now,
  } as const;
  const part = (name: string): { name: string; value: number; points: number; reason: string }[] => [
    { name, value: 2, points: 1, reason: "r" },
  ];
  await db.db.insert(scores).values([
    { ...ranked, subjectId: ids["watched"] ?? 0, parts: part("relevance") },
    { ...ranked, subjectId: ids["plain"] ?? 0, parts: part("novelty") },
  ]);
  const page = { sort: "newest", cursor: null, limit: 50, now } as const;
  const titles = async (filter: Partial<StoryFilter>): Promise<string[]> =>
    (await listStories(db.db, { ...everyStory, ...filter }, page)).items.map(({ title }) => title).sort();
  expect(await titles({ starred: true })).toEqual(["starred"]);
  expect(await titles({ starred: false })).toEqual(["ann's", "plain", "tagged", "watched"]);
  expect(await titles({ assignee: "ann" })).toEqual(["ann's"]);
  expect(await titles({ assignee: "none" })).toEqual(["plain", "starred", "tagged", "watched"]);
  expect(await titles({ tag: "APT" })).toEqual(["tagged"]);
  expect(await titles({ watched: true })).toEqual(["watched"]);
  const { items } = await listStories(db.db, { ...everyStory, assignee: "ann" }, page);
  expect(items).toMatchObject([{ starred: false, assignee: "ann", snoozed_until: at(30), state: "snoozed" }]);
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'other', 'Other')`;
  await asTenant(db.db, 2, async (tx) => {
    expect((await listStories(tx, { ...everyStory, starred: true }, page)).items).toEqual([]);
    expect((await listStories(tx, { ...everyStory, tag: "apt" }, page)).items).toEqual([]);
  });
});
