import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, expect, test } from "vitest";

import { pageArticles } from "./page-articles.ts";
import { readSearch } from "./read-search.ts";

let db: TestDb;
const now = new Date("2026-11-20T12:00:00Z");
const count = 1_500;

/** In how many of the articles each word stands: one in so many. */
const words = { everywhere: 1, often: 4, seldom: 30, hardly: 400 };

/** The newest 400 came within hours, all others over years, and the last 300 in one moment. */
const hoursBack = `case when n < 400 then n / 60.0 when n < 1200 then n * 24 else 1200 * 24 end`;

beforeAll(async () => {
  db = await testDb();
  await db.owner.sql`
    insert into sources (slug, name, kind, url, origin) values ('lab', 'Lab', 'feed', 'https://lab.test/feed', 'test')`;
  const spoken = Object.entries(words)
    .map(([word, each]) => `case when n % ${each} = 0 then 'The ${word} loader. ' else '' end`)
    .join(" || ");
  await db.owner.sql.unsafe(`
    insert into articles (source_id, url_key, canonical_key, title, text, html, text_source, published_at)
    select 1, n, n, 'Article ' || n, ${spoken} || case when n % 60 = 0 then 'A loader seldom.' else '' end || ' End.',
      '', 'page', '${now.toISOString()}'::timestamptz - (${hoursBack}) * interval '1 hour'
    from generate_series(0, ${count - 1}) n`);
  await db.owner.sql`analyze articles`;
});
afterAll(() => db.drop());

const numbers = (isMatch: (n: number) => boolean): number[] =>
  Array.from({ length: count }, (_, n) => n).filter((n) => isMatch(n));

/** Newest first; of one moment the last stored. */
const inOrder = (all: number[]): number[] => [
  ...all.filter((n) => n < 1200),
  ...all.filter((n) => n >= 1200).toReversed(),
];

async function pageThrough(search: string, limit: number): Promise<number[]> {
  const found: number[] = [];
  const filter = { search: readSearch(search, now) };
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Awaited<ReturnType<typeof pageArticles>> = await pageArticles(db.db, filter, {
      sort: "newest",
      limit,
      cursor,
    });
    found.push(...page.items.map(({ title }) => Number(title.split(" ")[1])));
    cursor = page.next_cursor;
  }
  return found;
}

test.each([
  ["everywhere", (n: number) => n >= 0, 200],
  ["often", (n: number) => n % 4 === 0, 40],
  ["seldom", (n: number) => n % 30 === 0, 5],
  ["hardly", (n: number) => n % 400 === 0, 2],
  ["nowhere", () => false, 5],
  ['"seldom loader"', (n: number) => n % 30 === 0, 7],
  ['"loader seldom"', (n: number) => n % 60 === 0, 3],
  ["seldom NOT often", (n: number) => n % 30 === 0 && n % 4 !== 0, 4],
] as const)(
  "a search for %s is paged to its end, however its articles are spread over time",
  async (search, isMatch, limit) => {
    expect(await pageThrough(search, limit)).toEqual(inOrder(numbers(isMatch)));
  },
);
