import { articleFeatures } from "@cti/db/schema/article-features";
import { articles } from "@cti/db/schema/articles";
import { scores } from "@cti/db/schema/scores";
import { triage } from "@cti/db/schema/triage";
import { type SeedArticle, seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { BadCursor } from "../paging/cursor.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import type { ArticleFilter } from "./article-conditions.ts";
import { type ArticlePageOptions, pageArticles } from "./page-articles.ts";
import { readSearch } from "./read-search.ts";

let db: TestDb;
let ids: number[];
const now = new Date("2026-11-20T12:00:00Z");
const count = 230;

function seedOf(at: number): SeedArticle {
  return {
    source: at % 3 === 0 ? "northlab" : "signalpost",
    title: `Report ${at}`,
    // Every second one speaks of ransomware, one in forty of a wiper.
    text: `Case ${at}. ${at % 2 === 0 ? "Ransomware was seen. " : ""}${at % 40 === 1 ? "A wiper too. Wiper and wiper. " : ""}The end.`,
    // Three of them share each hour.
    at: new Date(now.getTime() - Math.floor(at / 3) * 3_600_000),
    language: at % 5 === 0 ? "fr" : "en",
    ...(at % 23 === 22 && { rejectedReason: "a rule" }),
  };
}

beforeAll(async () => {
  db = await testDb();
  ids = await seedArticles(
    db,
    Array.from({ length: count }, (_, at) => seedOf(at)),
  );
  for (const [at, id] of ids.entries()) {
    if (at % 4 === 3) continue;
    await db.db.insert(scores).values({
      subject: "article",
      subjectId: id,
      total: Math.fround((at % 7) * 10.1),
      at: now,
      product: 1,
      middle: 1,
      parts: [],
      version: "1",
      rankedAt: now,
    });
    await db.db.insert(articleFeatures).values({
      articleId: id,
      extractorVersion: "1",
      extractedAt: now,
      quality: 50,
      qualityParts: [],
      huntScore: at % 11,
      huntParts: [],
      storyFeatures: Buffer.alloc(0),
    });
  }
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'other', 'Other')`;
  await db.owner.sql`analyze`;
});
afterAll(() => db.drop());

type Sort = ArticlePageOptions["sort"];

async function readAll(
  filter: ArticleFilter,
  sort: Sort,
  { limit = 7, between }: { limit?: number; between?: () => Promise<unknown> } = {},
): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const page = await pageArticles(db.db, filter, { sort, limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
    if (cursor !== null) await between?.();
  } while (cursor !== null);
  return seen;
}

const search = (text: string): ArticleFilter => ({ search: readSearch(text, now) });

const expectedOf = (wanted: (at: number) => boolean): number[] =>
  ids.filter((_, at) => at % 23 !== 22 && wanted(at));

test.each<[string, () => ArticleFilter, (at: number) => boolean]>([
  ["everything", () => ({}), () => true],
  ["a source", () => ({ source: "northlab" }), (at) => at % 3 === 0],
  ["a language", () => ({ language: "fr" }), (at) => at % 5 === 0],
  ["a common word", () => search("ransomware"), (at) => at % 2 === 0],
  ["a rare word", () => search("wiper"), (at) => at % 40 === 1],
  ["a word and not another", () => search("case -ransomware lang:fr"), (at) => at % 2 === 1 && at % 5 === 0],
  ["nothing", () => search("unheard"), () => false],
])("all pages of %s together are the list, each article once, in each sort", async (_, filter, wanted) => {
  const expected = expectedOf(wanted).toSorted((a, b) => a - b);
  for (const sort of ["newest", "score", "hunt", "match"] as const) {
    const found = await readAll(filter(), sort);
    expect(
      found.toSorted((a, b) => a - b),
      sort,
    ).toEqual(expected);
    // However long the pages are, the order is the same.
    expect(await readAll(filter(), sort, { limit: 100 }), sort).toEqual(found);
  }
});

test("each sort has what it is called after first, and what has no score last", async () => {
  const linesOf = async (
    sort: Sort,
  ): Promise<{ at: number; score: number | null; hunt: number | null; id: number }[]> =>
    (await pageArticles(db.db, {}, { sort, limit: 300, cursor: null })).items.map((line) => ({
      at: (line.published_at ?? line.collected_at).getTime(),
      score: line.score,
      hunt: line.hunt,
      id: line.id,
    }));
  for (const [sort, keyOf] of [
    ["newest", ({ at }: { at: number }) => at],
    ["score", ({ score }: { score: number | null }) => score ?? -1],
    ["hunt", ({ hunt }: { hunt: number | null }) => hunt ?? -1],
  ] as const) {
    const lines = await linesOf(sort);
    expect(lines).toEqual(lines.toSorted((a, b) => keyOf(b) - keyOf(a) || b.id - a.id));
  }
});

test("pages that are read while articles come in have no gap and no double", async () => {
  let late = 0;
  for (const [sort, filter] of [
    ["newest", {}],
    ["newest", search("ransomware")],
    ["match", search("ransomware")],
    ["score", search("ransomware")],
  ] as const) {
    const before = await readAll(filter, sort, { limit: 300 });
    const added: number[] = [];
    const between = async (): Promise<void> => {
      const at = new Date(now.getTime() - added.length * 7_200_000);
      added.push(
        ...(await seedArticles(db, [
          { source: `late-${(late += 1)}`, title: "Late", text: "Ransomware again.", at },
        ])),
      );
    };
    const found = await readAll(filter, sort, { limit: 20, between });
    expect(new Set(found).size).toBe(found.length);
    const isLate = new Set(added);
    expect(found.filter((id) => !isLate.has(id))).toEqual(before);
    for (const id of added) await db.owner.db.delete(articles).where(eq(articles.id, id));
  }
});

test("a cursor of one sort is not taken by another, nor one that somebody made", async () => {
  const { next_cursor: cursor } = await pageArticles(db.db, {}, { sort: "newest", limit: 5, cursor: null });
  const made = Buffer.from(JSON.stringify(["score", "2026-01-01", 1])).toString("base64url");
  for (const [sort, text] of [
    ["score", cursor],
    ["match", cursor],
    ["score", made],
    ["newest", made],
  ] as const)
    await expect(pageArticles(db.db, search("ransomware"), { sort, limit: 5, cursor: text })).rejects.toThrow(
      BadCursor,
    );
});

test("the best matches come first", async () => {
  const { items } = await pageArticles(db.db, search("wiper"), { sort: "match", limit: 3, cursor: null });
  expect(items[0]?.excerpt).toContain("«wiper»");
  expect(items).toHaveLength(3);
});

test("a total is exact when it is asked for, and a guess when that is enough", async () => {
  const exact = await pageArticles(db.db, search("ransomware"), {
    sort: "newest",
    limit: 1,
    cursor: null,
    count: "exact",
  });
  expect(exact.total).toBe(expectedOf((at) => at % 2 === 0).length);
  const guess = await pageArticles(db.db, {}, { sort: "newest", limit: 1, cursor: null, count: "estimate" });
  expect(guess.total).toBeGreaterThan(count / 4);
});

test("states and ranks are those of the tenant that asks", async () => {
  const [first, second] = ids as [number, number];
  const mark = {
    subject: "article" as const,
    state: "kept" as const,
    starred: true,
    actor: "ada",
    changedAt: now,
  };
  await db.db.insert(triage).values({ ...mark, subjectId: first });
  const seenBy = (tenant: number, filter: ArticleFilter): Promise<number[]> =>
    asTenant(db.db, tenant, async (tx) => {
      const { items } = await pageArticles(tx, filter, { sort: "newest", limit: 200, cursor: null });
      return items.map(({ id }) => id);
    });
  await asTenant(db.db, 2, (tx) => tx.insert(triage).values({ ...mark, subjectId: second }));
  expect(await seenBy(1, { state: "kept" })).toEqual([first]);
  expect(await seenBy(2, search("is:starred"))).toEqual([second]);
  expect(await seenBy(2, search("score>=0"))).toEqual([]);
  expect(await seenBy(1, search("score>=0"))).not.toHaveLength(0);
  await db.owner.sql`delete from triage`;
});
