import type { Counts, RunTrigger } from "@cti/db/schema/runs";
import { type Source, sources } from "@cti/db/schema/sources";
import { and, eq, isNull } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { createLimiter } from "../limiter.ts";
import { openProgress } from "../runs/announce-run.ts";
import { addCounts, noCounts } from "../runs/counts.ts";
import { closeDeadRuns, openRunLock, type RunLock } from "../runs/run-lock.ts";
import { markFailed, type RunRequest, startRun } from "../runs/with-run.ts";
import { collectSource } from "./collect-source.ts";
import { type CollectSummary, finishCollect, summarise } from "./collect-summary.ts";
import type { CheckResult } from "./save-check.ts";
import { type DueFilter, selectDue } from "./select-due.ts";

export type { CollectSummary } from "./collect-summary.ts";

export type CollectOptions = DueFilter & {
  limit: number | null;
  since: Date | null;
  dryRun: boolean;
  trigger: RunTrigger;
  actor: string;
};

export type CollectEvent =
  | { event: "selected"; due: number; notDue: number; nextAt: Date | null; isFiltered: boolean }
  | { event: "closed_dead_runs"; runIds: number[] }
  | { event: "source_started"; source: Source }
  | { event: "articles"; source: Source; counts: Counts }
  | { event: "source_finished"; result: CheckResult }
  | { event: "source_skipped"; source: Source; reason: "busy" | "cancelled" | "changed" };

/**
 * Collects the sources that are due. `signal` stops before the next source: those in hand are finished and saved.
 * Safe to run twice at the same time: a source is in one process's hands only.
 */
export async function collect(
  deps: CollectDeps,
  options: CollectOptions,
  { signal, onEvent }: { signal: AbortSignal; onEvent: (event: CollectEvent) => void },
): Promise<CollectSummary> {
  const startedAt = deps.now();
  if (!options.dryRun) {
    const runIds = await closeDeadRuns(deps.db, startedAt);
    if (runIds.length > 0) onEvent({ event: "closed_dead_runs", runIds });
  }
  const { due, notDue, nextAt } = await selectDue(deps.db, options, startedAt);
  const isFiltered = options.tag !== null || options.tier !== null;
  onEvent({ event: "selected", due: due.length, notDue, nextAt, isFiltered });

  const lock = openRunLock(deps.sql);
  try {
    const runId = options.dryRun ? null : await startRun(deps, requestOf(options), lock);
    const told = runId === null ? onEvent : withProgress(deps, { runId, due: due.length }, onEvent);
    const results = await collectAll(deps, { due, options, runId, lock, signal, onEvent: told }).catch(
      async (error: unknown) => {
        if (runId !== null) await markFailed(deps, runId, error);
        throw error;
      },
    );
    const durationMs = deps.now().getTime() - startedAt.getTime();
    const cancelled = signal.aborted;
    const summary = summarise(results, { runId, notDue, due: due.length, cancelled, durationMs });
    if (runId !== null) await finishCollect(deps, runId, summary, results);
    return summary;
  } finally {
    await lock.close();
  }
}

/** Tells open screens as well. */
function withProgress(
  deps: CollectDeps,
  { runId, due }: { runId: number; due: number },
  onEvent: (event: CollectEvent) => void,
): (event: CollectEvent) => void {
  const tell = openProgress(deps, { runId, kind: "collect" });
  const inHand = new Map<number, Counts>();
  let done = 0;
  let ended = noCounts;
  return (event) => {
    onEvent(event);
    if (event.event === "articles") inHand.set(event.source.id, event.counts);
    else if (event.event === "source_finished") {
      inHand.delete(event.result.source.id);
      done += 1;
      ended = addCounts(ended, event.result.counts);
    } else return;
    const counts = [...inHand.values()].reduce((sum, more) => addCounts(sum, more), ended);
    tell({ done, total: due, counts });
  };
}

function requestOf({ named, tag, tier, force, limit, since, trigger, actor }: CollectOptions): RunRequest {
  return { kind: "collect", trigger, actor, params: { sources: named, tag, tier, force, limit, since } };
}

async function collectAll(
  deps: CollectDeps,
  {
    due,
    options,
    runId,
    lock,
    signal,
    onEvent,
  }: {
    due: Source[];
    options: CollectOptions;
    runId: number | null;
    lock: RunLock;
    signal: AbortSignal;
    onEvent: (event: CollectEvent) => void;
  },
): Promise<CheckResult[]> {
  const limiter = createLimiter(deps.limits.concurrency);
  const skip = (source: Source, reason: "busy" | "cancelled" | "changed"): CheckResult[] => {
    onEvent({ event: "source_skipped", source, reason });
    return [];
  };
  // What fails beyond one source, such as a lost database: no further source is begun, those in hand end first.
  const broken: unknown[] = [];
  const collectOne = async (listed: Source): Promise<CheckResult[]> => {
    if (signal.aborted || broken.length > 0) return skip(listed, "cancelled");
    if (runId !== null && !(await lock.tryHoldSource(listed.id))) return skip(listed, "busy");
    try {
      // Listed some time ago: meanwhile it may have been removed, changed, or collected by another process.
      const source = await readAgain(deps, listed, options);
      if (!source) return skip(listed, "changed");
      onEvent({ event: "source_started", source });
      const { limit, since } = options;
      const onArticles = (counts: Counts): void => onEvent({ event: "articles", source, counts });
      const result = await collectSource(deps, source, { runId, limit, since, onArticles });
      onEvent({ event: "source_finished", result });
      return [result];
    } finally {
      if (runId !== null) await lock.releaseSource(listed.id);
    }
  };
  const guarded = (source: Source): Promise<CheckResult[]> =>
    limiter(() => collectOne(source)).catch((error: unknown) => {
      broken.push(error);
      return [];
    });
  const results = await Promise.all(due.map(guarded));
  if (broken.length > 0) throw broken[0];
  return results.flat();
}

async function readAgain(deps: CollectDeps, listed: Source, options: CollectOptions): Promise<Source | null> {
  const [source] = await deps.db
    .select()
    .from(sources)
    .where(and(eq(sources.id, listed.id), isNull(sources.removedAt)));
  if (!source || options.force || options.named.length > 0) return source ?? null;
  return source.enabled && source.nextCheckAt <= deps.now() ? source : null;
}
