import type { Db } from "@cti/db/client";
import type { AnalysisSettings } from "@cti/domain/analyses/analysis-settings";
import type { EventFeed } from "@cti/domain/events/event-feed";
import type { Fetcher } from "@cti/fetch/fetcher";
import type { Health } from "@cti/observe/health";
import type { Models } from "@cti/llm/models/open-models";
import type { Logger } from "@cti/observe/logger";
import type { Metrics } from "@cti/observe/metrics";
import type { Queues } from "@cti/queue/queue-types";
import type { WebSettings } from "@cti/wiring/web-settings";
import type { Sql } from "postgres";

/** What the web service is built from; main.ts and the local stack fill it. */
export type WebDeps = {
  /** For no tenant: `call.inTenant` names one. */
  db: Db;
  sql: Sql;
  queues: Queues;
  /** The local models; `settings.url` is null where there are none. */
  models: Models;
  analyses: AnalysisSettings;
  /** For trying out sources; guarded against private addresses like all fetching. */
  fetcher: Fetcher;
  /** What open screens are told; whoever opened it closes it before the server, so that streams end. */
  events: EventFeed;
  health: Health;
  metrics: Metrics;
  log: Logger;
  now: () => Date;
  /** Every setting with its value and origin; secrets are blotted out already. */
  shownSettings: () => ShownSetting[];
  settings: WebSettings;
};

export type ShownSetting = {
  key: string;
  value: unknown;
  origin: string;
  about: string;
  secret: boolean;
};
