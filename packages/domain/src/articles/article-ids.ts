import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { BadCursor, readCursor, writeCursor } from "../paging/cursor.ts";
import type { ArticleConditions } from "./article-conditions.ts";
import {
  type ArticleSort,
  asText,
  behind,
  type Order,
  orders,
  sorted,
  type SortedId,
} from "./article-orders.ts";
import { findSearched } from "./find-searched.ts";
import { readSortedIds } from "./read-sorted-ids.ts";

export type { ArticleSort, SortedId } from "./article-orders.ts";

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

type Wanted = { order: Order; after: SortedId | null; limit: number };

async function findIn(
  db: Db,
  { plain, search }: ArticleConditions,
  { order, after, limit }: Wanted,
): Promise<SortedId[]> {
  const from = sql`${order.from} where ${order.only} and ${plain} and ${behind(order, after)}`;
  if (search !== null) return findSearched(db, search, { order, from, limit });
  return readSortedIds(
    db,
    sql`select articles.id, ${order.key}${asText(order)} as key from ${from} ${sorted(order)} limit ${limit}`,
  );
}
