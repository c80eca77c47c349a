import type { Settings } from "@cti/config/settings";
import type { Client } from "@cti/db/client";
import { loadKnowledge } from "@cti/domain/knowledge/load-knowledge";
import { createReader } from "@cti/domain/reading/reader";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import { createFetcher, type Fetcher } from "@cti/fetch/fetcher";
import type { Logger } from "@cti/observe/logger";

import { collectLimits, fetchSettings, readerSettings, stageSettings } from "./settings.ts";

export type Collector = { deps: StageDeps; close(): Promise<void> };

/** Fetcher, reader threads and knowledge over an open database, as collecting and the stages after it need them. */
export async function openCollector(options: {
  settings: Settings;
  database: Client;
  log: Logger;
  /** Hosts that may be fetched beside those of the settings, such as the sample web. */
  alsoAllow: string[];
  /** Told how long each request took, in seconds. */
  onFetch?: (seconds: number) => void;
}): Promise<Collector> {
  const { settings, database, log, alsoAllow, onFetch } = options;
  const { db, sql } = database;
  const knowledge = await loadKnowledge(db);
  const reader = createReader({ ...readerSettings(settings), knowledge });
  const fetcher = createFetcher(fetchSettings(settings, alsoAllow));
  const deps: StageDeps = {
    db,
    sql,
    fetcher: onFetch ? timed(fetcher, onFetch) : fetcher,
    reader,
    entityIds: new Map(),
    stages: stageSettings(settings, knowledge.version),
    now: () => new Date(),
    random: Math.random,
    report: (error, fields) => log.error({ err: error, ...fields }, "unforeseen error"),
    limits: collectLimits(settings),
  };
  return {
    deps,
    close: async () => {
      await reader.close();
      await fetcher.close();
    },
  };
}

function timed(fetcher: Fetcher, onFetch: (seconds: number) => void): Fetcher {
  return {
    close: () => fetcher.close(),
    get: async (url, request) => {
      const startedAt = performance.now();
      try {
        return await fetcher.get(url, request);
      } finally {
        onFetch((performance.now() - startedAt) / 1_000);
      }
    },
  };
}
