import type { Db } from "@cti/db/client";
import { articleCopies, articles, articleVersions } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { articleFeatures, articleTwins, type ScorePart } from "@cti/db/schema/article-features";
import { asc, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { ArticleFilter as Conditions } from "./article-conditions.ts";
import { type ArticleLine, loadArticleLines } from "./article-lines.ts";
import { pageArticles } from "./page-articles.ts";

export type { ArticleLine } from "./article-lines.ts";

export type ArticleFilter = Conditions & {
  order?: "match" | "newest" | "score" | "hunt";
  limit: number;
};

/** Articles, newest first; with `search` the best matches first, unless another order is asked for. */
export async function findArticles(db: Db, filter: ArticleFilter): Promise<ArticleLine[]> {
  const { search = null, order = search ? "match" : "newest", limit, ...rest } = filter;
  const { items } = await pageArticles(db, { ...rest, search }, { sort: order, limit, cursor: null });
  return items;
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
  const [line] = await loadArticleLines(db, [id], null);
  const [article] = await db
    .select({
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
    .leftJoin(articleFeatures, eq(articleFeatures.articleId, articles.id))
    .leftJoin(articleTwins, eq(articleTwins.articleId, articles.id))
    .where(eq(articles.id, id));
  if (!line || !article)
    throw new DomainError("not_found", `There is no article ${id}; \`articles list\` shows them`);
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
  return { ...line, ...article, twins, copies, versions };
}
