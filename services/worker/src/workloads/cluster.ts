import type { Workload } from "@cti/queue/queue-types";

import { queueRanking } from "./queue-clustering.ts";
import { runStage } from "./run-stage.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/** Groups into stories what is in none yet. */
export function cluster(deps: WorkloadDeps): Workload {
  return {
    job: "cluster",
    run: async (context) => {
      const result = await runStage(deps, "semantic_clusterer", context);
      if (result.runId !== null) await queueRanking(deps, context.payload);
      return result;
    },
  };
}
