import { setTimeout as pause } from "node:timers/promises";

import type { Db } from "@cti/db/client";
import { ModelError } from "@cti/llm/models/model-error";

import { type AnalysisLine, readLine } from "./analysis-line.ts";
import type { AnalysisDelta } from "./announce-analysis.ts";
import { isAway } from "./await-model.ts";
import { performAnalysis, type PerformDeps } from "./perform-analysis.ts";
import { type AnalysisRequest, requestAnalysis } from "./request-analysis.ts";

const lookMs = 500;
/** As often as the queue would. */
const mostTries = 3;

/**
 * Asks the model in this process, without the queue, and waits for the answer; an equal analysis that is there is given
 * back, one that another process has in hand is waited for. A model that stumbled is asked again at once; one that is
 * away is not waited for. `deps.db` is for the tenant who asks. Throws DomainError, ModelError, the signal's reason.
 */
export async function analyseHere(
  deps: PerformDeps,
  request: AnalysisRequest,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (delta: AnalysisDelta) => void },
): Promise<{ analysis: AnalysisLine; cached: boolean }> {
  const { analysis, cached } = await deps.db.transaction((tx: Db) => requestAnalysis(tx, deps, request));
  const { trigger, actor } = request;
  let tries = 0;
  for (let at = analysis; ; at = await readLine(deps.db, analysis.id)) {
    if (at.status !== "queued" && at.status !== "running") return { analysis: at, cached };
    const { job_id: jobId } = at;
    tries += 1;
    const isAgain = (error: unknown): boolean => hasStumbled(error) && tries < mostTries && !signal.aborted;
    try {
      const performed = await performAnalysis(
        deps,
        { analysisId: at.id, trigger, actor },
        {
          signal,
          onProgress,
          // One that others wait for goes on without us.
          afterFailure: (error) => {
            if (signal.aborted) return jobId === null ? "cancelled" : "again";
            if (jobId !== null && isAway(error)) return "again";
            return isAgain(error) ? "again" : "failed";
          },
        },
      );
      if (performed.outcome !== "elsewhere") return { analysis: performed.analysis, cached };
      tries = 0;
    } catch (error) {
      if (!isAgain(error)) throw error;
      continue;
    }
    await pause(lookMs, undefined, { signal });
  }
}

function hasStumbled(error: unknown): boolean {
  return error instanceof ModelError && error.code === "failed";
}
