import { entities, mentions, verdicts } from "@cti/db/schema/entities";
import { knowledgeSets } from "@cti/db/schema/knowledge";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { countTechniques, type TechniqueCounts, type TechniqueFilter } from "./count-techniques.ts";
import { readAttackCatalogue } from "./read-attack-catalogue.ts";
import { toMatrix } from "./to-matrix.ts";

let db: TestDb;
const at = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const everything: TechniqueFilter = { since: null, until: null, entityId: null };

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

async function addEntity(type: string, value: string): Promise<number> {
  const [row] = await db.db
    .insert(entities)
    .values({ type, value, key: value })
    .returning({ id: entities.id });
  return row?.id ?? 0;
}

async function mention(articleId: number, entityId: number, seenAt: Date, status = "named"): Promise<void> {
  await db.db.insert(mentions).values({
    articleId,
    entityId,
    status,
    confidence: 1,
    reasons: [],
    matched: "x",
    count: 1,
    inTitle: false,
    places: [],
    seenAt,
  });
}

type Seeded = { articles: number[]; t1059: number; ps: number; phishing: number; actor: number };

/** Articles of days 1 to 4, the first two of one story; the fourth is rejected. */
async function seed(): Promise<Seeded> {
  const articles = await seedArticles(
    db,
    [1, 2, 3, 4].map((day) => ({
      source: `s${day}`,
      title: `t${day}`,
      text: "x",
      at: at(day),
      ...(day === 4 && { rejectedReason: "advertisement" }),
    })),
  );
  const [story] = await db.db
    .insert(stories)
    .values({ title: "s", firstAt: at(1), lastAt: at(2), articleCount: 2, ownerCount: 2, updatedAt: at(2) })
    .returning({ id: stories.id });
  for (const articleId of articles.slice(0, 2))
    await db.db.insert(storyArticles).values({
      articleId,
      storyId: story?.id ?? 0,
      by: "rule",
      kind: "joined",
      owner: "x",
      similarity: 1,
      reasons: {},
    });
  const [t1059, ps, phishing, actor] = [
    await addEntity("technique", "T1059"),
    await addEntity("technique", "T1059.001"),
    await addEntity("technique", "T1566"),
    await addEntity("actor", "APT29"),
  ];
  for (const [day, named] of [
    [1, [t1059, ps, actor]],
    [2, [ps, phishing]],
    [3, [ps, actor]],
    [4, [ps, phishing]],
  ] as const)
    for (const entity of named) await mention(articles[day - 1] ?? 0, entity, at(day));
  return { articles, t1059, ps, phishing, actor };
}

const shown = ({ own, whole }: TechniqueCounts): Record<string, [number, number, number, number]> =>
  Object.fromEntries(
    [...own].map(([id, { articles, stories: told }]) => {
      const all = id.includes(".")
        ? { articles, stories: told }
        : (whole.get(id) ?? { articles: 0, stories: 0 });
      return [id, [articles, told, all.articles, all.stories]];
    }),
  );

test("each technique counts its articles and stories, and those of its parts once", async () => {
  const { t1059 } = await seed();
  const counts = await countTechniques(db.db, everything);
  expect(shown(counts)).toEqual({ T1059: [1, 1, 3, 1], "T1059.001": [3, 1, 3, 1], T1566: [1, 1, 1, 1] });
  expect(counts.entityIds.get("T1059")).toBe(t1059);
});

test("a span of time and another entity leave the rest out", async () => {
  const { actor } = await seed();
  const count = async (filter: Partial<TechniqueFilter>): Promise<unknown> =>
    shown(await countTechniques(db.db, { ...everything, ...filter }));
  expect(await count({ since: at(2), until: at(3) })).toMatchObject({
    T1059: [0, 0, 1, 1],
    "T1059.001": [1, 1, 1, 1],
    T1566: [1, 1, 1, 1],
  });
  expect(await count({ entityId: actor })).toMatchObject({
    T1059: [1, 1, 2, 1],
    "T1059.001": [2, 1, 2, 1],
    T1566: [0, 0, 0, 0],
  });
  expect(await count({ entityId: actor, since: at(3) })).toMatchObject({ "T1059.001": [1, 0, 1, 0] });
});

test("what a tenant rejected does not count for it, and what it accepted does", async () => {
  const { articles, ps, phishing } = await seed();
  const [first = 0, , third = 0] = articles;
  await mention(first, phishing, at(1), "proposed");
  await db.db.insert(verdicts).values([
    { entityId: ps, verdict: "rejected", actor: "a" },
    { entityId: ps, articleId: third, verdict: "accepted", actor: "a" },
    { entityId: phishing, articleId: first, verdict: "accepted", actor: "a" },
  ]);
  const mine = shown(await countTechniques(db.db, everything));
  expect(mine).toMatchObject({ "T1059.001": [1, 0, 1, 0], T1059: [1, 1, 2, 1], T1566: [2, 1, 2, 1] });
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'other', 'Other')`;
  const theirs = shown(await asTenant(db.db, 2, (tx) => countTechniques(tx, everything)));
  expect(theirs).toMatchObject({ "T1059.001": [3, 1, 3, 1], T1566: [1, 1, 1, 1] });
});

test("the matrix has every known technique, and with a platform those of it with their parents", async () => {
  const { ps } = await seed();
  await db.owner.db.insert(knowledgeSets).values({
    kind: "attack",
    name: "enterprise",
    version: "19",
    origin: "file",
    contentHash: "x",
    items: 1,
    data: {
      names: [
        {
          type: "technique",
          value: "T1059.001",
          label: "PowerShell",
          externalId: "T1059.001",
          aliases: [],
          source: "attack",
          details: { platform: "Windows; Plan 9" },
        },
      ],
    },
    warnings: [],
    syncedAt: at(1),
  });
  const [catalogue, counts] = [await readAttackCatalogue(db.db), await countTechniques(db.db, everything)];
  const whole = toMatrix(catalogue, counts, null);
  expect(whole.techniques.length).toBeGreaterThan(600);
  expect(whole.techniques.find(({ id }) => id === "T1003")).toMatchObject({
    entity_id: null,
    articles_all: 0,
  });
  const { platforms, tactics, techniques } = toMatrix(catalogue, counts, "Plan 9");
  expect(platforms).toEqual(["Plan 9", "Windows"]);
  expect(techniques).toEqual([
    expect.objectContaining({ id: "T1059", articles: 1, articles_all: 3, stories_all: 1 }),
    expect.objectContaining({ id: "T1059.001", entity_id: ps, articles: 3, articles_all: 3 }),
  ]);
  expect(tactics.find(({ id }) => id === "TA0002")?.techniques).toEqual(["T1059"]);
  expect(tactics.find(({ id }) => id === "TA0001")?.techniques).toEqual([]);
});
