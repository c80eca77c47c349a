import type { Config } from "@cti/config/load";
import type { Database } from "@cti/db/open";
import type { AnalysisSettings } from "@cti/domain/analyses/analysis-settings";
import { type EventFeed, openEventFeed } from "@cti/domain/events/event-feed";
import { recordSettingChanges } from "@cti/domain/settings/record-changes";
import { createFetcher, type Fetcher } from "@cti/fetch/fetcher";
import type { Logger } from "@cti/observe/logger";

import { analysisSettings } from "./open-models.ts";
import type { Stack } from "./open-stack.ts";
import { fetchSettings } from "./settings.ts";
import { settingsInForce, shownSettings, webSettings } from "./web-settings.ts";

type WebParts = Pick<Database, "db" | "sql"> &
  Pick<Stack, "queues" | "models" | "health" | "metrics"> & {
    analyses: AnalysisSettings;
    fetcher: Fetcher;
    events: EventFeed;
    log: Logger;
    now: () => Date;
    shownSettings: () => ReturnType<typeof shownSettings>;
    settings: ReturnType<typeof webSettings>;
  };

/**
 * Everything that the web service is started with, over an open database and the stack of its process. `database` is
 * open for no tenant: each request names its own. What was set otherwise at the last start goes into the audit log.
 */
export async function openWeb(options: {
  config: Config;
  database: Database;
  stack: Pick<Stack, "queues" | "models" | "health" | "metrics">;
  log: Logger;
}): Promise<{ deps: WebParts; close: () => Promise<void> }> {
  const { config, database, stack, log } = options;
  const { db, sql } = database;
  if (!database.isRestricted)
    log.warn(
      { role: "cti_app" },
      "row-level security is not enforced: the database has no role cti_app for this login; `db migrate` says how to make it",
    );
  const settings = webSettings(config);
  await recordSettingChanges(db, settingsInForce(config), new Date());
  const fetcher = createFetcher(fetchSettings(config.settings, []));
  const events = openEventFeed({ sql, log });
  return {
    deps: {
      db,
      sql,
      queues: stack.queues,
      models: stack.models,
      analyses: analysisSettings(config.settings),
      health: stack.health,
      metrics: stack.metrics,
      fetcher,
      events,
      log,
      now: () => new Date(),
      shownSettings: () => shownSettings(config),
      settings,
    },
    close: async () => {
      await events.close();
      await fetcher.close();
    },
  };
}
