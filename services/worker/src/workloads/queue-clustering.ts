import type { JobPayload } from "@cti/queue/jobs";

import type { WorkloadDeps } from "./workload-deps.ts";

type Origin = Pick<JobPayload<"cluster">, "trigger" | "actor">;

/** New articles join their stories soon, not with the next sweep; without the queue the sweep finds them. */
export async function queueClustering(deps: WorkloadDeps, { trigger, actor }: Origin): Promise<void> {
  if (!deps.stage.stages.enabled.includes("semantic_clusterer")) return;
  await deps.queues
    .enqueue("cluster", { trigger, actor }, { delayMs: deps.settleMs })
    .catch((error: unknown) => deps.log.warn({ err: error }, "grouping of new articles could not be queued"));
}

/** Grouped articles are ranked next. */
export async function queueRanking(deps: WorkloadDeps, { trigger, actor }: Origin): Promise<void> {
  if (!deps.stage.stages.enabled.includes("article_ranker")) return;
  await deps.queues
    .enqueue("rank", { trigger, actor })
    .catch((error: unknown) => deps.log.warn({ err: error }, "ranking of new articles could not be queued"));
}
