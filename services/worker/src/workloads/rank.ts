import type { Workload } from "@cti/queue/queue-types";

import { runStage } from "./run-stage.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/** Ranks what is new or has aged. */
export function rank(deps: WorkloadDeps): Workload {
  return { job: "rank", run: (context) => runStage(deps, "article_ranker", context) };
}
