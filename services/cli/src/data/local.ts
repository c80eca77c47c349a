import { healthRoutes } from "@cti/contract/routes/health";
import { knowledgeRoutes } from "@cti/contract/routes/knowledge";
import { statsRoutes } from "@cti/contract/routes/stats";
import { readStats, toStatsLine } from "@cti/domain/health/stats";

import { pageKnowledge } from "@cti/domain/knowledge/page-knowledge";

import type { Data } from "./data.ts";
import { localAnalyses } from "./local/analyses.ts";
import { localArticles, localRanks } from "./local/articles.ts";
import { localBenign, localEntities, localWatches } from "./local/entities.ts";
import type { LocalDeps } from "./local/local-deps.ts";
import { localModels } from "./local/models.ts";
import { localJobs, localRuns, localSchedules, localWorkers } from "./local/operations.ts";
import { localAudit, localReports } from "./local/reports.ts";
import { localSources } from "./local/sources.ts";
import { localStories } from "./local/stories.ts";
import { walk } from "./walk.ts";

/** The database of this machine, through the verbs that the API calls as well. */
export function openLocalData(deps: LocalDeps): Data {
  return {
    articles: localArticles(deps),
    stories: localStories(deps),
    analyses: localAnalyses(deps),
    models: localModels(deps),
    entities: localEntities(deps),
    benign: localBenign(deps),
    watches: localWatches(deps),
    ranks: localRanks(deps),
    sources: localSources(deps),
    runs: localRuns(deps),
    schedules: localSchedules(deps),
    jobs: localJobs(deps),
    workers: localWorkers(deps),
    reports: localReports(deps),
    audit: localAudit(deps),
    stats: async () =>
      statsRoutes.getStats.response
        .omit({ as_of: true })
        .parse(toStatsLine(await readStats(await deps.db(), deps.now()))),
    knowledge: async () => {
      const db = await deps.db();
      return walk(Infinity, async (page) =>
        knowledgeRoutes.listKnowledge.response.parse(await pageKnowledge(db, page)),
      );
    },
    health: async () => healthRoutes.getHealth.response.parse(await deps.health()),
  };
}
