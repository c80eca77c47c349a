import type { Db } from "@cti/db/client";
import { jobRecords } from "@cti/db/schema/workers";
import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";

export type JobSpan = {
  /** All queues unless given. */
  queue?: string | undefined;
  /** Both inclusive; the time at which jobs ended. */
  from: Date;
  to: Date;
};

export type JobCount = { at: Date; count: number };

/** How many jobs ended so, per hour or day in UTC; hours and days without any are left out. */
export async function countJobEnds(
  db: Db,
  span: JobSpan & { outcome: "completed" | "failed"; bucket: "hour" | "day" },
): Promise<JobCount[]> {
  const start = bucketStart(span.bucket);
  const rows = await db
    .select({ at: start, count: sql<number>`count(*)::int` })
    .from(jobRecords)
    .where(and(within(span), eq(jobRecords.outcome, span.outcome)))
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rows.map(({ at, count }) => ({ at: new Date(at), count }));
}

/** Milliseconds by percentile (0-100), over the `count` jobs of the bucket. */
export type JobTimes = { at: Date; count: number; values: Record<string, number> };

/**
 * How long jobs took (`runtime`) or waited before they were begun (`wait`), per hour, day or over the whole span,
 * which is then dated at its beginning. Every try counts that came to an end of its own.
 */
export async function measureJobs(
  db: Db,
  span: JobSpan & { time: "runtime" | "wait"; bucket: "hour" | "day" | "all"; percentiles: number[] },
): Promise<JobTimes[]> {
  const { time, bucket, from, percentiles } = span;
  const start = bucket === "all" ? sql<string>`${from.toISOString()}::timestamptz` : bucketStart(bucket);
  const took =
    time === "runtime"
      ? sql`${jobRecords.finishedAt} - ${jobRecords.startedAt}`
      : sql`${jobRecords.startedAt} - ${jobRecords.addedAt}`;
  const shares = `{${percentiles.map((percentile) => percentile / 100).join(",")}}`;
  const ms = sql`greatest(0, extract(epoch from ${took}) * 1000)::float8`;
  const rows = await db
    .select({
      at: start,
      count: sql<number>`count(*)::int`,
      times: sql<number[]>`percentile_cont(${shares}::float8[]) within group (order by ${ms})`,
    })
    .from(jobRecords)
    .where(
      and(
        within(span),
        sql`${jobRecords.outcome} in ('completed', 'failed', 'retrying')`,
        // A later try waited for its backoff, not for a worker.
        time === "wait" ? eq(jobRecords.attempt, 1) : undefined,
      ),
    )
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rows.map(({ at, count, times }) => ({
    at: new Date(at),
    count,
    values: Object.fromEntries(percentiles.map((name, index) => [String(name), times[index] ?? 0])),
  }));
}

function bucketStart(bucket: "hour" | "day"): SQL<string> {
  return sql<string>`date_trunc(${sql.raw(`'${bucket}'`)}, ${jobRecords.finishedAt}, 'UTC')`;
}

function within({ queue, from, to }: JobSpan): SQL | undefined {
  return and(
    gte(jobRecords.finishedAt, from),
    lte(jobRecords.finishedAt, to),
    queue === undefined ? undefined : eq(jobRecords.queue, queue),
  );
}
