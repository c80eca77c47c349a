import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { type RankPart, scores } from "@cti/db/schema/scores";
import { stories } from "@cti/db/schema/stories";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { Subject } from "./load-rank-inputs.ts";

export type RankExplanation = Subject & {
  title: string;
  total: number;
  product: number;
  middle: number;
  parts: RankPart[];
  version: string;
  ranked_at: Date;
};

/** The factors of a rank with their reasons. Throws `not_found` when there is no such subject or no rank yet. */
export async function explainRank(db: Db, { subject, id }: Subject): Promise<RankExplanation> {
  const table = subject === "article" ? articles : stories;
  const [named] = await db.select({ title: table.title }).from(table).where(eq(table.id, id));
  if (!named)
    throw new DomainError(
      "not_found",
      `There is no ${subject} ${id}; \`${subject === "article" ? "articles" : "stories"} list\` shows them`,
    );
  const [score] = await db
    .select()
    .from(scores)
    .where(and(eq(scores.tenantId, currentTenant), eq(scores.subject, subject), eq(scores.subjectId, id)));
  if (!score)
    throw new DomainError(
      "not_found",
      `The ${subject} ${id} has no rank yet; \`pipeline run\` ranks what is due`,
    );
  const { total, product, middle, parts, version, rankedAt } = score;
  return { subject, id, title: named.title, total, product, middle, parts, version, ranked_at: rankedAt };
}
