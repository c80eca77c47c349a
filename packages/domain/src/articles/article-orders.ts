import { type SQL, sql } from "drizzle-orm";

import { appearedAt } from "./article-conditions.ts";

export type ArticleSort = "newest" | "score" | "hunt";

/** A row of an order: an article with what it is sorted by; null where it has no score. */
export type SortedId = { id: number; key: string | number | null };

/**
 * Where an order takes its rows from: `from` gives `articles`, `key` sorts them, the greatest first, in the
 * direction that its index has.
 */
export type Order = { from: SQL; key: SQL; type: SQL; descending: SQL; only: SQL; without: Order | null };

const everything = sql`true`;
const lastDown = sql`desc nulls last`;

export const orders: Record<ArticleSort, Order> = {
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

export function sorted({ key, descending }: Order): SQL {
  return sql`order by ${key} ${descending}, articles.id desc`;
}

/** Not as a comparison of rows, since the index has its two columns in different directions. */
export function behind({ key, type }: Order, after: SortedId | null): SQL {
  if (after === null) return sql`true`;
  if (after.key === null) return sql`articles.id < ${after.id}`;
  const last = sql`${after.key}::${type}`;
  return sql`(${key} <= ${last} and (${key} < ${last} or articles.id < ${after.id}))`;
}

/** A time as text, since a Date has no microseconds. */
export function asText(order: Order): SQL {
  return order === orders.newest ? sql`::text` : sql``;
}
