import type { Db } from "@cti/db/client";
import { stories, storyArticles, storyChanges, storyConstraints } from "@cti/db/schema/stories";
import { and, eq, gt, inArray, isNull, or } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { holdStories } from "./lock-stories.ts";
import { recountStories } from "./recount-stories.ts";

type Change = typeof storyChanges.$inferSelect;

/**
 * Takes a merge or a split back: every article it moved is again where it was and why it was there. A merge by rule
 * that is taken back is not made again. Throws `conflict` when a later change builds on it.
 */
export async function undoChange(
  db: Db,
  changeId: number,
  now: Date,
): Promise<{ kind: "merge" | "split"; stories: number[]; moved: number }> {
  return db.transaction(async (tx) => {
    await holdStories(tx);
    const change = await findChange(tx, changeId);
    const { fromStoryId: from, intoStoryId: into } = change;
    if (change.kind === "merge" && change.by === "rule") await keepApart(tx, change, now);
    else await tx.delete(storyConstraints).where(eq(storyConstraints.changeId, changeId));
    await tx.update(stories).set({ mergedInto: null }).where(eq(stories.id, from));
    let moved = 0;
    for (const { articleId, ...before } of change.moved) {
      const rows = await tx
        .update(storyArticles)
        .set({ ...before, joinedAt: new Date(before.joinedAt) })
        .where(and(eq(storyArticles.articleId, articleId), eq(storyArticles.storyId, into)))
        .returning({ id: storyArticles.articleId });
      moved += rows.length;
    }
    // What came to the new story after the split goes along, so that no article is left without a story.
    if (change.kind === "split") {
      await tx.update(storyArticles).set({ storyId: from }).where(eq(storyArticles.storyId, into));
      await tx.update(stories).set({ mergedInto: from, updatedAt: now }).where(eq(stories.id, into));
    }
    await tx.update(storyChanges).set({ undoneAt: now }).where(eq(storyChanges.id, changeId));
    await recountStories(tx, [from, into], now);
    return { kind: change.kind, stories: [from, into], moved };
  });
}

async function findChange(tx: Db, changeId: number): Promise<Change> {
  const [change] = await tx.select().from(storyChanges).where(eq(storyChanges.id, changeId));
  if (!change)
    throw new DomainError("not_found", `There is no change ${changeId}; \`stories show\` lists them`);
  if (change.undoneAt) throw new DomainError("conflict", `Change ${changeId} was taken back already`);
  const touched = [change.fromStoryId, change.intoStoryId];
  const [later] = await tx
    .select({ id: storyChanges.id })
    .from(storyChanges)
    .where(
      and(
        gt(storyChanges.id, changeId),
        isNull(storyChanges.undoneAt),
        or(inArray(storyChanges.fromStoryId, touched), inArray(storyChanges.intoStoryId, touched)),
      ),
    )
    .orderBy(storyChanges.id)
    .limit(1);
  if (later)
    throw new DomainError(
      "conflict",
      `Change ${later.id} came after it; \`stories undo ${later.id}\` takes that back first`,
    );
  return change;
}

async function keepApart(tx: Db, change: Change, now: Date): Promise<void> {
  const going = new Set(change.moved.map(({ articleId }) => articleId));
  const members = await tx
    .select({ id: storyArticles.articleId })
    .from(storyArticles)
    .where(eq(storyArticles.storyId, change.intoStoryId));
  const staying = members.filter(({ id }) => !going.has(id));
  const pairs = [...going].flatMap((articleA) => staying.map(({ id: articleB }) => ({ articleA, articleB })));
  if (pairs.length > 0)
    await tx
      .insert(storyConstraints)
      .values(pairs.slice(0, 400).map((pair) => ({ ...pair, kind: "cannot" as const, createdAt: now })));
}
