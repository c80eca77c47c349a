import type { RunTrigger } from "@cti/db/schema/runs";
import type { StopKind } from "@cti/queue/stop-reasons";

import { isHopeless } from "../models/is-hopeless.ts";
import type { AnalysisDelta } from "./announce-analysis.ts";
import { isAway, isModelAway } from "./await-model.ts";
import { AnalysisCancelled, performAnalysis, type PerformDeps } from "./perform-analysis.ts";

export type QueuedAnalysis = {
  analysisId: number;
  trigger: RunTrigger;
  actor: string;
  /** When it fails now, nobody tries it again. */
  isLastTry: boolean;
};

export type AnalysisDone = {
  analysisId: number;
  runId: number | null;
  /** Of the analysis; `elsewhere`: another process has it in hand. */
  status: string;
  supported: number;
  unsupported: number;
};

/**
 * A requested analysis as a job of the queue does it. What stops the job decides what becomes of the analysis: it was
 * cancelled, or waits for the next try, or has failed. Throws what made it fail; `isHopeless` says whether another try
 * would help. While the model's server is away it throws ModelAway: then this was no try.
 */
export async function analyseQueued(
  deps: PerformDeps,
  { analysisId, trigger, actor, isLastTry }: QueuedAnalysis,
  events: {
    signal: AbortSignal;
    /** Why the job must stop; null as long as it need not. */
    stopped: () => StopKind | null;
    onProgress: (delta: AnalysisDelta) => void;
  },
): Promise<AnalysisDone> {
  try {
    const { outcome, analysis } = await performAnalysis(
      deps,
      { analysisId, trigger, actor },
      {
        signal: events.signal,
        onProgress: events.onProgress,
        mayWait: true,
        afterFailure: async (error) => {
          // One that broke off and answers again at once may do so each time: that counts as a try.
          const isGone = isAway(error) && (await isModelAway(deps, events.signal));
          const kind = events.stopped();
          if (kind !== null) return afterStop[kind];
          if (isGone) return "waits";
          return isLastTry || isHopeless(error) ? "failed" : "again";
        },
      },
    );
    const { run_id: runId, supported, unsupported } = analysis;
    const status = outcome === "elsewhere" ? outcome : analysis.status;
    return { analysisId, runId, status, supported, unsupported };
  } catch (error) {
    if (error instanceof AnalysisCancelled)
      return { analysisId, runId: null, status: "cancelled", supported: 0, unsupported: 0 };
    throw error;
  }
}

const afterStop = {
  cancelled: "cancelled",
  time_limit: "failed",
  // Another worker, or the next one, goes on where this one stopped.
  shutdown: "again",
  lost: "again",
} as const satisfies Record<StopKind, "again" | "failed" | "cancelled">;
