import type { EntityMention } from "@cti/pipeline/entities/group-mentions";
import { packMentions } from "@cti/pipeline/entities/pack-mentions";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { removeSources } from "../sources/change.ts";
import { ensureEntities } from "./ensure-entities.ts";
import { type EntityFilter, everything } from "./entity-filter.ts";
import { judgeEntity } from "./judge.ts";
import { listEntities } from "./list-entities.ts";
import { saveUnderstandings, type Understood } from "./save-understandings.ts";

let db: TestDb;
const now = new Date("2026-03-01T00:00:00Z");

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

/** Values that begin with "harmless" are benign. */
function mentionOf(value: string): EntityMention {
  return {
    type: "domain",
    value,
    label: null,
    externalId: null,
    status: value.startsWith("harmless") ? "benign" : "indicator",
    role: null,
    confidence: 0.9,
    benign: null,
    reasons: [],
    matched: value,
    count: 1,
    details: null,
    places: [{ field: "text", start: 0, end: 1, place: "prose", under: null, confidence: 0.9 }],
  };
}

function understood(articleId: number, values: string[], isNew = false): Understood {
  const entities = values.map((value) => ({
    type: "domain",
    value,
    key: value,
    label: null,
    externalId: null,
    aliases: null,
  }));
  const none = { quality: 1, quality_parts: [], hunt_score: 1, hunt_parts: [], story_features: "AQ==" };
  const mentions = packMentions(values.map(mentionOf));
  const understanding = { extractorVersion: "1", entities, mentions, features: JSON.stringify(none) };
  return { articleId, seenAt: now, isNew, understanding };
}

async function save(...all: Understood[]): Promise<void> {
  const ids = await ensureEntities(
    db.db,
    new Map(),
    all.flatMap(({ understanding }) => understanding.entities),
  );
  await db.db.transaction((tx) => saveUnderstandings(tx, now, all, ids));
}

const seed = (count: number, source = "lab"): Promise<number[]> =>
  seedArticles(
    db,
    Array.from({ length: count }, (_, at) => ({ source, title: `T${at}`, text: `t${at}`, at: now })),
  );

const asked: EntityFilter = { ...everything, statuses: ["indicator"] };

type Numbers = Record<string, number>;

const numbersOf = async (statement: string): Promise<Numbers> =>
  Object.fromEntries(
    (await db.owner.sql.unsafe<{ value: string; articles: number }[]>(statement)).map(
      ({ value, articles }) => [value, articles],
    ),
  );
const stored = (column = "articles"): Promise<Numbers> =>
  numbersOf(`select value, ${column} as articles from entity_totals
    join entities on id = entity_id where ${column} <> 0`);
const counted = (status = ""): Promise<Numbers> =>
  numbersOf(`select value, count(*)::int as articles from mentions join entities on id = entity_id
    where '${status}' in ('', status) group by 1`);

test("the number of articles of an entity is that of its mentions, when they are stored and stored again", async () => {
  const [first = 0, second = 0, third = 0] = await seed(3);
  await save(understood(first, ["a.test", "b.test"], true), understood(second, ["a.test"], true));
  expect(await stored()).toEqual({ "a.test": 2, "b.test": 1 });
  await save(understood(first, ["b.test", "c.test"]), understood(third, ["a.test"]));
  expect(await stored()).toEqual({ "a.test": 2, "b.test": 1, "c.test": 1 });
  await save(understood(second, []), understood(third, []));
  expect(await stored()).toEqual({ "b.test": 1, "c.test": 1 });
  expect(await stored()).toEqual(await counted());
});

test("it is counted by status as well, so that what is harmless everywhere need not be looked up", async () => {
  const [first = 0, second = 0] = await seed(2);
  await save(understood(first, ["a.test", "harmless.test"]), understood(second, ["harmless.test"]));
  for (const status of ["indicator", "benign"]) expect(await stored(status)).toEqual(await counted(status));
  const shown = async (): Promise<string[]> => {
    const { items } = await listEntities(db.db, asked, { sort: "mentioned_in", cursor: null, limit: 10 });
    return items.map(({ value }) => value);
  };
  expect(await shown()).toEqual(["a.test"]);
  const [row] = await db.sql<{ id: string }[]>`select id from entities where value = 'harmless.test'`;
  const harmless = { id: Number(row?.id), value: "harmless.test" };
  const accepted = { articleId: first, verdict: "accepted", note: null, actor: "ana" } as const;
  await judgeEntity(db.db, harmless, accepted, now);
  expect(await shown()).toEqual(["harmless.test", "a.test"]);
});

test("what goes with a source is counted no more", async () => {
  const [kept = 0] = await seed(1, "kept");
  const [gone = 0, other = 0] = await seed(2, "gone");
  await save(
    understood(kept, ["a.test"]),
    understood(gone, ["a.test", "b.test"]),
    understood(other, ["b.test"]),
  );
  await removeSources(db.db, ["gone"], { purge: true });
  expect(await stored()).toEqual({ "a.test": 1 });
  expect(await stored()).toEqual(await counted());
});

test("articles that are extracted twice at once, in whatever order, leave the right numbers", async () => {
  const ids = await seed(12);
  const values = Array.from({ length: 20 }, (_, at) => `host-${at}.test`);
  const some = (from: number): string[] => values.filter((_, at) => (at + from) % 3 !== 0);
  const round = async (from: number): Promise<void> => {
    const order = from % 2 === 0 ? ids : ids.toReversed();
    for (const pair of [order.slice(0, 6), order.slice(6)])
      await save(
        ...pair.map((id) => understood(id, from % 4 < 2 ? some(from + id) : some(from + id).toReversed())),
      );
  };
  await Promise.all(Array.from({ length: 6 }, (_, from) => round(from)));
  const expected = await counted();
  expect(Object.keys(expected).length).toBeGreaterThan(10);
  expect(await stored()).toEqual(expected);
});

test("a verdict or a rejected article changes what counts, and not the number by which the entity stands where it does", async () => {
  const ids = await seed(3);
  const [first = 0, second = 0, third = 0] = ids;
  await save(
    understood(first, ["a.test", "b.test"]),
    understood(second, ["a.test", "b.test"]),
    understood(third, ["a.test", "c.test"]),
  );
  await db.owner.sql`update articles set rejected_reason = 'a rule' where id = ${first}`;
  const [c] = await db.sql<{ id: string }[]>`select id from entities where value = 'c.test'`;
  const rejected = { articleId: null, verdict: "rejected", note: null, actor: "ana" } as const;
  await judgeEntity(db.db, { id: Number(c?.id), value: "c.test" }, rejected, now);
  const { items } = await listEntities(db.db, asked, { sort: "mentioned_in", cursor: null, limit: 10 });
  expect(items.map(({ value, mentioned_in, articles }) => [value, mentioned_in, articles])).toEqual([
    ["a.test", 3, 2],
    ["b.test", 2, 1],
  ]);
  expect(await stored()).toEqual({ "a.test": 3, "b.test": 2, "c.test": 1 });
  const named = await listEntities(
    db.db,
    { ...asked, matching: "b." },
    { sort: "mentioned_in", cursor: null, limit: 10 },
  );
  expect(named.items.map(({ value }) => value)).toEqual(["b.test"]);
});
