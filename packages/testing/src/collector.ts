import type { Client } from "@cti/db/client";
import type { CollectDeps, CollectLimits } from "@cti/domain/deps";
import { type CollectOptions, type CollectSummary, collect } from "@cti/domain/sources/collect";
import { createReader } from "@cti/domain/reading/reader";
import { createFetcher } from "@cti/fetch/fetcher";

export type TestCollector = {
  deps: CollectDeps;
  collect(options?: Partial<CollectOptions>, signal?: AbortSignal): Promise<CollectSummary>;
  /** Moves the collector's clock. */
  advance(ms: number): void;
  close(): Promise<void>;
};

/** A collector as main.ts builds it, that may reach `allow` and has a clock of its own. */
export function testCollector(
  client: Client,
  options: { allow: string[]; limits?: Partial<CollectLimits> },
): TestCollector {
  let offset = 0;
  const fetcher = createFetcher({
    userAgent: "CTI-Scraper/test",
    allow: options.allow,
    connectTimeoutMs: 1_000,
    headersTimeoutMs: 1_000,
    bodyTimeoutMs: 2_000,
    maxWireBytes: 5_000_000,
    maxBodyBytes: 10_000_000,
    maxRedirects: 5,
    maxHeaderBytes: 16_000,
    hostIntervalMs: 0,
    hostConcurrency: 4,
    robots: true,
    robotsTtlMs: 60_000,
    retries: 0,
  });
  const reader = createReader({ workers: 1, timeoutMs: 5_000, memoryBytes: 160e6 });
  const deps: CollectDeps = {
    db: client.db,
    sql: client.sql,
    fetcher,
    reader,
    now: () => new Date(Date.now() + offset),
    random: () => 0.5,
    report: (error) => {
      throw error;
    },
    limits: {
      concurrency: 4,
      pageConcurrency: 8,
      pagesPerCheck: 250,
      batchSize: 50,
      maxItems: 20_000,
      intervalTier1Ms: 900_000,
      intervalMs: 3_600_000,
      intervalMaxMs: 86_400_000,
      recheckDays: 7,
      ...options.limits,
    },
  };
  const base: CollectOptions = {
    named: [],
    tag: null,
    tier: null,
    force: true,
    limit: null,
    since: null,
    dryRun: false,
    trigger: "cli",
    actor: "test",
  };
  return {
    deps,
    collect: (given = {}, signal = new AbortController().signal) =>
      collect(deps, { ...base, ...given }, { signal, onEvent: () => undefined }),
    advance: (ms) => void (offset += ms),
    close: async () => {
      await reader.close();
      await fetcher.close();
    },
  };
}
