import type { Db } from "@cti/db/client";
import type { ActiveJob } from "@cti/db/schema/workers";

import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { listWorkers, type WorkerState, type WorkerView } from "./list-workers.ts";

/** A process of ours as the API has it. */
export type WorkerLine = {
  id: string;
  kind: string;
  state: WorkerState;
  host: string;
  pid: number;
  version: string;
  queues: Record<string, number>;
  active: { id: string; queue: string; name: string; started_at: string }[];
  rss_bytes: number;
  clock_skew_ms: number;
  silent_ms: number;
  started_at: Date;
  last_beat_at: Date;
  stopped_at: Date | null;
};

const sort = "worker";

/** Processes by their names; with `all` also those that have been silent for more than five minutes. */
export async function pageWorkers(
  db: Db,
  { all, limit, cursor }: { all: boolean; limit: number; cursor: string | null },
): Promise<{ items: WorkerLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, sort, "text");
  const rows = (await listWorkers(db, { all }))
    .filter(({ id }) => after === null || id > after.key)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .slice(0, limit + 1);
  const { items, next_cursor } = pageOf(rows, limit, ({ id }) => writeCursor(sort, id, id));
  return { items: items.map(toLine), next_cursor };
}

function toLine(row: WorkerView): WorkerLine {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    host: row.host,
    pid: row.pid,
    version: row.version,
    queues: row.queues,
    active: row.active.map(({ startedAt, ...job }: ActiveJob) => ({ ...job, started_at: startedAt })),
    rss_bytes: row.rssBytes,
    clock_skew_ms: row.clockSkewMs,
    silent_ms: row.silentMs,
    started_at: row.startedAt,
    last_beat_at: row.lastBeatAt,
    stopped_at: row.stoppedAt,
  };
}
