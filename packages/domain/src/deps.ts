import type { Db } from "@cti/db/client";
import type { Fetcher } from "@cti/fetch/fetcher";
import type { Sql } from "postgres";

import type { EntityIds } from "./entities/ensure-entities.ts";
import type { Reader } from "./reading/reader.ts";

/** What verbs that collect need; main.ts builds it once. Times are in milliseconds. */
export type CollectDeps = {
  db: Db;
  sql: Sql;
  fetcher: Fetcher;
  reader: Reader;
  /** Numbers of entities that were met already. */
  entityIds: EntityIds;
  now: () => Date;
  random: () => number;
  /** Takes errors that nobody foresaw, for the log. */
  report: (error: unknown, fields: Record<string, unknown>) => void;
  limits: CollectLimits;
};

export type CollectLimits = {
  /** Articles are extracted when they are read; else the stage does it later. */
  extract: boolean;
  concurrency: number;
  pageConcurrency: number;
  pagesPerCheck: number;
  batchSize: number;
  maxItems: number;
  intervalTier1Ms: number;
  intervalMs: number;
  intervalMaxMs: number;
  recheckDays: number;
};
