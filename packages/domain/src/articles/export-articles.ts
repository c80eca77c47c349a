import { articles } from "@cti/db/schema/articles";
import type { Db } from "@cti/db/client";
import { sources } from "@cti/db/schema/sources";
import { type SQL, and, asc, eq, gt, isNull, sql } from "drizzle-orm";

import { appearedSince, articleConditions, type ArticleFilter } from "./article-conditions.ts";

/** One exported article; the field names are those that importing programs know. Times are RFC 3339 UTC. */
export type ExportedArticle = {
  id: number;
  source_id: number;
  title: string;
  url: string | null;
  published_at: string | null;
  authors: string[];
  tags: string[];
  content: string;
  discovered_at: string;
};

const pageSize = 100;

/** Streams articles in the order of their ids, a page of 100 in memory at a time. */
export async function* exportArticles(
  db: Db,
  filter: { since: Date | null; sourceId: number | null },
): AsyncGenerator<ExportedArticle> {
  const condition = and(
    isNull(articles.rejectedReason),
    filter.sourceId === null ? undefined : eq(articles.sourceId, filter.sourceId),
    filter.since ? appearedSince(filter.since) : undefined,
  );
  yield* exportPages((after) => readExportPage(db, condition ?? sql`true`, after));
}

/** The same page by page, each of them read in whatever transaction `read` opens: none stays open while a client is slow. */
export async function* exportPages(
  read: (after: number) => Promise<ExportedArticle[]>,
): AsyncGenerator<ExportedArticle> {
  for (let after = 0; ;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

/** What a filter means for `readExportPage`; it holds for the tenant whose transaction reads. */
export async function exportCondition(db: Db, filter: ArticleFilter): Promise<SQL> {
  const { plain, search } = await articleConditions(db, filter);
  return sql`${plain} and ${search?.set ?? sql`true`}`;
}

/** The next 100 articles behind an id. */
export async function readExportPage(db: Db, condition: SQL, after: number): Promise<ExportedArticle[]> {
  const page = await db
    .select({
      id: articles.id,
      sourceId: articles.sourceId,
      title: articles.title,
      url: articles.url,
      publishedAt: articles.publishedAt,
      authors: articles.authors,
      categories: articles.categories,
      sourceTags: sources.tags,
      text: articles.text,
      collectedAt: articles.collectedAt,
    })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(and(gt(articles.id, after), condition))
    .orderBy(asc(articles.id))
    .limit(pageSize);
  return page.map((row) => ({
    id: row.id,
    source_id: row.sourceId,
    title: row.title,
    url: row.url,
    published_at: row.publishedAt?.toISOString() ?? null,
    authors: row.authors,
    tags: [...new Set([...row.categories, ...row.sourceTags])],
    content: row.text,
    discovered_at: row.collectedAt.toISOString(),
  }));
}
