import type { JobPayload } from "@cti/queue/jobs";

import type { WorkloadDeps } from "./workload-deps.ts";

/** Grouping goes first, so that twins are known; they are not embedded. */
const afterGrouping = 3;

/** New articles are embedded soon, not with the next sweep; without a model there is nothing to queue. */
export async function queueEmbedding(
  { models, queues, settleMs, log }: WorkloadDeps,
  { trigger, actor }: Pick<JobPayload<"embed-articles">, "trigger" | "actor">,
): Promise<void> {
  if (models.settings.url === null || models.settings.embedModel === "") return;
  await queues
    .enqueue("embed-articles", { trigger, actor }, { delayMs: afterGrouping * settleMs })
    .catch((error: unknown) => log.warn({ err: error }, "embedding of new articles could not be queued"));
}
