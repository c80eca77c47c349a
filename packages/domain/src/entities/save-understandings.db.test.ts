import { entities, mentions } from "@cti/db/schema/entities";
import type { EntityMention } from "@cti/pipeline/entities/group-mentions";
import { packMentions } from "@cti/pipeline/entities/pack-mentions";
import type { Understanding } from "@cti/pipeline/entities/understanding";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { ensureEntities } from "./ensure-entities.ts";
import { saveUnderstandings } from "./save-understandings.ts";

let db: TestDb;
const now = new Date("2026-03-01T00:00:00Z");

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

/** What means something in arrays, in JSON or in both. */
const hostile = [
  'a"b',
  "c\\d",
  "{e,f}",
  "NULL",
  "",
  " ",
  "'g'",
  "\\N",
  "line\nbreak\ttab",
  "ünï–𝔘",
  '\\"',
  "null,",
];

function mentionOf(value: string): EntityMention {
  return {
    type: "file_path",
    value,
    label: null,
    externalId: null,
    status: "indicator",
    role: "payload",
    confidence: 0.83,
    benign: value,
    reasons: [value, "second", value],
    matched: value,
    count: 2,
    places: [
      { field: "title", start: 1, end: 2, place: "prose", under: value, confidence: 0.5 },
      { field: "text", start: 3, end: 4, place: "table", under: null, confidence: 0.83 },
    ],
    details: { host: value, port: 443 },
  };
}

function understandingOf(found: EntityMention[]): Understanding {
  return {
    extractorVersion: "1",
    entities: found.map(({ type, value }) => ({
      type,
      value,
      key: value,
      label: null,
      externalId: null,
      aliases: null,
    })),
    mentions: packMentions(found),
    features: JSON.stringify({
      quality: 1,
      quality_parts: [],
      hunt_score: 1,
      hunt_parts: [],
      story_features: "AQ==",
    }),
  };
}

async function save(articleIds: number[], understandings: Understanding[]): Promise<void> {
  const wanted = understandings.flatMap((understanding) => understanding.entities);
  const ids = await ensureEntities(db.db, new Map(), wanted);
  const understood = understandings.map((understanding, at) => ({
    articleId: articleIds[at] ?? 0,
    seenAt: now,
    isNew: false,
    understanding,
  }));
  await saveUnderstandings(db.db, now, understood, ids);
}

const seeds = (count: number): Promise<number[]> =>
  seedArticles(
    db,
    Array.from({ length: count }, (_, at) => ({ source: "lab", title: `T${at}`, text: `t${at}`, at: now })),
  );

test("what a text names is stored as it was understood, whatever characters it is written in", async () => {
  const [articleId = 0] = await seeds(1);
  await save([articleId], [understandingOf(hostile.map(mentionOf))]);
  const rows = await db.db.select().from(mentions).innerJoin(entities, eq(entities.id, mentions.entityId));
  expect(rows.map(({ entities: { value } }) => value).toSorted()).toEqual(hostile.toSorted());
  for (const { entities: entity, mentions: mention } of rows) {
    const { matched, reasons, benign, details, confidence, count, inTitle, seenAt, role } = mention;
    const { value } = entity;
    expect({ matched, reasons, benign, details }).toEqual({
      matched: value,
      reasons: [value, "second", value],
      benign: value,
      details: { host: value, port: 443 },
    });
    expect({ count, inTitle, seenAt, role }).toEqual({
      count: 2,
      inTitle: true,
      seenAt: now,
      role: "payload",
    });
    expect(confidence).toBeCloseTo(0.83);
    expect(mention.places).toEqual([
      [1, 1, 2, "prose", 50, value],
      [0, 3, 4, "table", 83, null],
    ]);
  }
});

test("articles that name nothing stand beside those that do, and what is missing stays empty", async () => {
  const plain = { ...mentionOf("a.exe"), role: null, benign: null, reasons: [], details: null };
  const articleIds = await seeds(3);
  await save(articleIds, [[], [plain], []].map(understandingOf));
  const rows = await db.db.select().from(mentions);
  expect(rows).toMatchObject([
    { articleId: articleIds[1], role: null, benign: null, reasons: [], details: null },
  ]);
});

test("an entity has one number, whoever asks for it first and whatever else is asked for", async () => {
  const [first, second] = [
    understandingOf([mentionOf("a"), mentionOf("b")]),
    understandingOf([mentionOf("b")]),
  ];
  const known = new Map<string, number>();
  const before = await ensureEntities(db.db, known, first.entities);
  const again = await ensureEntities(db.db, new Map(), [...second.entities, ...first.entities]);
  expect(again).toEqual(before);
  expect(await ensureEntities(db.db, known, second.entities)).toEqual(
    new Map([["file_path:b", before.get("file_path:b")]]),
  );
});
