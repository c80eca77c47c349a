import type { RouteName } from "./paths.ts";
import type { Route } from "./route.ts";
import { accountRoutes } from "./routes/account.ts";
import { analysisRoutes } from "./routes/analyses.ts";
import { articleRoutes } from "./routes/articles.ts";
import { attackRoutes } from "./routes/attack.ts";
import { auditRoutes } from "./routes/audit.ts";
import { benignRoutes } from "./routes/benign.ts";
import { entityRoutes } from "./routes/entities.ts";
import { eventRoutes } from "./routes/events.ts";
import { healthRoutes } from "./routes/health.ts";
import { indicatorRoutes } from "./routes/indicators.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { knowledgeRoutes } from "./routes/knowledge.ts";
import { meaningRoutes } from "./routes/meaning.ts";
import { mentionRoutes } from "./routes/mentions.ts";
import { modelRoutes } from "./routes/models.ts";
import { noteRoutes } from "./routes/notes.ts";
import { preferenceRoutes } from "./routes/preferences.ts";
import { queueRoutes } from "./routes/queues.ts";
import { rankRoutes } from "./routes/ranks.ts";
import { reportRoutes } from "./routes/reports.ts";
import { runRoutes } from "./routes/runs.ts";
import { savedSearchRoutes } from "./routes/saved-searches.ts";
import { scheduleRoutes } from "./routes/schedules.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { settingRoutes } from "./routes/settings.ts";
import { setupRoutes } from "./routes/setup.ts";
import { sourceRoutes } from "./routes/sources.ts";
import { statsRoutes } from "./routes/stats.ts";
import { storyRoutes } from "./routes/stories.ts";
import { tagRoutes } from "./routes/tags.ts";
import { tenantRoutes } from "./routes/tenants.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { triageRoutes } from "./routes/triage.ts";
import { userRoutes } from "./routes/users.ts";
import { watchlistRoutes } from "./routes/watchlists.ts";
import { workerRoutes } from "./routes/workers.ts";

/** Every route of the API; a path without its route does not compile. */
export const routes = {
  ...accountRoutes,
  ...analysisRoutes,
  ...articleRoutes,
  ...attackRoutes,
  ...auditRoutes,
  ...benignRoutes,
  ...entityRoutes,
  ...eventRoutes,
  ...healthRoutes,
  ...indicatorRoutes,
  ...jobRoutes,
  ...knowledgeRoutes,
  ...meaningRoutes,
  ...mentionRoutes,
  ...modelRoutes,
  ...noteRoutes,
  ...preferenceRoutes,
  ...queueRoutes,
  ...rankRoutes,
  ...reportRoutes,
  ...runRoutes,
  ...savedSearchRoutes,
  ...scheduleRoutes,
  ...searchRoutes,
  ...sessionRoutes,
  ...settingRoutes,
  ...setupRoutes,
  ...sourceRoutes,
  ...statsRoutes,
  ...storyRoutes,
  ...tagRoutes,
  ...tenantRoutes,
  ...tokenRoutes,
  ...triageRoutes,
  ...userRoutes,
  ...watchlistRoutes,
  ...workerRoutes,
} satisfies Record<RouteName, Route>;
