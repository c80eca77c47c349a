import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import type { TriageState } from "@cti/db/schema/triage";
import type { Query } from "@cti/pipeline/query/query";
import { type SQL, sql } from "drizzle-orm";

import { stateNow } from "../triage/state-now.ts";
import { excerptOf } from "./excerpt.ts";
import { idArray } from "./sql-list.ts";

export type ArticleLine = {
  id: number;
  source: string;
  title: string;
  url: string | null;
  authors: string[];
  published_at: Date | null;
  published_flag: string | null;
  collected_at: Date;
  language: string | null;
  word_count: number;
  version: number;
  text_source: string;
  scrape_error: string | null;
  rejected_reason: string | null;
  quality: number | null;
  hunt: number | null;
  score: number | null;
  story: number | null;
  /** The article whose text this one repeats. */
  twin_of: number | null;
  state: TriageState;
  starred: boolean;
  /** The passage that a search found, matches between « and ». */
  excerpt?: string;
};

/** Of the tenant. */
const ofTriage = sql`from triage t where t.tenant_id = current_tenant() and t.subject = 'article' and t.subject_id = articles.id`;

/**
 * Columns of a line, for a select from `articles`. What stands in other tables is asked for row by row: planning a join
 * of seven tables would take longer than that.
 */
export const lineColumns = {
  id: articles.id,
  source: sql<string>`(select s.slug from sources s where s.id = articles.source_id)`,
  title: articles.title,
  url: articles.url,
  authors: articles.authors,
  published_at: articles.publishedAt,
  published_flag: articles.publishedFlag,
  collected_at: articles.collectedAt,
  language: articles.language,
  word_count: articles.wordCount,
  version: articles.version,
  text_source: articles.textSource,
  scrape_error: articles.scrapeError,
  rejected_reason: articles.rejectedReason,
  quality: sql<number | null>`(select f.quality from article_features f where f.article_id = articles.id)`,
  hunt: sql<number | null>`(select f.hunt_score from article_features f where f.article_id = articles.id)`,
  score: sql<number | null>`(select c.total from scores c
    where c.tenant_id = current_tenant() and c.subject = 'article' and c.subject_id = articles.id)`,
  story: numberOrNull(sql`(select m.story_id from story_articles m where m.article_id = articles.id)`),
  twin_of: numberOrNull(sql`(select w.primary_id from article_twins w where w.article_id = articles.id)`),
  state: sql<TriageState>`coalesce((select ${stateNow} ${ofTriage}), 'new')`,
  starred: sql<boolean>`coalesce((select t.starred ${ofTriage}), false)`,
};

/** The driver gives numbers of 64 bits as text. */
function numberOrNull(value: SQL): SQL<number | null> {
  return sql<number | null>`${value}`.mapWith(Number) as SQL<number | null>;
}

/** The lines of these articles in the order of the ids, with `search` each with its passage. Those that are gone are left out. */
export async function loadArticleLines(db: Db, ids: number[], search: Query | null): Promise<ArticleLine[]> {
  if (ids.length === 0) return [];
  const excerpt = search && excerptOf(search);
  const rows = await db
    .select({ ...lineColumns, ...(excerpt && { excerpt }) })
    .from(articles)
    .where(sql`${articles.id} = ${idArray(ids)}`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
