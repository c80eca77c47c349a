import type { Db } from "@cti/db/client";
import { articleCopies, articles, articleVersions } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { type SQL, and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { splitSearch } from "./split-search.ts";

export type ArticleFilter = {
  source?: string | null;
  tag?: string | null;
  language?: string | null;
  since?: Date | null;
  /** Words as people type them for a web search: quotes, or, minus. */
  search?: string | null;
  /** Only articles that a rule or a refusal keeps out of the list. */
  rejected?: boolean;
  /** Only articles whose page could not be read. */
  incomplete?: boolean;
  limit: number;
};

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
  /** The passage that a search found, matches between « and ». */
  excerpt?: string;
};

const lineColumns = {
  id: articles.id,
  source: sources.slug,
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
};

const newestFirst = [sql`coalesce(${articles.publishedAt}, ${articles.collectedAt}) desc`, desc(articles.id)];

/** Articles, newest first; with `search` the best matches first. */
export async function findArticles(db: Db, filter: ArticleFilter): Promise<ArticleLine[]> {
  const { words, literals } = filter.search ? splitSearch(filter.search) : { words: "", literals: [] };
  const query = words ? sql`websearch_to_tsquery('english', ${words})` : null;
  const conditions = [
    ...conditionsOf(filter),
    query ? sql`${articles.search} @@ ${query}` : undefined,
    ...literals.map((literal) => sql`(${articles.text} ~* ${literal} or ${articles.title} ~* ${literal})`),
  ];
  const excerpt = sql<string>`ts_headline('english', left(${articles.text}, 50000), ${query ?? sql`''`},
    'StartSel=«, StopSel=», MaxWords=24, MinWords=12, MaxFragments=1')`;
  const rank = sql`ts_rank(${articles.search}, ${query ?? sql`''`}) desc`;
  return db
    .select({ ...lineColumns, ...(query && { excerpt }) })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(and(...conditions))
    .orderBy(...(query ? [rank] : []), ...newestFirst)
    .limit(filter.limit);
}

/** By the publisher's date, or by ours where there is none. */
export function appearedSince(since: Date): SQL {
  return sql`coalesce(${articles.publishedAt}, ${articles.collectedAt}) >= ${since.toISOString()}::timestamptz`;
}

function conditionsOf(filter: Omit<ArticleFilter, "limit" | "search">): (SQL | undefined)[] {
  return [
    filter.rejected ? isNotNull(articles.rejectedReason) : isNull(articles.rejectedReason),
    filter.incomplete ? isNotNull(articles.scrapeError) : undefined,
    filter.source ? eq(sources.slug, filter.source) : undefined,
    filter.tag ? sql`${filter.tag} = any(${sources.tags})` : undefined,
    filter.language ? eq(articles.language, filter.language) : undefined,
    filter.since ? appearedSince(filter.since) : undefined,
  ];
}

export type ArticleDetail = ArticleLine & {
  categories: string[];
  canonical_url: string | null;
  summary: string | null;
  text: string;
  html: string;
  links: { url: string; text: string }[];
  modified_at: Date | null;
  changed_at: Date | null;
  scrape_message: string | null;
  text_note: string | null;
  copies: { source: string; url: string | null; title: string; reason: string }[];
  versions: { version: number; title: string; word_count: number; replaced_at: Date; text: string }[];
};

/** One article with its copies elsewhere and its earlier versions. */
export async function showArticle(db: Db, id: number): Promise<ArticleDetail> {
  const [article] = await db
    .select({
      ...lineColumns,
      categories: articles.categories,
      canonical_url: articles.canonicalUrl,
      summary: articles.summary,
      text: articles.text,
      html: articles.html,
      links: articles.links,
      modified_at: articles.modifiedAt,
      changed_at: articles.changedAt,
      scrape_message: articles.scrapeMessage,
      text_note: articles.textNote,
    })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(eq(articles.id, id));
  if (!article) throw new DomainError("not_found", `There is no article ${id}; \`articles list\` shows them`);
  const copies = await db
    .select({
      source: sources.slug,
      url: articleCopies.url,
      title: articleCopies.title,
      reason: articleCopies.reason,
    })
    .from(articleCopies)
    .innerJoin(sources, eq(sources.id, articleCopies.sourceId))
    .where(eq(articleCopies.articleId, id));
  const versions = await db
    .select({
      version: articleVersions.version,
      title: articleVersions.title,
      word_count: articleVersions.wordCount,
      replaced_at: articleVersions.replacedAt,
      text: articleVersions.text,
    })
    .from(articleVersions)
    .where(eq(articleVersions.articleId, id))
    .orderBy(asc(articleVersions.version));
  return { ...article, copies, versions };
}
