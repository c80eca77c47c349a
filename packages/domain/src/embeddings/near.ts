import type { Db } from "@cti/db/client";

import { type ArticleLine, loadArticleLines } from "../articles/article-lines.ts";
import type { NearArticle } from "./nearest-articles.ts";

/** Articles that are near to something, the nearest first. */
export type Near = {
  /** `meaning`: by vectors of the model that is set. `words`: by what they share, where there are none. */
  basis: "meaning" | "words";
  /** Why it goes by words, for people; null where it goes by meaning. */
  message: string | null;
  items: { article: ArticleLine; similarity: number }[];
};

/** The lines of what was found; articles that have gone meanwhile are left out. */
export async function toNear(
  db: Db,
  basis: Near["basis"],
  near: readonly NearArticle[],
  message: string | null = null,
): Promise<Near> {
  const similarities = new Map(near.map(({ id, similarity }) => [id, similarity]));
  const lines = await loadArticleLines(db, [...similarities.keys()], null);
  const items = lines.map((article) => ({ article, similarity: rounded(similarities.get(article.id) ?? 0) }));
  return { basis, message, items };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
