import type { Db } from "@cti/db/client";
import { type AnalysisVerdict, analysisVerdicts } from "@cti/db/schema/analyses";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq } from "drizzle-orm";

export type Said = {
  id: number;
  /** 0 is the whole. */
  claim: number;
  /** null takes it back. */
  verdict: AnalysisVerdict | null;
  actor: string;
  now: Date;
};

/** Writes down what a person of the tenant says of an analysis or of a claim; each has one word for each. */
export async function say(tx: Db, { id, claim, verdict, actor, now }: Said): Promise<void> {
  if (verdict === null) {
    await tx
      .delete(analysisVerdicts)
      .where(
        and(
          eq(analysisVerdicts.tenantId, currentTenant),
          eq(analysisVerdicts.analysisId, id),
          eq(analysisVerdicts.claim, claim),
          eq(analysisVerdicts.actor, actor),
        ),
      );
    return;
  }
  await tx
    .insert(analysisVerdicts)
    .values({ analysisId: id, claim, actor, verdict, at: now })
    .onConflictDoUpdate({
      target: [
        analysisVerdicts.tenantId,
        analysisVerdicts.analysisId,
        analysisVerdicts.claim,
        analysisVerdicts.actor,
      ],
      set: { verdict, at: now },
    });
}
