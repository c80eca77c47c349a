import type { Workload } from "@cti/queue/queue-types";

import { analyse } from "./workloads/analyse.ts";
import { analyseTop } from "./workloads/analyse-top.ts";
import { backup } from "./workloads/backup.ts";
import { cleanup } from "./workloads/cleanup.ts";
import { cluster } from "./workloads/cluster.ts";
import { collectSource } from "./workloads/collect-source.ts";
import { connectivityCheck } from "./workloads/connectivity-check.ts";
import { dailyReport } from "./workloads/daily-report.ts";
import { embedArticles } from "./workloads/embed-articles.ts";
import { extractEntities } from "./workloads/extract-entities.ts";
import { pullModel } from "./workloads/pull-model.ts";
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
    embedArticles(deps),
    analyse(deps),
    analyseTop(deps),
    pullModel(deps),
  ];
}
