import { articles } from "@cti/db/schema/articles";
import type { Db } from "@cti/db/client";
import { sources } from "@cti/db/schema/sources";
import { type SQL, and, asc, eq, gt, isNull } from "drizzle-orm";

import { appearedSince } from "./find-articles.ts";

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

const pageSize = 200;

/** Streams articles in the order of their ids, a page of 200 in memory at a time. */
export async function* exportArticles(
  db: Db,
  filter: { since: Date | null; sourceId: number | null },
): AsyncGenerator<ExportedArticle> {
  for (let after = 0; ;) {
    const conditions: (SQL | undefined)[] = [
      gt(articles.id, after),
      isNull(articles.rejectedReason),
      filter.sourceId === null ? undefined : eq(articles.sourceId, filter.sourceId),
      filter.since ? appearedSince(filter.since) : undefined,
    ];
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
      .where(and(...conditions))
      .orderBy(asc(articles.id))
      .limit(pageSize);
    for (const row of page)
      yield {
        id: row.id,
        source_id: row.sourceId,
        title: row.title,
        url: row.url,
        published_at: row.publishedAt?.toISOString() ?? null,
        authors: row.authors,
        tags: [...new Set([...row.categories, ...row.sourceTags])],
        content: row.text,
        discovered_at: row.collectedAt.toISOString(),
      };
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}
