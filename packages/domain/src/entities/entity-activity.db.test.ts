import { entities, mentions, verdicts } from "@cti/db/schema/entities";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { countWeeks, findCompanions } from "./entity-activity.ts";

let db: TestDb;
/** A Wednesday. */
const now = new Date("2026-03-11T12:00:00Z");

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

async function addArticles(times: string[]): Promise<number[]> {
  return seedArticles(
    db,
    times.map((at, n) => ({ source: `s${n}`, title: "t", text: "x", at: new Date(at) })),
  );
}

async function say(articleIds: number[], type: string, value: string, status = "named"): Promise<number> {
  const [row] = await db.db
    .insert(entities)
    .values({ type, value, key: value })
    .returning({ id: entities.id });
  const entityId = row?.id ?? 0;
  const usual = { confidence: 1, reasons: [], matched: "x", count: 1, inTitle: false, places: [] };
  for (const articleId of articleIds) {
    const [{ at } = { at: now }] = await db.sql<{ at: Date }[]>`
      select published_at as at from articles where id = ${articleId}`;
    await db.db.insert(mentions).values({ ...usual, articleId, entityId, status, seenAt: new Date(at) });
  }
  return entityId;
}

test("articles and stories are counted by weeks that begin on Monday in UTC, without gaps", async () => {
  const articles = await addArticles([
    "2026-03-11T10:00:00Z",
    "2026-03-09T00:00:00Z",
    "2026-03-08T23:59:59Z",
    "2026-02-23T00:00:00Z",
    "2026-02-22T23:59:59Z",
  ]);
  const apt = await say(articles, "actor", "APT29");
  await db.sql`
    insert into stories (title, first_at, last_at, article_count, owner_count, updated_at)
    values ('s', now(), now(), 3, 1, now())`;
  await db.sql`
    insert into story_articles (article_id, story_id, by, kind, owner, similarity, reasons)
    select id, 1, 'rule', 'joined', 'x', 1, '{}' from articles where id <= 3`;
  expect(await countWeeks(db.db, apt, { weeks: 3, now })).toEqual([
    { week: "2026-02-23", articles: 1, stories: 0 },
    { week: "2026-03-02", articles: 1, stories: 1 },
    { week: "2026-03-09", articles: 2, stories: 1 },
  ]);
  await db.db
    .insert(verdicts)
    .values({ entityId: apt, articleId: articles[0] ?? 0, verdict: "rejected", actor: "a" });
  expect((await countWeeks(db.db, apt, { weeks: 1, now }))[0]?.articles).toBe(1);
});

test("what is named beside it comes by kind, the most frequent first, without what was rejected", async () => {
  const articles = await addArticles(["2026-03-11T10:00:00Z", "2026-03-10T10:00:00Z"]);
  const [first = 0] = articles;
  const apt = await say(articles, "actor", "APT29");
  await say([first], "domain", "one.example", "indicator");
  await say(articles, "domain", "both.example", "indicator");
  await say(articles, "domain", "harmless.example", "benign");
  await say([first], "technique", "T1059");
  await say([first], "tactic", "TA0001");
  await say(articles, "malware", "Lumma");
  const rejected = await say(articles, "tool", "rclone");
  await db.db.insert(verdicts).values({ entityId: rejected, verdict: "rejected", actor: "a" });
  const { indicators, techniques, names } = await findCompanions(db.db, apt);
  expect(indicators.map(({ value, articles: count }) => [value, count])).toEqual([
    ["both.example", 2],
    ["one.example", 1],
  ]);
  expect(techniques.map(({ value }) => value)).toEqual(["T1059"]);
  expect(names.map(({ value }) => value)).toEqual(["Lumma"]);
});
