import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { asText, type Order, orders, sorted, type SortedId } from "./article-orders.ts";
import type { CompiledQuery } from "./compile-query.ts";
import { countEstimate } from "./count-estimate.ts";
import { readSortedIds } from "./read-sorted-ids.ts";

/** `from` gives the articles behind the page before, without a `where` to follow but with `and`. */
type Wanted = { order: Order; from: SQL; limit: number };

/**
 * The next articles of an order that a search finds. Of what is common the order's own index soon gives a page; what is
 * rare the indexes of the search find at once; of all between, the newest are found by both indexes together. Which of
 * them a search is, its first articles tell better than any estimate of the planner.
 */
export async function findSearched(db: Db, search: CompiledQuery, wanted: Wanted): Promise<SortedId[]> {
  const { limit } = wanted;
  const sample = await walk(db, search, wanted, sampleSize);
  if (sample.length >= limit) return sample;
  const nearly = await findNear(db, search, wanted, sample.length / sampleSize);
  return nearly.length >= limit ? nearly : findAll(db, search, wanted);
}

/** Articles at which a search is tried first; some milliseconds. */
const sampleSize = 250;

/** Where this share of the articles or more is found, looking at one after the other soon gives a page. */
const oftenShare = 0.1;

/** Looks where a page of what has this share is likely to lie; finds fewer where it does not, or where that is no gain. */
async function findNear(db: Db, search: CompiledQuery, wanted: Wanted, share: number): Promise<SortedId[]> {
  if (share === 0) return [];
  const since =
    wanted.order === orders.newest && share < oftenShare ? await sinceWhen(db, wanted, share) : null;
  if (since !== null) return findAll(db, search, newer(wanted, since));
  const steps = await stepsToWalk(db, wanted, share);
  return steps === null ? [] : walk(db, search, wanted, steps);
}

/** How far back twice a page's articles are likely to lie, if as many appeared then as lately; null where nothing is there. */
async function sinceWhen(db: Db, { order, from, limit }: Wanted, share: number): Promise<Date | null> {
  const [row] = await db.execute<{ first: string; last: string }>(sql`
    select max(sample.sorted_by)::text as first, min(sample.sorted_by)::text as last
    from (${topOf({ order, from }, sampleSize)}) sample`);
  const [first, last] = [Date.parse(row?.first ?? ""), Date.parse(row?.last ?? "")];
  const since = last - ((first - last) * 2 * limit) / (share * sampleSize);
  return first > last && since > 0 ? new Date(since) : null;
}

function newer({ order, from, limit }: Wanted, since: Date): Wanted {
  return { order, from: sql`${from} and ${order.key} >= ${since.toISOString()}::timestamptz`, limit };
}

/** Looking into an article's words, which are stored apart from it, takes as long as finding several by an index. */
const stepCost = 4;

/** How many articles to look at one after the other for a page; null where finding all at once is cheaper. */
async function stepsToWalk(db: Db, { from, limit }: Wanted, share: number): Promise<number | null> {
  const total = await countEstimate(db, sql`select 1 from ${from}`);
  const steps = limit / share;
  // Twice as many, since the share is that of a sample only.
  return steps * stepCost < share * total ? Math.ceil(2 * steps) : null;
}

/** What is found among the first so many articles of an order. */
async function walk(
  db: Db,
  { each }: CompiledQuery,
  { order, from, limit }: Wanted,
  steps: number,
): Promise<SortedId[]> {
  return readSortedIds(
    db,
    sql`select articles.id, articles.sorted_by${asText(order)} as key
      from (${topOf({ order, from }, steps)}) articles
      where ${each} order by articles.sorted_by ${order.descending}, articles.id desc limit ${limit}`,
  );
}

function topOf({ order, from }: Pick<Wanted, "order" | "from">, steps: number): SQL {
  return sql`select articles.*, ${order.key} as sorted_by from ${from} ${sorted(order)} limit ${steps}`;
}

async function findAll(db: Db, { each, set, wide }: CompiledQuery, wanted: Wanted): Promise<SortedId[]> {
  return readSortedIds(db, wide === null ? foundBy(wanted, set) : foundAmong(wanted, { each, wide }));
}

function foundBy({ order, from, limit }: Wanted, set: SQL): SQL {
  return sql`
    with found as materialized (select articles.id, ${order.key} as at from ${from} and ${set})
    select found.id, found.at${asText(order)} as key from found
    order by found.at ${order.descending}, found.id desc limit ${limit}`;
}

/** Asks only of those at the top, until there are enough, what has to be looked up in their words. */
function foundAmong({ order, from, limit }: Wanted, { each, wide }: { each: SQL; wide: SQL }): SQL {
  return sql`
    with found as materialized (select articles.id, ${order.key} as at from ${from} and ${wide}),
      sorted as materialized (select found.id, found.at from found order by found.at ${order.descending}, found.id desc)
    select sorted.id, sorted.at${asText(order)} as key
    from sorted cross join lateral (select 1 from articles where articles.id = sorted.id and ${each} offset 0) articles
    order by sorted.at ${order.descending}, sorted.id desc limit ${limit}`;
}
