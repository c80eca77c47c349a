import type { Db } from "@cti/db/client";
import type { Health } from "@cti/observe/health";
import type { Logger } from "@cti/observe/logger";
import type { Queues } from "@cti/queue/queue-types";

import type { MonitorAuth } from "./auth.ts";

export type MonitorSettings = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Names beside the own address under which the dashboard is reached, such as that of a proxy before it. */
  hosts?: readonly string[];
  auth: MonitorAuth;
  version: string;
};

/** What the dashboard shows and steers, and where it writes down who did what. */
export type MonitorDeps = {
  db: Db;
  queues: Queues;
  /** BullMQ's own objects of the queues, for its board. */
  bullQueues: readonly unknown[];
  health: Health;
  metrics: { contentType: string; render(): Promise<string> };
  log: Logger;
  now: () => Date;
  settings: MonitorSettings;
};
