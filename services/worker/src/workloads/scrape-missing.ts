import type { Workload } from "@cti/queue/queue-types";

import { queueClustering } from "./queue-clustering.ts";
import { queueEmbedding } from "./queue-embedding.ts";
import { runStage } from "./run-stage.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/** Reads pages again that could not be read before. */
export function scrapeMissing(deps: WorkloadDeps): Workload {
  return {
    job: "scrape-missing",
    run: async (context) => {
      const result = await runStage(deps, "article_scraper", context);
      if (result.runId !== null) {
        await queueClustering(deps, context.payload);
        await queueEmbedding(deps, context.payload);
      }
      return result;
    },
  };
}
