import type { Workload } from "@cti/queue/queue-types";

import { backup } from "./workloads/backup.ts";
import { cleanup } from "./workloads/cleanup.ts";
import { cluster } from "./workloads/cluster.ts";
import { collectSource } from "./workloads/collect-source.ts";
import { connectivityCheck } from "./workloads/connectivity-check.ts";
import { dailyReport } from "./workloads/daily-report.ts";
import { extractEntities } from "./workloads/extract-entities.ts";
import { rank } from "./workloads/rank.ts";
import { scrapeMissing } from "./workloads/scrape-missing.ts";
import type { WorkloadDeps } from "./workloads/workload-deps.ts";

/** Everything that a worker can do: one entry per job of the queues. */
export function workloadsOf(deps: WorkloadDeps): Workload[] {
  return [
    collectSource(deps),
    scrapeMissing(deps),
    extractEntities(deps),
    cluster(deps),
    rank(deps),
    cleanup(deps),
    dailyReport(deps),
    backup(deps),
    connectivityCheck(deps),
  ];
}
