import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { and, eq, isNull, ne } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** Takes a rejected article back in; its source's rules reject it no more. The next sweep extracts it. */
export async function restoreArticle(
  db: Db,
  id: number,
  now: Date,
): Promise<{ id: number; title: string; reason: string }> {
  return db.transaction(async (tx) => {
    const [article] = await tx
      .select({ title: articles.title, reason: articles.rejectedReason, contentHash: articles.contentHash })
      .from(articles)
      .where(eq(articles.id, id))
      .for("update");
    if (!article)
      throw new DomainError(
        "not_found",
        `There is no article ${id}; \`articles list --rejected\` shows them`,
      );
    if (article.reason === null) throw new DomainError("conflict", `Article ${id} is not rejected`);
    // Only one article may hold the hash of a text; the text itself stays, and the twin step finds its likeness.
    const [holder] = article.contentHash
      ? await tx
          .select({ id: articles.id })
          .from(articles)
          .where(
            and(
              eq(articles.contentHash, article.contentHash),
              isNull(articles.rejectedReason),
              ne(articles.id, id),
            ),
          )
          .limit(1)
      : [];
    await tx
      .update(articles)
      .set({ rejectedReason: null, restoredAt: now, ...(holder && { contentHash: null }) })
      .where(eq(articles.id, id));
    return { id, title: article.title, reason: article.reason };
  });
}
