import type { Db } from "@cti/db/client";
import { sources } from "@cti/db/schema/sources";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";

export type QueueableFilter = {
  now: Date;
  /**
   * `own`: sources that wait for no round (tier 1, with an interval of their own, after failures, never checked) and
   * those that the last round had no place for. `round`: all that are due or nearly so.
   */
  mode: "own" | "round";
  /** How long before its time a round takes a source. */
  roundSlackMs: number;
  lastRoundAt: Date | null;
  /** Most sources of one host that wait in the queue at a time. */
  perHost: number;
  /** Time after which a source that was queued and never checked counts as lost by the queue. */
  requeueAfterMs: number;
  limit: number;
};

/** `isDue` is false for what a round takes a little before its time. */
export type QueueableSource = { id: number; slug: string; isDue: boolean };

/** Sources that a job may be added for now, the longest due first. */
export async function selectQueueable(db: Db, filter: QueueableFilter): Promise<QueueableSource[]> {
  const { now, mode, roundSlackMs, lastRoundAt, perHost, requeueAfterMs, limit } = filter;
  const at = sql`${now.toISOString()}::timestamptz`;
  const slack = sql`${roundSlackMs} * interval '1 millisecond'`;
  const round = sql`${lastRoundAt?.toISOString() ?? null}::timestamptz`;
  const own = sql`(tier = 1 or interval_seconds is not null or consecutive_failures > 0 or last_checked_at is null)`;
  const leftOver = sql`(next_check_at <= ${round} + ${slack} and last_checked_at < ${round})`;
  const due =
    mode === "own"
      ? sql`((${own} and next_check_at <= ${at}) or (not ${own} and ${leftOver}))`
      : sql`(next_check_at <= ${at} or (not ${own} and next_check_at <= ${at} + ${slack}))`;
  const waiting = sql`(queued_at is not null and queued_at > ${at} - ${requeueAfterMs} * interval '1 millisecond'
    and (last_checked_at is null or last_checked_at < queued_at))`;
  // An address without a host is a file, whose reading bothers nobody.
  const host = sql`lower(substring(url from '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\\[[^\\]]*\\]|[^/?#:]+)'))`;
  const rows = await db.execute<{ id: number; slug: string; is_due: boolean }>(sql`
    with due as (
      select id, slug, next_check_at, ${host} as host,
        row_number() over (partition by ${host} order by next_check_at, id) as place
      from sources
      where enabled and removed_at is null and ${due} and not ${waiting}
    ), taken as (
      select ${host} as host, count(*) as number from sources where ${waiting} group by 1
    )
    select id::float8 as id, slug, next_check_at <= ${at} as is_due
    from due left join taken using (host)
    where host is null or place + coalesce(taken.number, 0) <= ${perHost}
    order by next_check_at, id
    limit ${limit}`);
  return rows.map(({ id, slug, is_due: isDue }) => ({ id, slug, isDue }));
}

/** Notes that jobs for these sources were added, `at` a moment before that. */
export async function markQueued(db: Db, ids: number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.update(sources).set({ queuedAt: at }).where(inArray(sources.id, ids));
}

/** Makes every source that is followed due now. */
export async function makeAllDue(db: Db, now: Date): Promise<void> {
  await db
    .update(sources)
    .set({ nextCheckAt: now })
    .where(and(eq(sources.enabled, true), isNull(sources.removedAt), gt(sources.nextCheckAt, now)));
}
