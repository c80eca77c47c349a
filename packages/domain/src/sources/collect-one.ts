import type { Counts, RunStatus, RunTrigger } from "@cti/db/schema/runs";
import { type Source, sources } from "@cti/db/schema/sources";
import { and, eq, isNull } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { openProgress } from "../runs/announce-run.ts";
import { noCounts } from "../runs/counts.ts";
import { openRunLock, type RunLock } from "../runs/run-lock.ts";
import { markFailed, startRun } from "../runs/with-run.ts";
import { collectSource } from "./collect-source.ts";
import { finishCollect, summarise } from "./collect-summary.ts";
import type { CheckResult } from "./save-check.ts";

export type CollectRequest = {
  sourceId: number;
  /** Also when it is disabled or not due. */
  force: boolean;
  trigger: RunTrigger;
  actor: string;
  /** Kept with the run, beside the source's name. */
  params?: Record<string, unknown>;
};

export type Collected = {
  /** null when there was nothing to do, which leaves no run. */
  runId: number | null;
  status: RunStatus | null;
  counts: Counts;
  /** `busy`: another run has it in hand. `gone`: there is no such source any more. */
  outcome: CheckResult["outcome"] | "busy" | "not_due" | "gone";
  /** Why the check failed, as a word and as a sentence. */
  reason: string | null;
  message: string | null;
  durationMs: number;
};

/** A round takes what is due a little later along, and the next check comes that much sooner. */
const earlyShare = 0.2;

/**
 * Collects one source, as a run of its own. When `signal` aborts no further page is begun, what was read is stored,
 * the run is `cancelled`, and the source is due at once. Rejects only for what is beyond the source, such as a lost
 * database. Safe to repeat.
 */
export async function collectOne(
  deps: CollectDeps,
  request: CollectRequest,
  { signal }: { signal: AbortSignal },
): Promise<Collected> {
  const startedAt = deps.now();
  const lock = openRunLock(deps.sql);
  try {
    if (!(await lock.tryHoldSource(request.sourceId))) return nothing("busy");
    const source = await readSource(deps, request.sourceId);
    if (!source) return nothing("gone");
    if (!request.force && !isDue(source, startedAt)) return nothing("not_due");
    return await collectHeld(deps, source, { request, lock, signal, startedAt });
  } finally {
    await lock.close();
  }
}

async function readSource({ db }: CollectDeps, id: number): Promise<Source | null> {
  const [source] = await db
    .select()
    .from(sources)
    .where(and(eq(sources.id, id), isNull(sources.removedAt)));
  return source ?? null;
}

function isDue({ enabled, nextCheckAt, lastCheckedAt }: Source, now: Date): boolean {
  const gapMs = nextCheckAt.getTime() - (lastCheckedAt ?? nextCheckAt).getTime();
  return enabled && nextCheckAt.getTime() - now.getTime() <= earlyShare * Math.max(0, gapMs);
}

async function collectHeld(
  deps: CollectDeps,
  source: Source,
  {
    request,
    lock,
    signal,
    startedAt,
  }: { request: CollectRequest; lock: RunLock; signal: AbortSignal; startedAt: Date },
): Promise<Collected> {
  const { trigger, actor, force, params } = request;
  const runParams = { sources: [source.slug], force, ...params };
  const runId = await startRun(deps, { kind: "collect", trigger, actor, params: runParams }, lock);
  try {
    const tell = openProgress(deps, { runId, kind: "collect" });
    const onArticles = (counts: Counts): void => tell({ done: 0, total: 1, counts });
    const result = await collectSource(deps, source, {
      runId,
      limit: null,
      since: null,
      signal,
      onArticles,
    });
    const durationMs = deps.now().getTime() - startedAt.getTime();
    const run = { runId, due: 1, notDue: 0, cancelled: result.cut, durationMs };
    const summary = summarise([result], run);
    await finishCollect(deps, runId, summary, [result]);
    const { outcome, reason, message, counts } = result;
    return { runId, status: summary.status, counts, outcome, reason, message, durationMs };
  } catch (error) {
    await markFailed(deps, runId, error);
    throw error;
  }
}

function nothing(outcome: "busy" | "not_due" | "gone"): Collected {
  return {
    runId: null,
    status: null,
    counts: { ...noCounts },
    outcome,
    reason: null,
    message: null,
    durationMs: 0,
  };
}
