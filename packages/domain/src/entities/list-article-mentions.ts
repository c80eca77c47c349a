import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { currentMentions, entities } from "@cti/db/schema/entities";
import { unpackPlace } from "@cti/pipeline/entities/places";
import { and, asc, eq, gt, inArray } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";

/** An entity as one article names it. Offsets count UTF-16 units of the field they name. */
export type ArticleMention = {
  entity_id: number;
  type: string;
  value: string;
  label: string | null;
  external_id: string | null;
  status: string;
  role: string | null;
  confidence: number;
  reasons: string[];
  verdict: "accepted" | "rejected" | null;
  /** The list that knows the value as harmless. */
  benign: string | null;
  matched: string;
  count: number;
  in_title: boolean;
  places: { field: "title" | "text"; start: number; end: number }[];
};

export type MentionFilter = { types: readonly string[]; statuses: readonly string[] };

/** What an article names, in the order of the entities' numbers. Throws `not_found`, BadCursor. */
export async function listArticleMentions(
  db: Db,
  articleId: number,
  { types, statuses }: MentionFilter,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ items: ArticleMention[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "entity");
  const [article] = await db.select({ id: articles.id }).from(articles).where(eq(articles.id, articleId));
  if (!article) throw new DomainError("not_found", `There is no article ${articleId}`);
  const rows = await db
    .select({
      entity_id: entities.id,
      type: entities.type,
      value: entities.value,
      label: entities.label,
      external_id: entities.externalId,
      status: currentMentions.status,
      role: currentMentions.role,
      confidence: currentMentions.confidence,
      reasons: currentMentions.reasons,
      verdict: currentMentions.verdict,
      benign: currentMentions.benign,
      matched: currentMentions.matched,
      count: currentMentions.count,
      in_title: currentMentions.inTitle,
      places: currentMentions.places,
    })
    .from(currentMentions)
    .innerJoin(entities, eq(entities.id, currentMentions.entityId))
    .where(
      and(
        eq(currentMentions.articleId, articleId),
        after ? gt(currentMentions.entityId, Number(after.id) || 0) : undefined,
        types.length > 0 ? inArray(entities.type, [...types]) : undefined,
        statuses.length > 0 ? inArray(currentMentions.status, [...statuses]) : undefined,
      ),
    )
    .orderBy(asc(currentMentions.entityId))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ entity_id }) => writeCursor("entity", null, entity_id));
  return {
    ...page,
    items: page.items.map(({ places, ...row }) => ({
      ...row,
      confidence: Math.round(row.confidence * 100) / 100,
      places: places.map(unpackPlace).map(({ field, start, end }) => ({ field, start, end })),
    })),
  };
}
