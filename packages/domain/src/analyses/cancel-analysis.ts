import type { Db } from "@cti/db/client";
import { analyses, analysisParts } from "@cti/db/schema/analyses";
import { and, eq, inArray, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { type AnalysisLine, readLine } from "./analysis-line.ts";

/**
 * Cancels an analysis that waits or runs: whichever process has it in hand sees that within seconds. Its job, if it has
 * one, is to be cancelled after the transaction, which is faster. What another tenant asked for is left to it, unless
 * `ofAll`. Throws DomainError: not_found, forbidden, conflict when it has ended.
 */
export async function cancelAnalysis(
  tx: Db,
  id: number,
  { ofAll, now }: { ofAll: boolean; now: Date },
): Promise<AnalysisLine> {
  const isOpen = and(eq(analyses.id, id), inArray(analyses.status, ["queued", "running"]));
  const isOurs = sql`${analyses.params}->>'tenant' is not distinct from current_tenant()::text`;
  const [row] = await tx
    .update(analyses)
    .set({ status: "cancelled", error: "Cancelled", finishedAt: now })
    .where(ofAll ? isOpen : and(isOpen, isOurs))
    .returning({ id: analyses.id });
  const line = await readLine(tx, id);
  if (!row && (line.status === "queued" || line.status === "running"))
    throw new DomainError("forbidden", `Analysis ${id} was asked for by others: only they may cancel it`);
  if (!row) throw new DomainError("conflict", `Analysis ${id} is ${line.status}: there is nothing to cancel`);
  await tx.delete(analysisParts).where(eq(analysisParts.analysisId, id));
  return line;
}
