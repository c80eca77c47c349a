import type { Db } from "@cti/db/client";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { articles } from "@cti/db/schema/articles";
import { eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { findStories } from "./lock-stories.ts";

export type MembershipExplanation = {
  story: { id: number; title: string };
  article: { id: number; title: string };
  by: string;
  kind: string;
  similarity: number;
  joined_at: Date;
  /** One sentence and the numbers behind it: score, threshold, runner-up, parts, terms, entities, time, profile. */
  reasons: Record<string, unknown>;
};

/** Why an article belongs to a story. Throws `not_found` when it does not, naming the story that it is in. */
export async function explainMembership(
  db: Db,
  { storyId, articleId }: { storyId: number; articleId: number },
): Promise<MembershipExplanation> {
  const [story] = await findStories(db, [storyId]);
  const [row] = await db
    .select({
      storyId: stories.id,
      storyTitle: stories.title,
      title: articles.title,
      by: storyArticles.by,
      kind: storyArticles.kind,
      similarity: storyArticles.similarity,
      joinedAt: storyArticles.joinedAt,
      reasons: storyArticles.reasons,
    })
    .from(storyArticles)
    .innerJoin(stories, eq(stories.id, storyArticles.storyId))
    .innerJoin(articles, eq(articles.id, storyArticles.articleId))
    .where(eq(storyArticles.articleId, articleId));
  if (!row || row.storyId !== story?.id)
    throw new DomainError(
      "not_found",
      row
        ? `Article ${articleId} is in story ${row.storyId}, not in ${storyId}`
        : `Article ${articleId} is in no story; \`articles show ${articleId}\` says what it is`,
    );
  const { title, storyTitle, by, kind, similarity, joinedAt, reasons } = row;
  return {
    story: { id: story.id, title: storyTitle },
    article: { id: articleId, title },
    by,
    kind,
    similarity,
    joined_at: joinedAt,
    reasons,
  };
}
