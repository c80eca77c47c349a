import type { Db } from "@cti/db/client";
import { mentions, verdicts } from "@cti/db/schema/entities";
import { currentTenant } from "@cti/db/schema/tenants";
import { type SQL, and, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { Entity } from "./find-entity.ts";

export type Judgement = {
  /** null decides for all articles. */
  articleId: number | null;
  verdict: "accepted" | "rejected";
  note: string | null;
  actor: string;
};

/** What the tenant has decided already; null when it is nothing. */
export type Decided = Omit<Judgement, "articleId"> & { decidedAt: Date };

/**
 * Stores what an analyst decided of an entity, in one article or everywhere; a later decision replaces it. Returns
 * the one before. Throws `not_found` for an article that does not mention it.
 */
export async function judgeEntity(
  db: Db,
  entity: Pick<Entity, "id" | "value">,
  judgement: Judgement,
  now: Date,
): Promise<Decided | null> {
  const { articleId, verdict, note, actor } = judgement;
  if (articleId !== null) {
    const [mention] = await db
      .select({ id: mentions.entityId })
      .from(mentions)
      .where(and(eq(mentions.entityId, entity.id), eq(mentions.articleId, articleId)));
    if (!mention) throw new DomainError("not_found", `Article ${articleId} does not mention ${entity.value}`);
  }
  const before = await decidedOf(db, entity.id, articleId);
  await decide(db, { entityId: entity.id, articleId }, { verdict, note, actor, decidedAt: now });
  return before;
}

/** Writes a decision of the tenant, whether the article mentions the entity or not. */
export async function decide(
  db: Db,
  of: { entityId: number; articleId: number | null },
  decided: Decided,
): Promise<void> {
  await db
    .insert(verdicts)
    .values({ ...of, ...decided })
    .onConflictDoUpdate({
      target: [verdicts.tenantId, verdicts.entityId, verdicts.articleId],
      set: decided,
    });
}

/** Forgets a decision, so that the extractor's word counts again. Returns it; null when there was none. */
export async function unjudgeEntity(
  db: Db,
  entity: Pick<Entity, "id">,
  articleId: number | null,
): Promise<Decided | null> {
  const [row] = await db.delete(verdicts).where(decisionOn(entity.id, articleId)).returning(decidedColumns);
  return row ?? null;
}

const decidedColumns = {
  verdict: verdicts.verdict,
  note: verdicts.note,
  actor: verdicts.actor,
  decidedAt: verdicts.decidedAt,
};

/** What the tenant has decided of it, there or (null) everywhere; null when it is nothing. */
export async function decidedOf(db: Db, entityId: number, articleId: number | null): Promise<Decided | null> {
  const [row] = await db.select(decidedColumns).from(verdicts).where(decisionOn(entityId, articleId));
  return row ?? null;
}

function decisionOn(entityId: number, articleId: number | null): SQL | undefined {
  return and(
    eq(verdicts.tenantId, currentTenant),
    eq(verdicts.entityId, entityId),
    articleId === null ? isNull(verdicts.articleId) : eq(verdicts.articleId, articleId),
  );
}
