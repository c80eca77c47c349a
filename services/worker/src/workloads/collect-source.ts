import { collectOne } from "@cti/domain/sources/collect-one";
import type { Workload } from "@cti/queue/queue-types";

import { queueClustering } from "./queue-clustering.ts";
import { queueEmbedding } from "./queue-embedding.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/**
 * Collects one source. That a source fails is a result, in its run and its row; the job fails only when something
 * beyond the source does.
 */
export function collectSource(deps: WorkloadDeps): Workload {
  return {
    job: "collect-source",
    run: async ({ payload, signal }) => {
      const { sourceId, force, trigger, actor, schedule } = payload;
      const params = schedule === undefined ? {} : { schedule };
      const result = await collectOne(deps.stage, { sourceId, force, trigger, actor, params }, { signal });
      const { counts } = result;
      if (counts.new + counts.updated > 0) {
        await queueClustering(deps, { trigger, actor });
        await queueEmbedding(deps, { trigger, actor });
      }
      if (result.status === "cancelled") signal.throwIfAborted();
      return result;
    },
  };
}
