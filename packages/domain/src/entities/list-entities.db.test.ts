import { countMentions } from "@cti/testing/count-mentions";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { addBenign, listBenign, removeBenign } from "./benign.ts";
import { ensureEntities } from "./ensure-entities.ts";
import { type EntityFilter, everything } from "./entity-filter.ts";
import { type EntityLine, entityLines } from "./entity-line.ts";
import { getEntity } from "./find-entity.ts";
import { judgeEntity, unjudgeEntity } from "./judge.ts";
import { type EntitySort, listEntities } from "./list-entities.ts";
import { listEvidence } from "./list-evidence.ts";
import { showEntity } from "./show-entity.ts";

let db: TestDb;
const now = new Date("2026-03-10T12:00:00.000Z");
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

beforeEach(async () => {
  db = await testDb();
});

afterEach(async () => {
  await db.drop();
});

const all = async (filter: Partial<EntityFilter>, sort: EntitySort = "newest"): Promise<EntityLine[]> =>
  (await listEntities(db.db, { ...everything, ...filter }, { sort, cursor: null, limit: 200 })).items;
const values = async (filter: Partial<EntityFilter>, sort?: EntitySort): Promise<string[]> =>
  (await all(filter, sort)).map(({ value }) => value);

async function addEntity(value: string, type = "domain"): Promise<number> {
  const [row] = await db.sql<{ id: string }[]>`
    insert into entities (type, key, value) values (${type}, ${value}, ${value}) returning id`;
  return Number(row?.id);
}

async function mention(
  articleId: number,
  entityId: number,
  at: Date,
  more: { status?: string; role?: string | null; confidence?: number } = {},
): Promise<void> {
  const { status = "indicator", role = null, confidence = 0.9 } = more;
  await db.sql`
    insert into mentions (article_id, entity_id, status, role, confidence, reasons, matched, count, in_title, places, seen_at)
    values (${articleId}, ${entityId}, ${status}, ${role}, ${confidence}, '{}', 'x', 1, false, '[]', ${at.toISOString()})`;
  await countMentions(db);
}

async function addArticle(minutes: number, source = "lab"): Promise<number> {
  const known = await db.sql<{ id: string }[]>`select id from sources where slug = ${source}`;
  if (known.length > 0) {
    const url = `https://x.test/${Math.random()}`;
    const [row] = await db.sql<{ id: string }[]>`
      insert into articles (source_id, url, url_key, canonical_key, title, text, html, text_source, published_at)
      values (${known[0]?.id ?? 0}, ${url}, ${url}, ${url}, 'T', 'x', 'x', 'page', ${minutesAgo(minutes).toISOString()}) returning id`;
    return Number(row?.id);
  }
  const [id = 0] = await seedArticles(db, [{ source, title: "T", text: "x", at: minutesAgo(minutes) }]);
  return id;
}

test.each(["newest", "value", "mentioned_in"] as const)(
  "paging by %s to the end gives each entity once, while articles come in",
  async (sort) => {
    const ids: number[] = [];
    for (let at = 0; at < 40; at += 1) {
      const article = await addArticle(at - (at % 4));
      const id = await addEntity(`host-${(at * 7) % 40}.test`);
      ids.push(id);
      await mention(article, id, minutesAgo(at - (at % 4)));
      const other = ids[at - 3];
      // Mentioned again by an older article, and once in a way that does not count.
      if (other !== undefined)
        await mention(article, other, minutesAgo(at - (at % 4)), { status: "mentioned" });
    }
    const seen: number[] = [];
    for (let cursor: string | null = null, round = 0; round === 0 || cursor !== null; round += 1) {
      const page: Awaited<ReturnType<typeof listEntities>> = await listEntities(
        db.db,
        { ...everything, types: ["domain"], statuses: ["indicator"] },
        { sort, cursor, limit: 7 },
      );
      seen.push(...page.items.map(({ id }) => id));
      const late = await addArticle(-1 - round);
      await mention(late, await addEntity(`late-${round}.test`), minutesAgo(-1 - round));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.includes(id)).toSorted((a, b) => a - b)).toEqual(ids);
  },
);

test("of a story are those that its articles mention, and all numbers are of the story", async () => {
  const [first, second, elsewhere] = [await addArticle(30), await addArticle(20), await addArticle(10)];
  for (const id of [1, 2])
    await db.sql`
      insert into stories (id, title, first_at, last_at, article_count, owner_count, updated_at) overriding system value
      values (${id}, 'S', now(), now(), 2, 1, now())`;
  for (const [article, story] of [
    [first, 1],
    [second, 1],
    [elsewhere, 2],
  ] as const)
    await db.sql`
      insert into story_articles (article_id, story_id, by, kind, owner, similarity, reasons)
      values (${article}, ${story}, 'rule', 'created', 'x', 1, '{}')`;
  const [both, once, weak, other] = [
    await addEntity("both.test"),
    await addEntity("once.test"),
    await addEntity("weak.test"),
    await addEntity("other.test"),
  ];
  await mention(first, both, minutesAgo(30), { role: "c2" });
  await mention(second, both, minutesAgo(20));
  await mention(elsewhere, both, minutesAgo(10), { role: "victim", confidence: 1 });
  await mention(second, once, minutesAgo(20));
  await mention(first, weak, minutesAgo(30), { status: "mentioned" });
  await mention(elsewhere, weak, minutesAgo(10));
  await mention(elsewhere, other, minutesAgo(10));
  const of = { story: 1, statuses: ["indicator"] };

  expect(await values(of, "mentioned_in")).toEqual(["both.test", "once.test"]);
  expect(await values(of, "newest")).toEqual(["once.test", "both.test"]);
  expect(await values(of, "value")).toEqual(["both.test", "once.test"]);
  expect(await values({ ...of, since: minutesAgo(25) }, "mentioned_in")).toEqual(["once.test", "both.test"]);
  expect(await values({ ...of, matching: "onc" }, "mentioned_in")).toEqual(["once.test"]);
  expect(await values({ ...of, story: 3 }, "mentioned_in")).toEqual([]);
  const [line] = await all(of, "mentioned_in");
  expect(line).toMatchObject({ mentioned_in: 2, articles: 2, role: "c2", confidence: 0.9, estimated: false });
  expect(line?.last_seen).toEqual(minutesAgo(20));
  // What somebody rejects in the one article counts in the other only.
  await judgeEntity(
    db.db,
    await getEntity(db.db, both),
    { articleId: first, verdict: "rejected", note: null, actor: "ben" },
    now,
  );
  expect(await all(of, "value")).toMatchObject([{ articles: 1, mentioned_in: 2 }, { articles: 1 }]);
});

test("of a story with more than a window holds, each page goes on where the one before ended", async () => {
  const article = await addArticle(5);
  await db.sql`
    insert into stories (id, title, first_at, last_at, article_count, owner_count, updated_at) overriding system value
    values (1, 'S', now(), now(), 1, 1, now())`;
  await db.sql`
    insert into story_articles (article_id, story_id, by, kind, owner, similarity, reasons)
    values (${article}, 1, 'rule', 'created', 'x', 1, '{}')`;
  await db.sql`
    insert into entities (type, key, value) select 'domain', 'n' || n || '.test', 'n' || n || '.test'
    from generate_series(1, 2500) n`;
  await db.sql`
    insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, seen_at)
    select ${article}, id, 'indicator', 0.9, '{}', 'x', 1, false, '[]', ${minutesAgo(5).toISOString()}::timestamptz
    from entities where id % 2 = 0`;
  await countMentions(db);
  for (const sort of ["newest", "value", "mentioned_in"] as const) {
    const seen = new Set<number>();
    let pages = 0;
    for (let cursor: string | null = null; pages === 0 || cursor !== null; pages += 1) {
      const page: Awaited<ReturnType<typeof listEntities>> = await listEntities(
        db.db,
        { ...everything, story: 1 },
        { sort, cursor, limit: 200 },
      );
      for (const { id } of page.items) seen.add(id);
      cursor = page.next_cursor;
    }
    expect([sort, seen.size, pages]).toEqual([sort, 1_250, 7]);
  }
});

test("where there are many, the newest articles are gone through: by the last mention that counts", async () => {
  const few = 1_000;
  await db.sql`
    insert into entities (type, key, value) select 'domain', 'n' || n || '.test', 'n' || n || '.test'
    from generate_series(1, ${few + 200}) n`;
  const at = minutesAgo(5);
  // All of one moment, more than a window holds; then one by one.
  const articles: number[] = [];
  for (let n = 0; n < 3; n += 1) articles.push(await addArticle(5));
  for (let n = 0; n < 30; n += 1) articles.push(await addArticle(10 + n));
  await db.sql`
    insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, seen_at)
    select ${articles[0] ?? 0}, id, 'indicator', 0.9, '{}', 'x', 1, false, '[]', ${at.toISOString()}::timestamptz from entities where id <= 100`;
  await countMentions(db);
  for (const [n, article] of articles.slice(3).entries()) {
    await mention(article, 200 + n, minutesAgo(10 + n));
    await mention(article, 1 + n, minutesAgo(10 + n));
    await mention(article, 300 + n, minutesAgo(10 + n), { status: "mentioned" });
  }
  const filter = { ...everything, types: ["domain"], statuses: ["indicator"] };
  const seen: number[] = [];
  for (let cursor: string | null = null, round = 0; round === 0 || cursor !== null; round += 1) {
    const page: Awaited<ReturnType<typeof listEntities>> = await listEntities(db.db, filter, {
      sort: "newest",
      cursor,
      limit: 9,
    });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  const ofOneMoment = Array.from({ length: 100 }, (_, n) => 100 - n);
  const oneByOne = Array.from({ length: 30 }, (_, n) => 200 + n);
  expect(seen).toEqual([...ofOneMoment, ...oneByOne]);
});

test("counts respect the tenant's verdicts, its benign entries and rejected articles", async () => {
  const [one, two, three] = [await addArticle(1), await addArticle(2, "other"), await addArticle(3)];
  const id = await addEntity("cdn.test");
  for (const [n, article] of [one, two, three].entries()) await mention(article, id, minutesAgo(1 + n));
  await db.sql`update articles set rejected_reason = 'a rule' where id = ${three}`;
  const indicator = { statuses: ["indicator"] };
  expect(await all(indicator)).toMatchObject([{ id, articles: 2, sources: 2, estimated: false }]);

  const entity = await getEntity(db.db, id);
  const decision = { articleId: one, verdict: "rejected", note: null, actor: "ada" } as const;
  expect(await judgeEntity(db.db, entity, decision, now)).toBeNull();
  expect(await judgeEntity(db.db, entity, { ...decision, note: "again" }, now)).toMatchObject({ note: null });
  expect(await all(indicator)).toMatchObject([{ id, articles: 1, last_seen: minutesAgo(2) }]);
  expect(await unjudgeEntity(db.db, entity, one)).toMatchObject({ note: "again", actor: "ada" });
  expect(await unjudgeEntity(db.db, entity, one)).toBeNull();

  const given = { type: null, match: "domain", value: "cdn.test", note: null, actor: "ada" };
  const [source] = await db.sql<{ id: string }[]>`select id from sources where slug = 'other'`;
  const entry = await addBenign(db.db, { ...given, sourceId: Number(source?.id) }, now);
  expect(entry).toMatchObject({ source: "other", entities: 1, articles: 1 });
  expect(await all(indicator)).toMatchObject([{ mentioned_in: 3, articles: 1, last_seen: minutesAgo(1) }]);
  await addBenign(db.db, { ...given, sourceId: null }, now);
  expect(await all(indicator)).toEqual([]);
  expect(await all({ statuses: ["benign"] })).toMatchObject([{ articles: 2, benign: "your list: cdn.test" }]);
  await expect(addBenign(db.db, { ...given, sourceId: null }, now)).rejects.toThrow(/says the same/);
});

test("one tenant's verdicts and entries change nothing for another, and are not theirs to take back", async () => {
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'two', 'Two')`;
  const article = await addArticle(1);
  const id = await addEntity("cdn.test");
  await mention(article, id, minutesAgo(1));
  const entity = await getEntity(db.db, id);
  const given = { type: null, match: "exact", value: "cdn.test", sourceId: null, note: null, actor: "ada" };
  const entry = await addBenign(db.db, given, now);
  await judgeEntity(db.db, entity, { articleId: null, verdict: "rejected", note: null, actor: "ada" }, now);
  await asTenant(db.db, 2, async (tx) => {
    const page = { sort: "newest", cursor: null, limit: 5 } as const;
    const { items } = await listEntities(tx, { ...everything, statuses: ["indicator"] }, page);
    expect(items).toMatchObject([{ id, benign: null }]);
    expect(await listBenign(tx)).toEqual([]);
    expect(await unjudgeEntity(tx, entity, null)).toBeNull();
    expect((await showEntity(tx, entity, 5)).verdict).toBeNull();
    await judgeEntity(tx, entity, { articleId: null, verdict: "accepted", note: null, actor: "bob" }, now);
  });
  await expect(asTenant(db.db, 2, (tx) => removeBenign(tx, entry.id))).rejects.toThrow(/no benign entry/);
  expect(await values({ statuses: ["rejected"] })).toEqual(["cdn.test"]);
});

test("an entity that is new is compared with the entries of every tenant, and the tenant stays the caller's", async () => {
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'two', 'Two')`;
  const given = { type: null, match: "domain", sourceId: null, note: null, actor: "ada" };
  await addBenign(db.db, { ...given, value: "ours.test" }, now);
  await asTenant(db.db, 2, (tx) => addBenign(tx, { ...given, value: "theirs.test" }, now));
  const name = (type: string, value: string): object => ({
    type,
    value,
    key: value,
    label: null,
    externalId: null,
    aliases: null,
  });
  const wanted = [
    name("url", "https://a.ours.test/x"),
    name("domain", "b.theirs.test"),
    name("actor", "ours.test"),
  ] as Parameters<typeof ensureEntities>[2];
  await ensureEntities(db.db, new Map(), wanted);
  await asTenant(db.db, 2, async (tx) => {
    await ensureEntities(tx, new Map(), [name("domain", "c.theirs.test")] as typeof wanted);
    expect(await tx.execute("select current_tenant()::int as id")).toMatchObject([{ id: 2 }]);
  });
  const marks = await db.owner.sql`
    select b.tenant_id::int as tenant, e.value from benign_marks b join entities e on e.id = b.entity_id order by e.id`;
  expect([...marks]).toEqual([
    { tenant: 2, value: "b.theirs.test" },
    { tenant: 1, value: "https://a.ours.test/x" },
    { tenant: 2, value: "c.theirs.test" },
  ]);
});

test("of many mentions the newest are counted and the rest estimated, and it says so", async () => {
  const id = await addEntity("busy.test");
  for (let n = 0; n < 12; n += 1)
    await mention(await addArticle(n), id, minutesAgo(n), { status: n % 2 ? "mentioned" : "indicator" });
  const filter = { ...everything, statuses: ["indicator"] };
  const [line] = await entityLines(db.db, filter, { ids: [id], sample: 4 });
  expect(line).toMatchObject({
    mentioned_in: 12,
    articles: 6,
    estimated: true,
    first_seen: minutesAgo(11),
    last_seen: now,
  });
  // What the newest do not show is looked for among all.
  const [rare] = await entityLines(
    db.db,
    { ...everything, since: null, minConfidence: 0.95 },
    { ids: [id], sample: 4 },
  ).then(async (none) => {
    expect(none).toEqual([]);
    await db.sql`update mentions set confidence = 0.99 where seen_at = ${minutesAgo(11).toISOString()}`;
    return entityLines(db.db, { ...everything, minConfidence: 0.95 }, { ids: [id], sample: 4 });
  });
  expect(rare).toMatchObject({ articles: 1, estimated: false, last_seen: minutesAgo(11) });
});

test("the articles that mention an entity are paged through, newest first", async () => {
  const id = await addEntity("busy.test");
  const articles: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    articles.push(await addArticle(n - (n % 3)));
    await mention(articles[n] ?? 0, id, minutesAgo(n - (n % 3)));
  }
  const seen: number[] = [];
  for (let cursor: string | null = null, round = 0; round === 0 || cursor !== null; round += 1) {
    const page: Awaited<ReturnType<typeof listEvidence>> = await listEvidence(db.db, id, {
      cursor,
      limit: 2,
    });
    seen.push(...page.items.map(({ article_id }) => article_id));
    await mention(await addArticle(-1 - round), id, minutesAgo(-1 - round));
    cursor = page.next_cursor;
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(articles);
});

test("values are sorted whatever their case, and found by a part of them", async () => {
  const article = await addArticle(1);
  for (const value of ["beta.test", "Alpha.test", "éclair.test", "al_pha.test"])
    await mention(article, await addEntity(value), minutesAgo(1));
  expect(await values({}, "value")).toEqual(["al_pha.test", "Alpha.test", "beta.test", "éclair.test"]);
  expect(await values({ matching: "l_p" }, "value")).toEqual(["al_pha.test"]);
});
