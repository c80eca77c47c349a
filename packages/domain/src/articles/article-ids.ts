import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { BadCursor, readCursor, writeCursor } from "../paging/cursor.ts";
import { type ArticleConditions, appearedAt } from "./article-conditions.ts";
import { countEstimate } from "./count-estimate.ts";

export type ArticleSort = "newest" | "score" | "hunt";

/** A row of an order: an article with what it is sorted by; null where it has no score. */
export type SortedId = { id: number; key: string | number | null };

/** The next articles of an order, at most `limit` of them, behind the row `after`. */
export async function findArticleIds(
  db: Db,
  conditions: ArticleConditions,
  { sort, after, limit }: { sort: ArticleSort; after: SortedId | null; limit: number },
): Promise<SortedId[]> {
  const order = orders[sort];
  const scored = after?.key === null ? [] : await findIn(db, conditions, { order, after, limit });
  if (order.without === null || scored.length >= limit) return scored;
  // Behind the last of those that have a score stand those that have none, by number.
  const rest = await findIn(db, conditions, {
    order: order.without,
    after: after?.key === null ? after : null,
    limit: limit - scored.length,
  });
  return [...scored, ...rest];
}

/** Reads the cursor of a sort; throws BadCursor. */
export function readSortedId(text: string | null, sort: ArticleSort): SortedId | null {
  const read = sort === "newest" ? readCursor(text, sort, "time") : readCursor(text, sort);
  if (read === null) return null;
  const { key, id } = read;
  if (typeof id !== "number" || (sort !== "newest" && typeof key === "string")) throw new BadCursor();
  return { key, id };
}

export function writeSortedId(sort: ArticleSort, { key, id }: SortedId): string {
  return writeCursor(sort, key, id);
}

/**
 * Where an order takes its rows from: `from` gives `articles`, `key` sorts them, the greatest first, in the
 * direction that its index has.
 */
type Order = { from: SQL; key: SQL; type: SQL; descending: SQL; only: SQL; without: Order | null };

const everything = sql`true`;
const lastDown = sql`desc nulls last`;

const orders: Record<ArticleSort, Order> = {
  newest: {
    from: sql`articles`,
    key: appearedAt,
    type: sql`timestamptz`,
    descending: sql`desc`,
    only: everything,
    without: null,
  },
  score: {
    from: sql`scores ranked join articles on articles.id = ranked.subject_id`,
    key: sql`ranked.total`,
    type: sql`real`,
    descending: lastDown,
    only: sql`ranked.tenant_id = current_tenant() and ranked.subject = 'article'`,
    without: withoutRow(sql`not exists (select 1 from scores ranked where ranked.tenant_id = current_tenant()
      and ranked.subject = 'article' and ranked.subject_id = articles.id)`),
  },
  hunt: {
    from: sql`article_features ranked join articles on articles.id = ranked.article_id`,
    key: sql`ranked.hunt_score`,
    type: sql`smallint`,
    descending: lastDown,
    only: everything,
    without: withoutRow(
      sql`not exists (select 1 from article_features ranked where ranked.article_id = articles.id)`,
    ),
  },
};

function withoutRow(only: SQL): Order {
  return {
    from: sql`articles`,
    key: sql`null::real`,
    type: sql`real`,
    descending: lastDown,
    only,
    without: null,
  };
}

type Wanted = { order: Order; after: SortedId | null; limit: number };

/**
 * Of what is common the order's own index soon gives a page; what is rare the indexes of the search find at once. Which
 * of the two a search is, its first articles tell better than any estimate of the planner.
 */
async function findIn(db: Db, { plain, search }: ArticleConditions, wanted: Wanted): Promise<SortedId[]> {
  const { order, after, limit } = wanted;
  const from = sql`${order.from} where ${order.only} and ${plain} and ${behind(order, after)}`;
  if (search === null)
    return read(
      db,
      sql`select articles.id, ${order.key}${asText(order)} as key from ${from} ${sorted(order)} limit ${limit}`,
    );
  const { each, set, wide } = search;
  const sample = await read(db, walk(order, { from, each, steps: sampleSize, limit }));
  if (sample.length >= limit) return sample;
  const steps = await stepsToWalk(db, { from, limit, share: sample.length / sampleSize });
  const walked = steps === null ? [] : await read(db, walk(order, { from, each, steps, limit }));
  if (walked.length >= limit) return walked;
  return read(
    db,
    wide === null ? foundBy(order, { from, set, limit }) : foundAmong(order, { from, each, wide, limit }),
  );
}

function foundBy(order: Order, { from, set, limit }: { from: SQL; set: SQL; limit: number }): SQL {
  return sql`
    with found as materialized (select articles.id, ${order.key} as at from ${from} and ${set})
    select found.id, found.at${asText(order)} as key from found
    order by found.at ${order.descending}, found.id desc limit ${limit}`;
}

/** Asks only of those at the top, until there are enough, what has to be looked up in their words. */
function foundAmong(order: Order, given: { from: SQL; each: SQL; wide: SQL; limit: number }): SQL {
  const { from, each, wide, limit } = given;
  return sql`
    with found as materialized (select articles.id, ${order.key} as at from ${from} and ${wide}),
      sorted as materialized (select found.id, found.at from found order by found.at ${order.descending}, found.id desc)
    select sorted.id, sorted.at${asText(order)} as key
    from sorted cross join lateral (select 1 from articles where articles.id = sorted.id and ${each} offset 0) articles
    order by sorted.at ${order.descending}, sorted.id desc limit ${limit}`;
}

/** Articles at which a search is tried first; some milliseconds. */
const sampleSize = 250;

/** Looking into an article's words, which are stored apart from it, takes as long as finding several by an index. */
const stepCost = 4;

/** How many articles to look at one after the other for a page; null where finding all at once is cheaper. */
async function stepsToWalk(
  db: Db,
  { from, limit, share }: { from: SQL; limit: number; share: number },
): Promise<number | null> {
  if (share === 0) return null;
  const total = await countEstimate(db, sql`select 1 from ${from}`);
  const steps = limit / share;
  // Twice as many, since the share is that of a sample only.
  return steps * stepCost < share * total ? Math.ceil(2 * steps) : null;
}

function walk(
  order: Order,
  { from, each, steps, limit }: { from: SQL; each: SQL; steps: number; limit: number },
): SQL {
  return sql`select articles.id, articles.sorted_by${asText(order)} as key
    from (select articles.*, ${order.key} as sorted_by from ${from} ${sorted(order)} limit ${steps}) articles
    where ${each} order by articles.sorted_by ${order.descending}, articles.id desc limit ${limit}`;
}

function sorted({ key, descending }: Order): SQL {
  return sql`order by ${key} ${descending}, articles.id desc`;
}

/** Not as a comparison of rows, since the index has its two columns in different directions. */
function behind({ key, type }: Order, after: SortedId | null): SQL {
  if (after === null) return sql`true`;
  if (after.key === null) return sql`articles.id < ${after.id}`;
  const last = sql`${after.key}::${type}`;
  return sql`(${key} <= ${last} and (${key} < ${last} or articles.id < ${after.id}))`;
}

/** A time as text, since a Date has no microseconds. */
function asText(order: Order): SQL {
  return order === orders.newest ? sql`::text` : sql``;
}

async function read(db: Db, query: SQL): Promise<SortedId[]> {
  const rows = await db.execute<{ id: string; key: SortedId["key"] }>(query);
  return rows.map(({ id, key }) => ({ id: Number(id), key }));
}
