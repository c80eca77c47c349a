import type { Db } from "@cti/db/client";
import { mentions, verdicts } from "@cti/db/schema/entities";
import { and, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { Entity } from "./find-entity.ts";

export type Judgement = {
  /** null decides for all articles. */
  articleId: number | null;
  verdict: "accepted" | "rejected";
  note: string | null;
  actor: string;
};

/** Stores what an analyst decided of an entity, in one article or everywhere; a later decision replaces it. */
export async function judgeEntity(db: Db, entity: Entity, judgement: Judgement, now: Date): Promise<void> {
  const { articleId, verdict, note, actor } = judgement;
  if (articleId !== null) {
    const [mention] = await db
      .select({ id: mentions.entityId })
      .from(mentions)
      .where(and(eq(mentions.entityId, entity.id), eq(mentions.articleId, articleId)));
    if (!mention) throw new DomainError("not_found", `Article ${articleId} does not mention ${entity.value}`);
  }
  await db
    .insert(verdicts)
    .values({ entityId: entity.id, articleId, verdict, note, actor, decidedAt: now })
    .onConflictDoUpdate({
      target: [verdicts.entityId, verdicts.articleId],
      set: { verdict, note, actor, decidedAt: now },
    });
}

/** Forgets a decision, so that the extractor's word counts again; false when there was none. */
export async function unjudgeEntity(db: Db, entity: Entity, articleId: number | null): Promise<boolean> {
  const rows = await db
    .delete(verdicts)
    .where(
      and(
        eq(verdicts.entityId, entity.id),
        articleId === null ? isNull(verdicts.articleId) : eq(verdicts.articleId, articleId),
      ),
    )
    .returning({ id: verdicts.id });
  return rows.length > 0;
}
