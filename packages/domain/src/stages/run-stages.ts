import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import type { RankSettings } from "@cti/pipeline/rank/weights";
import type { StorySettings } from "@cti/pipeline/stories/weights";

import { scrapeMissing } from "../articles/scrape-missing.ts";
import type { CollectDeps } from "../deps.ts";
import { extractOutdated } from "../entities/extract-outdated.ts";
import { rankDue } from "../rank/rank-due.ts";
import type { RunLock } from "../runs/run-lock.ts";
import { openProgress } from "../runs/announce-run.ts";
import { withRun } from "../runs/with-run.ts";
import { clusterArticles } from "../stories/cluster-articles.ts";
import { countDue } from "./count-due.ts";

/** What follows a collect, which has just read all pages that it could. */
export const stagesAfterCollect = ["entity_extractor", "semantic_clusterer", "article_ranker"] as const;
/** All stages, in the order of the work; each picks up whatever has no result yet. */
export const stageNames = ["article_scraper", ...stagesAfterCollect] as const;
export type StageName = (typeof stageNames)[number];

export type StageSettings = {
  /** Those that follow a collect. */
  enabled: StageName[];
  /** Of today's code and knowledge. */
  extractorVersion: string;
  stories: StorySettings;
  rank: RankSettings;
};

export type StageDeps = CollectDeps & { stages: StageSettings };

export type StageOptions = {
  names: readonly StageName[];
  /** Most articles (of the scraper: pages) of one stage. */
  limit: number;
  /** Extracts everything again, due or not; groups and ranks everything again. */
  all: boolean;
  trigger: RunTrigger;
  actor: string;
};

export type StageResult = {
  stage: StageName;
  runId: number;
  status: RunStatus;
  done: Record<string, number>;
  durationMs: number;
};

export type StageEvent = { stage: StageName; due: number; done: Record<string, number> };

/** Runs stages that have something to do, each as a run of its own; the others leave no trace. */
export async function runStages(
  deps: StageDeps,
  { names, limit, all, trigger, actor }: StageOptions,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (event: StageEvent) => void },
): Promise<StageResult[]> {
  const results: StageResult[] = [];
  for (const stage of stageNames.filter((name) => names.includes(name))) {
    if (signal.aborted) break;
    const due = await countDue(deps, stage, { all });
    if (due === 0) continue;
    const startedAt = deps.now().getTime();
    const { runId, status, metrics } = await withRun(
      deps,
      { kind: stage, trigger, actor, params: { limit, all } },
      async (runId, lock) => {
        const tell = openProgress(deps, { runId, kind: stage });
        const report = (done: Record<string, number>): void => {
          onProgress({ stage, due, done: { ...done } });
          tell({ done: sumOf(done), total: due, counts: { ...done } });
        };
        const done = await stageWork[stage](deps, { limit, all }, { lock, signal, onProgress: report });
        const failed = done["failed"] ?? 0;
        return {
          status: statusOf(signal, failed),
          counts: { found: due, failed },
          metrics: { ...done, durationMs: deps.now().getTime() - startedAt },
        };
      },
    );
    const { durationMs, ...done } = metrics;
    results.push({ stage, runId, status, done, durationMs });
  }
  return results;
}

function statusOf(signal: AbortSignal, failed: number): RunStatus {
  if (signal.aborted) return "cancelled";
  return failed > 0 ? "completed_with_errors" : "completed";
}

type Work = (
  deps: StageDeps,
  options: { limit: number; all: boolean },
  events: { lock: RunLock; signal: AbortSignal; onProgress: (done: Record<string, number>) => void },
) => Promise<Record<string, number>>;

const stageWork: Record<StageName, Work> = {
  article_scraper: (deps, { limit }, events) => scrapeMissing(deps, { limit }, events),
  entity_extractor: (deps, { limit, all }, events) =>
    extractOutdated(deps, { version: deps.stages.extractorVersion, limit, all }, events),
  semantic_clusterer: (deps, { limit }, events) =>
    clusterArticles(deps, { settings: deps.stages.stories, limit }, events),
  article_ranker: (deps, { limit, all }, events) =>
    rankDue(deps, { settings: deps.stages.rank, limit, all }, events),
};

function sumOf(done: Record<string, number>): number {
  return Object.values(done).reduce((sum, count) => sum + count, 0);
}
