import { runs } from "@cti/db/schema/runs";
import type { Db } from "@cti/db/client";
import { and, eq, sql as query } from "drizzle-orm";
import type { ReservedSql, Sql } from "postgres";

/** Spaces of advisory lock numbers, one per kind of thing that only one process may hold. */
const spaces = { run: 7_382_002, source: 7_382_003 } as const;

/**
 * A connection whose session locks say that this process lives and which sources it has in hand.
 * PostgreSQL gives them back when the process ends, however it ends.
 */
export type RunLock = {
  holdRun(runId: number): Promise<void>;
  /** False when another process collects this source at this moment. */
  tryHoldSource(sourceId: number): Promise<boolean>;
  releaseSource(sourceId: number): Promise<void>;
  close(): Promise<void>;
};

export async function openRunLock(sql: Sql): Promise<RunLock> {
  const connection: ReservedSql = await sql.reserve();
  return {
    holdRun: async (runId) => void (await connection`select pg_advisory_lock(${spaces.run}, ${runId}::int)`),
    tryHoldSource: async (sourceId) => {
      const [row] = await connection`select pg_try_advisory_lock(${spaces.source}, ${sourceId}::int) as held`;
      return row?.["held"] === true;
    },
    releaseSource: async (sourceId) =>
      void (await connection`select pg_advisory_unlock(${spaces.source}, ${sourceId}::int)`),
    close: async () => {
      await connection`select pg_advisory_unlock_all()`.catch(() => undefined);
      connection.release();
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
        query`select pg_try_advisory_xact_lock(${spaces.run}, ${id}::int) as free`,
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
