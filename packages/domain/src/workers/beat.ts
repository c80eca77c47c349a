import type { Db } from "@cti/db/client";
import { type ActiveJob, type ProcessKind, workers } from "@cti/db/schema/workers";
import { eq, sql } from "drizzle-orm";

import { measureSkew } from "../health/measure-skew.ts";

/** A process of ours as it sees itself. */
export type Pulse = {
  id: string;
  kind: ProcessKind;
  host: string;
  pid: number;
  version: string;
  /** Jobs at a time, per queue that it serves; empty for one that serves none. */
  queues: Record<string, number>;
  active: ActiveJob[];
  rssBytes: number;
  startedAt: Date;
};

/** A clock that is years off still has its row. */
const mostSkew = 2 ** 31 - 1;

/**
 * Says that a process lives and what it does; its row is made at the first beat. The time of the beat is the
 * database's, so that rows of several machines compare; `now` is the process's own clock, whose difference is told.
 */
export async function beat(db: Db, pulse: Pulse, now: () => Date): Promise<{ clockSkewMs: number }> {
  const clockSkewMs = Math.max(-mostSkew, Math.min(mostSkew, await measureSkew(db, now)));
  const { id, ...rest } = pulse;
  const row = { ...rest, clockSkewMs, lastBeatAt: sql`clock_timestamp()`, stoppedAt: null };
  await db
    .insert(workers)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: workers.id, set: row });
  return { clockSkewMs };
}

/** The process ends by itself, with nothing in hand. */
export async function sayGoodbye(db: Db, id: string): Promise<void> {
  await db
    .update(workers)
    .set({ active: [], lastBeatAt: sql`clock_timestamp()`, stoppedAt: sql`clock_timestamp()` })
    .where(eq(workers.id, id));
}
