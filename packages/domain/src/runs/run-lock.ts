import type { Db } from "@cti/db/client";
import { runs } from "@cti/db/schema/runs";
import { and, eq, sql as query } from "drizzle-orm";
import type { Sql } from "postgres";

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

/** Closes runs that still say "running" although no process holds their lock. Returns their ids. */
export async function closeDeadRuns(db: Db, now: Date): Promise<number[]> {
  const running = await db.select({ id: runs.id }).from(runs).where(eq(runs.status, "running"));
  const closed: number[] = [];
  for (const { id } of running) {
    const done = await db.transaction(async (tx) => {
      const [row] = await tx.execute<{ free: boolean }>(
        query`select pg_try_advisory_xact_lock(${lockSpaces.run}, ${id}::int) as free`,
      );
      if (!row?.free) return false;
      await tx
        .update(runs)
        .set({
          status: "failed",
          finishedAt: now,
          errors: [
            {
              reason: "process_died",
              message: "The process ended in the middle of this run; what it had stored is kept.",
            },
          ],
        })
        .where(and(eq(runs.id, id), eq(runs.status, "running")));
      return true;
    });
    if (done) closed.push(id);
  }
  return closed;
}
