import type { Db } from "@cti/db/client";
import { articleTwins } from "@cti/db/schema/article-features";
import { stories, storyArticles, storyChanges, storyConstraints } from "@cti/db/schema/stories";
import { eq, inArray } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { findStory, holdStories } from "./lock-stories.ts";
import type { Hand } from "./merge-stories.ts";
import { recountStories } from "./recount-stories.ts";

/** So many pairs say that two groups do not belong together; more would say it no better. */
const maxPairs = 400;

/**
 * Takes articles, with their twins, out of a story into one of their own. What stays and what goes are never put
 * together again by rule; `stories undo` takes the split back.
 */
export async function splitStory(
  db: Db,
  { storyId, articleIds }: { storyId: number; articleIds: number[] },
  { by, actor, reason, now }: Hand,
): Promise<{ changeId: number; from: number; into: number; moved: number }> {
  return db.transaction(async (tx) => {
    await holdStories(tx);
    const story = await findStory(tx, storyId);
    const { going, staying } = await divide(tx, story.id, articleIds);
    const ids = going.map(({ articleId }) => articleId);
    const { title, firstAt, lastAt } = story;
    const [created] = await tx
      .insert(stories)
      .values({ title, firstAt, lastAt, articleCount: 0, ownerCount: 0, updatedAt: now })
      .returning({ id: stories.id });
    const into = created?.id ?? 0;
    const [change] = await tx
      .insert(storyChanges)
      .values({
        kind: "split",
        fromStoryId: story.id,
        intoStoryId: into,
        by,
        actor,
        reason,
        moved: going,
        at: now,
      })
      .returning({ id: storyChanges.id });
    const changeId = change?.id ?? 0;
    await tx.insert(storyConstraints).values(
      ids
        .flatMap((articleA) => staying.map(({ articleId: articleB }) => ({ articleA, articleB })))
        .slice(0, maxPairs)
        .map((pair) => ({ ...pair, kind: "cannot" as const, changeId, createdAt: now })),
    );
    await tx
      .update(storyArticles)
      .set({ storyId: into, by, kind: "split", reasons: { sentence: reason } })
      .where(inArray(storyArticles.articleId, ids));
    await tx.update(stories).set({ splitProposal: null }).where(eq(stories.id, story.id));
    await recountStories(tx, [story.id, into], now);
    return { changeId, from: story.id, into, moved: ids.length };
  });
}

type Row = typeof storyArticles.$inferSelect;

async function divide(
  tx: Db,
  storyId: number,
  articleIds: number[],
): Promise<{ going: Row[]; staying: Row[] }> {
  const members = await tx.select().from(storyArticles).where(eq(storyArticles.storyId, storyId));
  const stranger = articleIds.find((id) => members.every(({ articleId }) => articleId !== id));
  if (stranger !== undefined)
    throw new DomainError(
      "invalid",
      `Article ${stranger} is not in story ${storyId}; \`stories show ${storyId}\` lists its articles`,
    );
  const twins = await tx
    .select({ id: articleTwins.articleId })
    .from(articleTwins)
    .where(inArray(articleTwins.primaryId, articleIds));
  const wanted = new Set([...articleIds, ...twins.map(({ id }) => id)]);
  const going = members.filter(({ articleId }) => wanted.has(articleId));
  const staying = members.filter(({ articleId }) => !wanted.has(articleId));
  if (staying.length === 0)
    throw new DomainError("invalid", `That is all of story ${storyId}; leave at least one article in it`);
  return { going, staying };
}
