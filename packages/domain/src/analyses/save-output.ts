import type { Db } from "@cti/db/client";
import { type Analysis, analyses, analysisParts } from "@cti/db/schema/analyses";
import type { Counts } from "@cti/db/schema/runs";
import type { AnalyseResult } from "@cti/llm/analyse/analyse";
import { and, eq } from "drizzle-orm";

import { storable } from "../storable.ts";

export type SavedOutput = {
  status: "completed" | "cancelled";
  /** Claims: new are the supported ones, rejected the others. */
  counts: Partial<Counts>;
  metrics: Record<string, unknown>;
};

/** Stores a finished analysis; one that was cancelled meanwhile stays cancelled. Gives what its run tells. */
export async function saveOutput(
  { db, now }: { db: Db; now: () => Date },
  { id, kind, model }: Analysis,
  result: AnalyseResult,
): Promise<SavedOutput> {
  const { output, promptVersion, promptTokens, outputTokens, ms, repairs } = result;
  const saved = await db.transaction(async (tx) => {
    const rows = await tx
      .update(analyses)
      .set({
        status: "completed",
        output: storable(output),
        promptVersion,
        promptTokens,
        outputTokens,
        modelMs: Math.round(ms),
        repairs,
        error: null,
        finishedAt: now(),
      })
      .where(and(eq(analyses.id, id), eq(analyses.status, "running")))
      .returning({ id: analyses.id });
    await tx.delete(analysisParts).where(eq(analysisParts.analysisId, id));
    return rows.length > 0;
  });
  const claims = output.claims.length;
  const supported = output.claims.filter(({ status }) => status === "supported").length;
  return {
    status: saved ? "completed" : "cancelled",
    counts: { found: claims, new: supported, rejected: claims - supported },
    metrics: {
      analysis_id: id,
      kind,
      model,
      prompt_version: promptVersion,
      prompt_tokens: promptTokens,
      output_tokens: outputTokens,
      seconds: ms / 1_000,
      repairs,
      claims,
      supported,
      unsupported: claims - supported,
      left_out: output.leftOut.surplus,
      already_known: output.leftOut.known,
      suspicious: output.suspicious.length,
      parts: output.coverage.parts,
      parts_read: output.coverage.partsRead,
    },
  };
}
