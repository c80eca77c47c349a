import type { Db } from "@cti/db/client";
import { schedules } from "@cti/db/schema/schedules";
import type { RunTrigger } from "@cti/db/schema/runs";
import { gapAfter } from "@cti/pipeline/schedule/next-run";
import type { Queues } from "@cti/queue/queue-types";
import { desc, eq, sql } from "drizzle-orm";
import type { Sql } from "postgres";

import { markQueued, selectQueueable } from "../sources/due-sources.ts";

/** What verbs that fill the queue need. Times are in milliseconds. */
export type QueueingDeps = {
  db: Db;
  sql: Sql;
  queues: Pick<Queues, "enqueue" | "enqueueAll">;
  now: () => Date;
  limits: { perHost: number; requeueAfterMs: number };
};

const batchSize = 500;
/** Share of the time between two rounds by which a source is taken early rather than a whole round late. */
const slackShare = 0.15;

/**
 * Adds jobs for sources that are due: those of their own cadence and leftovers of the last round (`own`), or all
 * (`round`). Jobs come before the note, so that a process that dies in between loses none. Resolves to how many.
 */
export async function queueDueSources(
  { db, queues, now, limits }: QueueingDeps,
  options: { mode: "own" | "round"; trigger: RunTrigger; actor: string },
  signal: AbortSignal,
): Promise<number> {
  const { mode, trigger, actor } = options;
  const { lastRoundAt, roundSlackMs } = await findRound(db);
  // A checker whose clock is ahead makes a source look as if it had never been queued.
  const queued = new Set<number>();
  while (!signal.aborted) {
    const at = now();
    const filter = { ...limits, now: at, mode, lastRoundAt, roundSlackMs, limit: batchSize };
    const selected = await selectQueueable(db, filter);
    const found = selected.filter(({ id }) => !queued.has(id));
    if (found.length === 0) break;
    await queues.enqueueAll(
      "collect-source",
      found.map(({ id, isDue }) => ({ trigger, actor, sourceId: id, force: !isDue })),
    );
    const ids = found.map(({ id }) => id);
    await markQueued(db, ids, at);
    for (const id of ids) queued.add(id);
    if (selected.length < batchSize) break;
  }
  return queued.size;
}

async function findRound(db: Db): Promise<{ lastRoundAt: Date | null; roundSlackMs: number }> {
  const [round] = await db
    .select()
    .from(schedules)
    .where(eq(schedules.job, "collect-due"))
    .orderBy(sql`${schedules.enabled} desc`, desc(schedules.lastRunAt))
    .limit(1);
  if (!round) return { lastRoundAt: null, roundSlackMs: 0 };
  const gapMs = gapAfter(round, round.nextRunAt ?? round.lastRunAt ?? round.updatedAt);
  return {
    lastRoundAt: round.lastRunAt,
    roundSlackMs: Number.isFinite(gapMs) ? Math.round(slackShare * gapMs) : 0,
  };
}
