import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { pageOf } from "../paging/cursor.ts";
import { articleConditions, type ArticleFilter } from "./article-conditions.ts";
import {
  type ArticleSort,
  findArticleIds,
  readSortedId,
  type SortedId,
  writeSortedId,
} from "./article-ids.ts";
import { type ArticleLine, loadArticleLines } from "./article-lines.ts";
import { pageMatches } from "./best-matches.ts";
import { countEstimate } from "./count-estimate.ts";
import { marksOf } from "./excerpt.ts";

export type ArticlePageOptions = {
  /** `match` (the newest thousand that a search finds, best first) is `newest` where no words are searched. */
  sort: ArticleSort | "match";
  limit: number;
  cursor: string | null;
  /** `estimate` is the planner's guess. */
  count?: "exact" | "estimate" | null;
};

export type ArticlePage = { items: ArticleLine[]; next_cursor: string | null; total?: number };

/** A page of articles; with a search each with the passage that was found. Throws BadCursor. */
export async function pageArticles(
  db: Db,
  filter: ArticleFilter,
  { sort, limit, cursor, count = null }: ArticlePageOptions,
): Promise<ArticlePage> {
  const conditions = await articleConditions(db, filter);
  const marks = filter.search ? marksOf(filter.search) : null;
  const { items, next_cursor } =
    sort === "match" && marks
      ? await pageMatches(db, conditions, { marks, limit, cursor })
      : await pageSorted(sort === "match" ? "newest" : sort);
  return {
    items: await loadArticleLines(
      db,
      items.map(({ id }) => id),
      filter.search ?? null,
    ),
    next_cursor,
    ...(count && { total: await countArticles() }),
  };

  async function pageSorted(by: ArticleSort): Promise<{ items: SortedId[]; next_cursor: string | null }> {
    const after = readSortedId(cursor, by);
    const rows = await findArticleIds(db, conditions, { sort: by, after, limit: limit + 1 });
    return pageOf(rows, limit, (last) => writeSortedId(by, last));
  }

  async function countArticles(): Promise<number> {
    const all = sql`select 1 from articles where ${conditions.plain} and ${conditions.search?.set ?? sql`true`}`;
    if (count === "estimate") return countEstimate(db, all);
    const [row] = await db.execute<{ count: string }>(sql`select count(*) from (${all}) found`);
    return Number(row?.count ?? 0);
  }
}
