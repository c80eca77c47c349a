import type { Db } from "@cti/db/client";
import { type Counts, type RunProblem, type RunStatus, type RunTrigger, runs } from "@cti/db/schema/runs";
import { eq } from "drizzle-orm";
import type { Sql } from "postgres";

import type { AnnounceDeps } from "../events/announce.ts";
import { storable } from "../storable.ts";
import { announceEnd } from "./announce-run.ts";
import { openRunLock, type RunLock } from "./run-lock.ts";

export type RunRequest = {
  kind: string;
  trigger: RunTrigger;
  actor: string;
  params: Record<string, unknown>;
};

/** How a run ended: its counts add up, its metrics say what else it did. */
export type RunResult = {
  status: RunStatus;
  counts: Partial<Counts>;
  metrics: Record<string, unknown>;
  errors?: RunProblem[];
  warnings?: string[];
};

type RunDeps = { db: Db; sql: Sql; now: () => Date } & AnnounceDeps;

/** Writes the row of a run before the work and closes it after, whatever happens. The row's number is `runId`. */
export async function withRun<T extends RunResult>(
  deps: RunDeps,
  request: RunRequest,
  work: (runId: number, lock: RunLock) => Promise<T>,
): Promise<T & { runId: number }> {
  const lock = openRunLock(deps.sql);
  try {
    const runId = await startRun(deps, request, lock);
    const result = await work(runId, lock).catch(async (error: unknown) => {
      await markFailed(deps, runId, error);
      throw error;
    });
    await finishRun(deps, runId, result);
    return { ...result, runId };
  } finally {
    await lock.close();
  }
}

export async function startRun(
  { db, sql, now }: RunDeps,
  { kind, trigger, actor, params }: RunRequest,
  lock: RunLock,
): Promise<number> {
  const [row] = await sql`select nextval(pg_get_serial_sequence('runs', 'id'))::int as id`;
  const id = Number(row?.["id"]);
  // The lock comes before the row: a run that is seen as running always has a living holder.
  await lock.holdRun(id);
  await db
    .insert(runs)
    .overridingSystemValue()
    .values({ id, kind, trigger, actor, params, startedAt: now() });
  return id;
}

/** Best effort: when the database itself is lost, the next start closes the run. */
export async function markFailed(deps: RunDeps, runId: number, error: unknown): Promise<void> {
  const { db, now } = deps;
  const message = error instanceof Error ? error.message.slice(0, 500) : "unknown";
  const [row] = await db
    .update(runs)
    .set({
      status: "failed",
      finishedAt: now(),
      errors: [{ reason: "internal", message: storable(message) }],
    })
    .where(eq(runs.id, runId))
    .returning(ending)
    .catch(() => []);
  if (row) announceEnd(deps, row);
}

const ending = { id: runs.id, kind: runs.kind, status: runs.status, counts: runs.counts };

export async function finishRun(deps: RunDeps, runId: number, result: RunResult): Promise<void> {
  const { db, now } = deps;
  const { status, counts, metrics, errors = [], warnings = [] } = result;
  const [row] = await db
    .update(runs)
    .set({
      status,
      finishedAt: now(),
      counts,
      metrics,
      errors: storable(errors.slice(0, 500)),
      warnings: storable(warnings.slice(0, 500)),
    })
    .where(eq(runs.id, runId))
    .returning(ending);
  if (row) announceEnd(deps, row);
}
