import type { Db } from "@cti/db/client";
import { stories, storyArticles, storyChanges, storyConstraints } from "@cti/db/schema/stories";
import { and, desc, eq, inArray, or, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { findStories, holdStories } from "./lock-stories.ts";
import { recountStories } from "./recount-stories.ts";

export type Hand = { by: "rule" | "analyst"; actor: string; reason: string; now: Date };

/**
 * Moves all articles of one story into another one; `stories undo` with the returned change puts them back. An
 * analyst's merge binds: the two are never taken apart by rule. Throws `conflict` for stories that were split by hand.
 */
export async function mergeStories(
  db: Db,
  { into, from }: { into: number; from: number },
  hand: Hand,
): Promise<{ changeId: number; into: number; from: number; moved: number }> {
  return db.transaction(async (tx) => {
    await holdStories(tx);
    const [target, source] = await findStories(tx, [into, from]);
    if (!target || !source || target.id === source.id)
      throw new DomainError("invalid", `Story ${from} is a part of story ${into} already`);
    await refuseSplit(tx, target.id, source.id);
    return moveAll(tx, { into: target.id, from: source.id }, hand);
  });
}

/** The merge itself, inside of the caller's transaction and its hold on the stories. */
export async function moveAll(
  tx: Db,
  { into, from }: { into: number; from: number },
  { by, actor, reason, now }: Hand,
): Promise<{ changeId: number; into: number; from: number; moved: number }> {
  const moved = await tx.select().from(storyArticles).where(eq(storyArticles.storyId, from));
  const [change] = await tx
    .insert(storyChanges)
    .values({ kind: "merge", fromStoryId: from, intoStoryId: into, by, actor, reason, moved, at: now })
    .returning({ id: storyChanges.id });
  if (!change) throw new Error("The change was not stored.");
  if (by === "analyst") await bind(tx, { into, from, changeId: change.id, now });
  await tx.update(storyArticles).set({ storyId: into }).where(eq(storyArticles.storyId, from));
  await tx.update(stories).set({ mergedInto: into, updatedAt: now }).where(eq(stories.id, from));
  await recountStories(tx, [into, from], now);
  return { changeId: change.id, into, from, moved: moved.length };
}

async function bind(
  tx: Db,
  { into, from, changeId, now }: { into: number; from: number; changeId: number; now: Date },
): Promise<void> {
  // Of each story its title's article, or another one where that has gone with its source.
  const members = await tx
    .selectDistinctOn([storyArticles.storyId], { articleId: storyArticles.articleId })
    .from(storyArticles)
    .innerJoin(stories, eq(stories.id, storyArticles.storyId))
    .where(inArray(storyArticles.storyId, [into, from]))
    .orderBy(
      storyArticles.storyId,
      desc(sql`${storyArticles.articleId} is not distinct from ${stories.titleArticleId}`),
      storyArticles.articleId,
    );
  const [a, b] = members.map(({ articleId }) => articleId);
  if (a && b)
    await tx
      .insert(storyConstraints)
      .values({ kind: "must", articleA: a, articleB: b, changeId, createdAt: now });
}

async function refuseSplit(tx: Db, one: number, other: number): Promise<void> {
  const inStory = (id: number): ReturnType<typeof memberIds> => memberIds(tx, id);
  const [apart] = await tx
    .select({ changeId: storyConstraints.changeId })
    .from(storyConstraints)
    .where(
      and(
        eq(storyConstraints.kind, "cannot"),
        or(
          and(
            inArray(storyConstraints.articleA, inStory(one)),
            inArray(storyConstraints.articleB, inStory(other)),
          ),
          and(
            inArray(storyConstraints.articleA, inStory(other)),
            inArray(storyConstraints.articleB, inStory(one)),
          ),
        ),
      ),
    )
    .limit(1);
  if (apart)
    throw new DomainError(
      "conflict",
      `Stories ${one} and ${other} were taken apart by hand; \`stories undo ${apart.changeId ?? ""}\` takes that back first`,
    );
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- a query whose type only drizzle can write
const memberIds = (tx: Db, storyId: number) =>
  tx.select({ id: storyArticles.articleId }).from(storyArticles).where(eq(storyArticles.storyId, storyId));
