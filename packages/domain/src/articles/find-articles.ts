import type { Db } from "@cti/db/client";
import { articleCopies, articles, articleVersions } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { articleFeatures, articleTwins, type ScorePart } from "@cti/db/schema/article-features";
import { scores } from "@cti/db/schema/scores";
import { storyArticles } from "@cti/db/schema/stories";
import type { Query } from "@cti/pipeline/query/query";
import { type SQL, and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { compileQuery } from "./compile-query.ts";

export type ArticleFilter = {
  source?: string | null;
  tag?: string | null;
  language?: string | null;
  since?: Date | null;
  /** In the search language; see `readSearch`. */
  search?: Query | null;
  order?: "match" | "newest" | "score" | "hunt";
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
  quality: number | null;
  hunt: number | null;
  score: number | null;
  story: number | null;
  /** The article whose text this one repeats. */
  twin_of: number | null;
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
  quality: articleFeatures.quality,
  hunt: articleFeatures.huntScore,
  score: scores.total,
  story: storyArticles.storyId,
  twin_of: articleTwins.primaryId,
};

const ofArticle = and(eq(scores.subject, "article"), eq(scores.subjectId, articles.id));

const newestFirst = [sql`coalesce(${articles.publishedAt}, ${articles.collectedAt}) desc`, desc(articles.id)];

/** Articles, newest first; with `search` the best matches first, unless another order is asked for. */
export async function findArticles(db: Db, filter: ArticleFilter): Promise<ArticleLine[]> {
  const { search = null, order = search ? "match" : "newest" } = filter;
  const condition = search && (await compileQuery(db, search));
  const marks = search && marksOf(search);
  const excerpt = sql<string>`ts_headline('pg_catalog.english', left(${articles.text}, 50000), ${marks},
    'StartSel=«, StopSel=», MaxWords=24, MinWords=12, MaxFragments=1')`;
  const orders: Record<typeof order, SQL[]> = {
    match: marks ? [sql`ts_rank(${articles.search}, ${marks}) desc`] : [],
    newest: [],
    score: [sql`${scores.total} desc nulls last`],
    hunt: [sql`${articleFeatures.huntScore} desc nulls last`],
  };
  return db
    .select({ ...lineColumns, ...(marks && { excerpt }) })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .leftJoin(articleFeatures, eq(articleFeatures.articleId, articles.id))
    .leftJoin(articleTwins, eq(articleTwins.articleId, articles.id))
    .leftJoin(storyArticles, eq(storyArticles.articleId, articles.id))
    .leftJoin(scores, ofArticle)
    .where(and(...conditionsOf(filter), condition ?? undefined))
    .orderBy(...orders[order], ...newestFirst)
    .limit(filter.limit);
}

/** What of a search is to be marked in the text: its words, wherever they are asked for. */
function marksOf(query: Query): SQL | null {
  const texts = textsOf(query);
  if (texts.length === 0) return null;
  return sql`(${sql.join(
    texts.map((text) => sql`phraseto_tsquery('pg_catalog.english', ${text})`),
    sql` || `,
  )})`;
}

function textsOf(query: Query): string[] {
  if (query.kind === "and" || query.kind === "or") return query.nodes.flatMap(textsOf);
  if (query.kind === "word") return [query.word];
  if (query.kind === "phrase") return [query.text];
  if (query.kind === "prefix") return [query.prefix];
  if (query.kind !== "indicator") return [];
  return query.words.length > 0 ? [query.words.join(" "), query.value] : [query.value];
}

/** By the publisher's date, or by ours where there is none. */
export function appearedSince(since: Date): SQL {
  return sql`coalesce(${articles.publishedAt}, ${articles.collectedAt}) >= ${since.toISOString()}::timestamptz`;
}

function asksForRejected(query: Query): boolean {
  if (query.kind === "and" || query.kind === "or") return query.nodes.some(asksForRejected);
  if (query.kind === "not") return asksForRejected(query.node);
  return query.kind === "is" && query.values.includes("rejected");
}

function conditionsOf(filter: Omit<ArticleFilter, "limit">): (SQL | undefined)[] {
  return [
    filter.rejected ? isNotNull(articles.rejectedReason) : undefined,
    // Hidden, unless a search asks for them.
    !filter.rejected && !(filter.search && asksForRejected(filter.search))
      ? isNull(articles.rejectedReason)
      : undefined,
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
  quality_parts: ScorePart[] | null;
  hunt_parts: ScorePart[] | null;
  /** Why the primary of this twin is held to be first. */
  first_because: string | null;
  twins: {
    id: number;
    source: string;
    title: string;
    url: string | null;
    kind: string;
    similarity: number;
    first_because: string;
  }[];
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
      quality_parts: articleFeatures.qualityParts,
      hunt_parts: articleFeatures.huntParts,
      first_because: articleTwins.firstBecause,
    })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .leftJoin(articleFeatures, eq(articleFeatures.articleId, articles.id))
    .leftJoin(articleTwins, eq(articleTwins.articleId, articles.id))
    .leftJoin(storyArticles, eq(storyArticles.articleId, articles.id))
    .leftJoin(scores, ofArticle)
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
  const twins = await db
    .select({
      id: articles.id,
      source: sources.slug,
      title: articles.title,
      url: articles.url,
      kind: articleTwins.kind,
      similarity: articleTwins.similarity,
      first_because: articleTwins.firstBecause,
    })
    .from(articleTwins)
    .innerJoin(articles, eq(articles.id, articleTwins.articleId))
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(eq(articleTwins.primaryId, id))
    .orderBy(asc(articles.id));
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
  return { ...article, twins, copies, versions };
}
