import type { Workload } from "@cti/queue/queue-types";

import { queueClustering } from "./queue-clustering.ts";
import { runStage } from "./run-stage.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/** Extracts what is missing or was extracted by older rules. */
export function extractEntities(deps: WorkloadDeps): Workload {
  return {
    job: "extract-entities",
    run: async (context) => {
      const result = await runStage(deps, "entity_extractor", context);
      if (result.runId !== null) await queueClustering(deps, context.payload);
      return result;
    },
  };
}
