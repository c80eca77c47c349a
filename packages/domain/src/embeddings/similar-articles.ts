import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { articleTwins } from "@cti/db/schema/article-features";
import { eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { type EmbeddingModel, embeddingModelOf } from "./embedding-model.ts";
import { findNearest, readVectorOf } from "./nearest-articles.ts";
import { type Near, toNear } from "./near.ts";
import { findSimilarByWords } from "./similar-by-words.ts";

/**
 * Articles that are about much the same as one, the nearest first, without itself and the twins of its text. By the
 * vector that is stored of it, so that it needs no model that answers; where there is none, by words. Throws
 * `not_found`.
 */
export async function findSimilarArticles(
  db: Db,
  models: EmbeddingModel,
  { articleId, limit }: { articleId: number; limit: number },
): Promise<Near> {
  const primaryId = await findPrimary(db, articleId);
  const without = [primaryId];
  const model = embeddingModelOf(models);
  const vector = model === null ? null : await readVectorOf(db, { model, articleId: primaryId });
  if (model !== null && vector !== null) {
    const near = await findNearest(db, vector, { model, without, limit });
    if (near.length > 0) return toNear(db, "meaning", near);
  }
  const near = await findSimilarByWords(db, primaryId, { without, limit });
  return toNear(db, "words", near, whyWords(models, vector !== null));
}

async function findPrimary(db: Db, articleId: number): Promise<number> {
  const [row] = await db
    .select({ primaryId: articleTwins.primaryId })
    .from(articles)
    .leftJoin(articleTwins, eq(articleTwins.articleId, articles.id))
    .where(eq(articles.id, articleId));
  if (!row)
    throw new DomainError("not_found", `There is no article ${articleId}; \`articles list\` shows them`);
  return row.primaryId ?? articleId;
}

function whyWords({ settings }: EmbeddingModel, hasVector: boolean): string {
  const found = "these share words and names with it";
  if (settings.embedModel === "") return `No embedding model is set (LLM_EMBED_MODEL): ${found}.`;
  if (hasVector) return `No other article is embedded by ${settings.embedModel} yet: ${found}.`;
  if (settings.url === null) return `No model is configured (set OLLAMA_URL to use one): ${found}.`;
  return `This article is not embedded by ${settings.embedModel} yet: ${found}.`;
}
