import { setTimeout as pause } from "node:timers/promises";

import type { Db } from "@cti/db/client";
import { runs } from "@cti/db/schema/runs";
import { and, eq, sql as query } from "drizzle-orm";
import type { Sql } from "postgres";

import { announceEnd } from "./announce-run.ts";
import { joinLockSession, type Lock, lockSpaces } from "./lock-session.ts";

/** Says that this process lives and which sources it has in hand; all runs of a process share one connection for it. */
export type RunLock = {
  holdRun(runId: number): Promise<void>;
  /** False when another run collects this source at this moment, in this process or in another one. */
  tryHoldSource(sourceId: number): Promise<boolean>;
  releaseSource(sourceId: number): Promise<void>;
  /** Gives back what it holds. */
  close(): Promise<void>;
};

export function openRunLock(sql: Sql): RunLock {
  const session = joinLockSession(sql);
  const held = new Map<number, Lock>();
  const sourceLock = (id: number): Lock => ({ space: lockSpaces.source, id });
  let run: Lock | null = null;
  return {
    holdRun: async (runId) => {
      await session.hold({ space: lockSpaces.run, id: runId });
      run = { space: lockSpaces.run, id: runId };
    },
    tryHoldSource: async (sourceId) => {
      const lock = sourceLock(sourceId);
      const isHeld = await session.tryHold(lock);
      if (isHeld) held.set(sourceId, lock);
      return isHeld;
    },
    releaseSource: async (sourceId) => {
      const lock = held.get(sourceId);
      if (!lock) return;
      await session.release(lock);
      held.delete(sourceId);
    },
    close: async () => {
      await Promise.all([...held.values(), ...(run ? [run] : [])].map((lock) => session.release(lock)));
      await session.leave();
    },
  };
}

/**
 * Closes runs that still say "running" although no process holds their lock. Returns their ids.
 * After a restart of the database the living take their locks again within a second: whoever may come at that moment
 * gives them `settleMs`.
 */
export async function closeDeadRuns(db: Db, now: Date, { settleMs = 0 } = {}): Promise<number[]> {
  const running = await db.select({ id: runs.id }).from(runs).where(eq(runs.status, "running"));
  const free: number[] = [];
  for (const { id } of running) if (await whileFree(db, id, () => Promise.resolve())) free.push(id);
  if (free.length > 0 && settleMs > 0) await pause(settleMs);
  const closed: number[] = [];
  for (const id of free) {
    if (!(await whileFree(db, id, (tx) => markDead(tx, id, now)))) continue;
    closed.push(id);
    const [row] = await db.select().from(runs).where(eq(runs.id, id));
    if (row) announceEnd({ db }, row);
  }
  return closed;
}

/** False when a process holds the lock of this run. */
async function whileFree(db: Db, runId: number, work: (tx: Db) => Promise<void>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ free: boolean }>(
      query`select pg_try_advisory_xact_lock(${lockSpaces.run}, ${runId}::int) as free`,
    );
    if (row?.free) await work(tx);
    return row?.free === true;
  });
}

async function markDead(tx: Db, runId: number, now: Date): Promise<void> {
  const message = "The process ended in the middle of this run; what it had stored is kept.";
  await tx
    .update(runs)
    .set({ status: "failed", finishedAt: now, errors: [{ reason: "process_died", message }] })
    .where(and(eq(runs.id, runId), eq(runs.status, "running")));
}
