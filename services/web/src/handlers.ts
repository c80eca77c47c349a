import type { routes } from "@cti/contract/routes";

import type { Handlers } from "./handler.ts";
import { accountHandlers } from "./routes/account.ts";
import { analysisHandlers } from "./routes/analyses.ts";
import { articleHandlers } from "./routes/articles.ts";
import { attackHandlers } from "./routes/attack.ts";
import { auditHandlers } from "./routes/audit.ts";
import { benignHandlers } from "./routes/benign.ts";
import { entityHandlers } from "./routes/entities.ts";
import { eventHandlers } from "./routes/events.ts";
import { healthHandlers } from "./routes/health.ts";
import { indicatorHandlers } from "./routes/indicators.ts";
import { jobHandlers } from "./routes/jobs.ts";
import { knowledgeHandlers } from "./routes/knowledge.ts";
import { meaningHandlers } from "./routes/meaning.ts";
import { mentionHandlers } from "./routes/mentions.ts";
import { modelHandlers } from "./routes/models.ts";
import { noteHandlers } from "./routes/notes.ts";
import { preferenceHandlers } from "./routes/preferences.ts";
import { queueHandlers } from "./routes/queues.ts";
import { rankHandlers } from "./routes/ranks.ts";
import { reportHandlers } from "./routes/reports.ts";
import { runHandlers } from "./routes/runs.ts";
import { savedSearchHandlers } from "./routes/saved-searches.ts";
import { scheduleHandlers } from "./routes/schedules.ts";
import { searchHandlers } from "./routes/search.ts";
import { sessionHandlers } from "./routes/session.ts";
import { settingHandlers } from "./routes/settings.ts";
import { setupHandlers } from "./routes/setup.ts";
import { sourceHandlers } from "./routes/sources.ts";
import { statsHandlers } from "./routes/stats.ts";
import { storyHandlers } from "./routes/stories.ts";
import { tagHandlers } from "./routes/tags.ts";
import { tenantHandlers } from "./routes/tenants.ts";
import { tokenHandlers } from "./routes/tokens.ts";
import { triageHandlers } from "./routes/triage.ts";
import { userHandlers } from "./routes/users.ts";
import { watchlistHandlers } from "./routes/watchlists.ts";
import { workerHandlers } from "./routes/workers.ts";

/** Who answers each route. */
export const handlers: Handlers<typeof routes> = {
  ...accountHandlers,
  ...analysisHandlers,
  ...articleHandlers,
  ...attackHandlers,
  ...auditHandlers,
  ...benignHandlers,
  ...entityHandlers,
  ...eventHandlers,
  ...healthHandlers,
  ...indicatorHandlers,
  ...jobHandlers,
  ...knowledgeHandlers,
  ...meaningHandlers,
  ...mentionHandlers,
  ...modelHandlers,
  ...noteHandlers,
  ...preferenceHandlers,
  ...queueHandlers,
  ...rankHandlers,
  ...reportHandlers,
  ...runHandlers,
  ...savedSearchHandlers,
  ...scheduleHandlers,
  ...searchHandlers,
  ...sessionHandlers,
  ...settingHandlers,
  ...setupHandlers,
  ...sourceHandlers,
  ...statsHandlers,
  ...storyHandlers,
  ...tagHandlers,
  ...tenantHandlers,
  ...tokenHandlers,
  ...triageHandlers,
  ...userHandlers,
  ...watchlistHandlers,
  ...workerHandlers,
};
