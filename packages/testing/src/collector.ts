import type { Client } from "@cti/db/client";
import type { CollectLimits } from "@cti/domain/deps";
import {
  runStages,
  type StageDeps,
  stageNames,
  type StageResult,
  stagesAfterCollect,
} from "@cti/domain/stages/run-stages";
import { type CollectOptions, type CollectSummary, collect } from "@cti/domain/sources/collect";
import { createReader } from "@cti/domain/reading/reader";
import { createFetcher } from "@cti/fetch/fetcher";
import type { KnowledgeData } from "@cti/pipeline/entities/knowledge";
import { defaultRankSettings } from "@cti/pipeline/rank/weights";
import { defaultStorySettings } from "@cti/pipeline/stories/weights";

export type TestCollector = {
  deps: StageDeps;
  collect(options?: Partial<CollectOptions>, signal?: AbortSignal): Promise<CollectSummary>;
  /** All stages: reads pages that failed, extracts what is missing, groups, ranks. */
  runStages(): Promise<StageResult[]>;
  /** Moves the collector's clock. */
  advance(ms: number): void;
  close(): Promise<void>;
};

const fetchSettings = {
  userAgent: "CTI-Scraper/test",
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
};

/** A collector as main.ts builds it, that may reach `allow` and has a clock of its own. */
export function testCollector(
  client: Client,
  options: { allow: string[]; limits?: Partial<CollectLimits>; knowledge?: KnowledgeData },
): TestCollector {
  let offset = 0;
  const fetcher = createFetcher({ ...fetchSettings, allow: options.allow });
  const knowledge = options.knowledge ?? { version: "test", names: null, benign: null };
  const reader = createReader({
    workers: 1,
    timeoutMs: 5_000,
    memoryBytes: 160e6,
    idleMs: 60_000,
    knowledge,
  });
  const deps: StageDeps = {
    db: client.db,
    sql: client.sql,
    fetcher,
    reader,
    entityIds: new Map(),
    stages: {
      enabled: [...stagesAfterCollect],
      extractorVersion: knowledge.version,
      stories: defaultStorySettings,
      rank: defaultRankSettings,
    },
    now: () => new Date(Date.now() + offset),
    random: () => 0.5,
    report: (error) => {
      throw error;
    },
    limits: {
      extract: true,
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
    runStages: () =>
      runStages(
        deps,
        { names: stageNames, limit: 100_000, all: false, trigger: "cli", actor: "test" },
        { signal: new AbortController().signal, onProgress: () => undefined },
      ),
    advance: (ms) => void (offset += ms),
    close: async () => {
      await reader.close();
      await fetcher.close();
    },
  };
}
