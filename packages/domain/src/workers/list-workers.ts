import type { Db } from "@cti/db/client";
import { type WorkerRow, workers } from "@cti/db/schema/workers";
import { asc, desc, sql } from "drizzle-orm";

/** `lost`: its beats ceased without a goodbye. */
export type WorkerState = "online" | "lost" | "stopped";
export type WorkerView = WorkerRow & {
  state: WorkerState;
  /** Milliseconds since its last beat. */
  silentMs: number;
};

const onlineMs = 30_000;
const shownMs = 5 * 60_000;

/** Processes of ours, the living first; those silent for more than five minutes only with `all`. */
export async function listWorkers(db: Db, { all }: { all: boolean }): Promise<WorkerView[]> {
  const silent = sql<number>`(extract(epoch from clock_timestamp() - ${workers.lastBeatAt}) * 1000)::float8`;
  const rows = await db
    .select({ row: workers, silent })
    .from(workers)
    .orderBy(desc(sql`${workers.stoppedAt} is null`), desc(workers.lastBeatAt), asc(workers.id));
  return rows
    .map(({ row, silent }) => ({
      ...row,
      state: stateOf(row, silent),
      silentMs: Math.max(0, Math.round(silent)),
    }))
    .filter(({ silentMs }) => all || silentMs <= shownMs);
}

function stateOf({ stoppedAt }: WorkerRow, silentMs: number): WorkerState {
  if (stoppedAt !== null) return "stopped";
  return silentMs <= onlineMs ? "online" : "lost";
}
