import { setTimeout as sleep } from "node:timers/promises";

import { countDue } from "@cti/domain/stages/count-due";
import type { JobEnd } from "@cti/queue/queue-types";

import { explainFailure } from "./explain-failure.ts";
import { queueClustering, queueRanking } from "./workloads/queue-clustering.ts";
import type { WorkloadDeps } from "./workloads/workload-deps.ts";

const pauseMs = 500;
const mostTries = 20;

/**
 * What became due while a stage ran was turned away by the queue, since a job of that key was running: once it has
 * ended, it is looked for again.
 */
export async function followUp(deps: WorkloadDeps, end: JobEnd, signal: AbortSignal): Promise<void> {
  const { id, name, outcome, payload, result } = end;
  const isStage = name === "cluster" || name === "rank";
  if (!isStage || outcome !== "completed" || payload["limit"] !== undefined) return;
  const origin = { trigger: "schedule", actor: "worker" } as const;
  try {
    if (!(await hasLeft(deps, id, signal))) return;
    if (name === "cluster") {
      const due = await countDue(deps.stage, "semantic_clusterer", { all: false });
      if (due > 0) await queueClustering(deps, origin);
      return;
    }
    const due = await countDue(deps.stage, "article_ranker", { all: false });
    const ranked = sumOf(result?.["done"]);
    // Fewer than before came meanwhile; as many may be such as stay due whatever is done.
    if (due > 0 && (ranked === 0 || due < ranked)) await queueRanking(deps, origin);
  } catch (error) {
    if (signal.aborted) return;
    deps.log.warn({ error: explainFailure(error).message }, "what is due now waits for the next sweep");
  }
}

function sumOf(done: unknown): number {
  return Object.values(done ?? {}).reduce<number>((sum, count) => sum + (Number(count) || 0), 0);
}

/** A job is told to have ended a moment before the queue lets its key go. */
async function hasLeft({ queues }: WorkloadDeps, id: string, signal: AbortSignal): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    await sleep(pauseMs, undefined, { signal, ref: false });
    if ((await queues.find(id))?.state !== "active") return true;
  }
  return false;
}
