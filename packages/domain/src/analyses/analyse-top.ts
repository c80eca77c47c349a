import type { Db } from "@cti/db/client";
import type { RunTrigger } from "@cti/db/schema/runs";
import { scores } from "@cti/db/schema/scores";
import { stories } from "@cti/db/schema/stories";
import { currentTenant } from "@cti/db/schema/tenants";
import type { AnalysisKind } from "@cti/llm/analysis";
import { and, desc, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { InputDeps } from "./analysis-input.ts";
import type { AnalysisLine } from "./analysis-line.ts";
import { requireModel } from "./analysis-settings.ts";
import { requestAnalysis } from "./request-analysis.ts";

export type TopAnalyses = {
  /** New ones, to be queued after the transaction. */
  requested: AnalysisLine[];
  /** Stories with an equal one, completed or under way. */
  already: number;
};

/**
 * Asks about the stories that rank highest for the transaction's tenant. A story without text is passed over. Throws
 * DomainError conflict where no model is configured.
 */
export async function analyseTop(
  tx: Db,
  deps: InputDeps & { now: () => Date },
  asked: { count: number; kind: AnalysisKind; trigger: RunTrigger; actor: string },
): Promise<TopAnalyses> {
  requireModel(deps.models);
  const { count, kind, trigger, actor } = asked;
  const top = await tx
    .select({ id: stories.id })
    .from(scores)
    .innerJoin(stories, eq(stories.id, scores.subjectId))
    .where(and(eq(scores.tenantId, currentTenant), eq(scores.subject, "story"), isNull(stories.mergedInto)))
    .orderBy(desc(scores.total), desc(stories.id))
    .limit(count);
  const found: TopAnalyses = { requested: [], already: 0 };
  for (const { id: subjectId } of top) {
    const request = { subject: "story", subjectId, kind, trigger, actor } as const;
    const result = await requestAnalysis(tx, deps, request).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
    if (result?.cached) found.already += 1;
    else if (result) found.requested.push(result.analysis);
  }
  return found;
}
