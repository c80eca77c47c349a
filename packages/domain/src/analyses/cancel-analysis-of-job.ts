import type { Db } from "@cti/db/client";
import { analyses, analysisParts } from "@cti/db/schema/analyses";
import { and, eq, inArray, sql } from "drizzle-orm";

import { announceAnalysis } from "./announce-analysis.ts";

/**
 * Cancels the analysis of a job that was taken out of its queue; of other jobs there is nothing to do. Of a job that
 * runs its worker says so; of one that waited nobody else does, and the analysis would be queued again.
 */
export async function cancelAnalysisOfJob(db: Db, jobId: string): Promise<void> {
  if (!jobId.startsWith("analyse:")) return;
  const rows = await db
    .update(analyses)
    .set({ status: "cancelled", error: "Cancelled", finishedAt: sql`now()` })
    .where(and(eq(analyses.jobId, jobId), inArray(analyses.status, ["queued", "running"])))
    .returning({ id: analyses.id });
  for (const { id } of rows) {
    await db.delete(analysisParts).where(eq(analysisParts.analysisId, id));
    await announceAnalysis({ db }, id);
  }
}
