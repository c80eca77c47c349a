import { articles } from "@cti/db/schema/articles";
import { articleFeatures } from "@cti/db/schema/article-features";
import { entities, mentions } from "@cti/db/schema/entities";
import { unpackPlace } from "@cti/pipeline/entities/places";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { buildFeed } from "@cti/testing/build-feed";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { restoreArticle } from "../articles/restore-article.ts";
import { addSource } from "../sources/add.ts";
import { addBenign, removeBenign } from "./benign.ts";
import { findEntity } from "./find-entity.ts";
import { judgeEntity, unjudgeEntity } from "./judge.ts";
import { type EntityFilter, everything } from "./entity-filter.ts";
import type { EntityLine } from "./entity-line.ts";
import { listEntities, listEntitiesAfter } from "./list-entities.ts";
import { showEntity } from "./show-entity.ts";

let db: TestDb;
let web: FixtureWeb;
let collector: TestCollector;
const now = new Date();

beforeEach(async () => {
  db = await testDb();
  web = await fixtureWeb();
  collector = testCollector(db, { allow: [web.host] });
});

afterEach(async () => {
  await collector.close();
  await web.close();
  await db.drop();
});

const report = [
  "The operators of Midnight Blizzard sent mails to ministries in Norway. The loader was downloaded from hxxps://cdn[.]stagefile[.]com/a.bin and beacons to 185[.]220[.]3[.]44 over port 443.",
  "Its SHA-256 is 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08. The same group used Cobalt Strike and exploited CVE-2026-11111.",
];
const html = `<h2>What we saw</h2><p>${report[0]}</p><h2>Indicators of compromise</h2><table><tr><th>Type</th><th>C2 server</th></tr><tr><td>domain</td><td>stagefile[.]com</td></tr></table><p>${report[1]}</p>`;
const text = `What we saw\n\n${report[0]}\n\nIndicators of compromise\n\nType | C2 server\ndomain | stagefile[.]com\n\n${report[1]}`;

const list = async (filter: Partial<EntityFilter>): Promise<EntityLine[]> => {
  const page = { sort: "mentioned_in", cursor: null, limit: 200 } as const;
  return (await listEntities(db.db, { ...everything, ...filter }, page)).items;
};
const valuesOf = async (filter: Partial<EntityFilter>): Promise<string[]> =>
  (await list(filter)).map(({ value }) => value).toSorted();
const seedReport = (more: { at?: Date; source?: string } = {}): Promise<number[]> =>
  seedArticles(db, [{ source: "lab", title: "Cozy Bear returns", text, html, at: now, ...more }]);

test("collecting stores what an article names, and every place slices to what is written there", async () => {
  await addSource(db.db, { url: `${web.origin}/feed`, kind: "rss", name: "feed" });
  const body = buildFeed(web.origin, [{ title: "Cozy Bear returns", path: "/a", guid: "1", content: html }]);
  web.on("/feed", { type: "application/rss+xml", body });
  await collector.collect();

  const [article] = await db.db.select().from(articles);
  const rows = await db.db.select().from(mentions).innerJoin(entities, eq(entities.id, mentions.entityId));
  expect(rows.length).toBeGreaterThan(6);
  for (const { mentions: mention } of rows) {
    const written = mention.places
      .map(unpackPlace)
      .map(({ field, start, end }) => article?.[field].slice(start, end));
    expect(written).not.toContain("");
    expect(written[0]).toBe(mention.matched);
  }
  expect(rows.map(({ entities: { type, value } }) => `${type} ${value}`)).toEqual(
    expect.arrayContaining([
      "actor APT29",
      "domain stagefile.com",
      "ipv4 185.220.3.44",
      "cve CVE-2026-11111",
    ]),
  );
  const [features] = await db.db.select().from(articleFeatures);
  expect(features).toMatchObject({ articleId: article?.id, extractorVersion: "test" });
  expect(features?.huntScore).toBeGreaterThan(10);
});

test("entities are listed by type, status, role, source and age, and shown with their sentences", async () => {
  await seedReport();
  await seedReport({ source: "other", at: new Date(now.getTime() - 40 * 86_400_000) });
  await collector.runStages();
  expect(await valuesOf({ types: ["ipv4", "domain"], statuses: ["indicator"] })).toEqual([
    "185.220.3.44",
    "stagefile.com",
  ]);
  expect(await valuesOf({ types: ["domain"], roles: ["c2"] })).toEqual(["stagefile.com"]);
  const [actor] = await list({ types: ["actor"] });
  expect(actor).toMatchObject({ value: "APT29", articles: 2, sources: 2, external_id: "G0016" });
  expect(await list({ types: ["actor"], since: new Date(now.getTime() - 86_400_000) })).toMatchObject([
    { articles: 1 },
  ]);
  expect(await list({ types: ["actor"], source: "other" })).toMatchObject([{ articles: 1 }]);

  const shown = await showEntity(db.db, await findEntity(db.db, "midnight blizzard"), 10);
  expect(shown.aliases.map(({ matched }) => matched)).toContain("Cozy Bear");
  const evidence = await showEntity(db.db, await findEntity(db.db, "185[.]220[.]3[.]44"), 10);
  expect(evidence.mentions[0]?.sentence).toContain("beacons to 185[.]220[.]3[.]44");
  expect(evidence.together.map(({ value }) => value)).toContain("APT29");
});

test("paging through all entities gives each once", async () => {
  await seedReport();
  await collector.runStages();
  const all = await list({});
  const seen: number[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: Awaited<ReturnType<typeof listEntitiesAfter>> = await listEntitiesAfter(db.db, everything, {
      afterId: after,
      limit: 3,
    });
    seen.push(...page.items.map(({ id }) => id));
    after = page.lastId;
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(all.map(({ id }) => id).toSorted((a, b) => a - b));
});

test("extracting again gives the same mentions, and verdicts of analysts stay", async () => {
  const [first = 0] = await seedReport();
  await collector.runStages();
  const entity = await findEntity(db.db, "185.220.3.44");
  await judgeEntity(
    db.db,
    entity,
    { articleId: first, verdict: "rejected", note: "a scanner", actor: "ada" },
    now,
  );
  expect(await valuesOf({ types: ["ipv4"], statuses: ["indicator"] })).toEqual([]);
  const before = await db.db.select().from(mentions).orderBy(asc(mentions.entityId));

  await db.db.update(articleFeatures).set({ extractorVersion: "older" });
  expect(await collector.runStages()).toMatchObject([
    { stage: "entity_extractor", done: { extracted: 1 } },
    {},
  ]);
  expect(await db.db.select().from(mentions).orderBy(asc(mentions.entityId))).toEqual(before);
  expect(await valuesOf({ types: ["ipv4"], statuses: ["rejected"] })).toEqual(["185.220.3.44"]);
  await unjudgeEntity(db.db, entity, first);
  expect(await valuesOf({ types: ["ipv4"], statuses: ["indicator"] })).toEqual(["185.220.3.44"]);
});

test("what an analyst knows as harmless is marked with the entry, and back when the entry goes", async () => {
  await seedReport();
  await collector.runStages();
  const given = {
    value: "stagefile.com",
    match: "domain",
    type: null,
    sourceId: null,
    note: "ours",
    actor: "ada",
  };
  const { id, ...covered } = await addBenign(db.db, given, now);
  expect(covered).toMatchObject({ entities: 2, articles: 1 });
  const [domain] = await list({ types: ["domain"], statuses: ["benign"] });
  expect(domain).toMatchObject({ value: "stagefile.com", benign: "your list: stagefile.com" });

  await removeBenign(db.db, id);
  expect(await valuesOf({ types: ["domain"], statuses: ["indicator"] })).toContain("stagefile.com");
});

test("a benign entry that would cover everybody's names is refused with the cure", async () => {
  const given = { value: "co.uk", match: "domain", type: null, sourceId: null, note: null, actor: "ada" };
  await expect(addBenign(db.db, given, now)).rejects.toThrow(/use a domain below it/);
});

test("a rejected article names nothing until it is restored", async () => {
  const [id = 0] = await seedArticles(db, [
    { source: "lab", title: "Cozy Bear returns", text, html, at: now, rejectedReason: "excluded by a rule" },
  ]);
  expect(await collector.runStages()).toEqual([]);
  await restoreArticle(db.db, id, now);
  await collector.runStages();
  expect(await valuesOf({ types: ["actor"] })).toEqual(["APT29"]);
  await expect(restoreArticle(db.db, id, now)).rejects.toThrow(/is not rejected/);
});
