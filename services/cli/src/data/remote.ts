import type { Data } from "./data.ts";
import { remoteAnalyses } from "./remote/analyses.ts";
import { remoteArticles, remoteRanks } from "./remote/articles.ts";
import { remoteBenign, remoteEntities, remoteWatches } from "./remote/entities.ts";
import { pageOf } from "./remote/asked.ts";
import { remoteModels } from "./remote/models.ts";
import { openClient, type Server } from "./remote/open-client.ts";
import { remoteJobs, remoteRuns, remoteSchedules, remoteWorkers } from "./remote/operations.ts";
import { remoteAudit, remoteReports } from "./remote/reports.ts";
import { remoteSources } from "./remote/sources.ts";
import { remoteStories } from "./remote/stories.ts";
import { walk } from "./walk.ts";

/** A server, asked with a token. Throws Exit for an address or a token that nothing may be sent to or with. */
export function openRemoteData(server: Server): Data {
  const client = openClient(server);
  return {
    articles: remoteArticles(client),
    stories: remoteStories(client),
    analyses: remoteAnalyses(client),
    models: remoteModels(client),
    entities: remoteEntities(client),
    benign: remoteBenign(client),
    watches: remoteWatches(client),
    ranks: remoteRanks(client),
    sources: remoteSources(client),
    runs: remoteRuns(client),
    schedules: remoteSchedules(client),
    jobs: remoteJobs(client),
    workers: remoteWorkers(client),
    reports: remoteReports(client),
    audit: remoteAudit(client),
    stats: async () => {
      const { as_of: _, ...stats } = await client.getStats();
      return stats;
    },
    health: () => client.getHealth(),
    knowledge: () => walk(Infinity, (page) => client.listKnowledge({ query: pageOf(page) })),
  };
}
