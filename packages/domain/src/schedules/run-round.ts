import type { RunTrigger } from "@cti/db/schema/runs";

import { withRun } from "../runs/with-run.ts";
import { makeAllDue } from "../sources/due-sources.ts";
import { type QueueingDeps, queueDueSources } from "./queue-due-sources.ts";

/** The round of `rss_fetcher`, as a run: adds a job for each source that is due, or for every one with `all`. */
export async function runRound(
  deps: QueueingDeps,
  { all, trigger, actor }: { all: boolean; trigger: RunTrigger; actor: string },
  signal: AbortSignal,
): Promise<{ runId: number; queued: number; durationMs: number }> {
  const startedAt = deps.now();
  const request = { kind: "rss_fetcher", trigger, actor, params: { all } };
  const { runId, metrics } = await withRun(deps, request, async () => {
    if (all) await makeAllDue(deps.db, startedAt);
    const queued = await queueDueSources(deps, { mode: "round", trigger, actor }, signal);
    const durationMs = deps.now().getTime() - startedAt.getTime();
    return { status: "completed", counts: { found: queued }, metrics: { queued, durationMs } };
  });
  return { runId, ...metrics };
}
