import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@cti/db/client";
import type { Sql } from "postgres";

import { withRun } from "./with-run.ts";

/** Rows that went. */
export type Cleaned = {
  runs: number;
  checks: number;
  jobRecords: number;
  workers: number;
  reports: number;
  analyses: number;
};

export type CleanupResult = { runId: number; status: RunStatus; done: Cleaned; durationMs: number };

/** A day's report is small, and is asked for longer than the runs that it sums up. */
const reportFactor = 10;
const sliceSize = 10_000;

/**
 * Forgets history that is older than `keepDays`: runs that have ended, checks, job records, and daily reports ten
 * times as old; also processes that have been silent for a day, and analyses that came to nothing or whose article or
 * story is gone. Articles are not touched.
 */
export async function cleanup(
  deps: { db: Db; sql: Sql; now: () => Date },
  options: { keepDays: number; trigger: RunTrigger; actor: string; signal?: AbortSignal },
): Promise<CleanupResult> {
  const { keepDays, trigger, actor, signal } = options;
  const startedAt = deps.now();
  const { runId, status, metrics } = await withRun(
    deps,
    { kind: "cleanup", trigger, actor, params: { keepDays } },
    async () => {
      const done: Cleaned = { runs: 0, checks: 0, jobRecords: 0, workers: 0, reports: 0, analyses: 0 };
      for (const [name, old] of Object.entries(oldRows(startedAt, keepDays)))
        done[name as keyof Cleaned] = await deleteInSlices(deps.db, old, signal);
      const durationMs = deps.now().getTime() - startedAt.getTime();
      return {
        status: signal?.aborted ? "cancelled" : "completed",
        counts: {},
        metrics: { ...done, durationMs },
      };
    },
  );
  const { durationMs, ...done } = metrics;
  return { runId, status, done, durationMs };
}

type OldRows = { table: SQL; where: SQL };

function oldRows(now: Date, keepDays: number): Record<keyof Cleaned, OldRows> {
  const daysAgo = (days: number): SQL =>
    sql`${new Date(now.getTime() - days * 86_400_000).toISOString()}::timestamptz`;
  const before = daysAgo(keepDays);
  return {
    // Before the runs, whose removal would otherwise empty a column of each of them first.
    checks: { table: sql`source_checks`, where: sql`started_at < ${before}` },
    runs: { table: sql`runs`, where: sql`started_at < ${before} and status <> 'running'` },
    jobRecords: { table: sql`job_records`, where: sql`finished_at < ${before}` },
    workers: { table: sql`workers`, where: sql`last_beat_at < ${daysAgo(1)}` },
    analyses: {
      table: sql`analyses`,
      where: sql`(status in ('failed', 'cancelled') and finished_at < ${before})
        or (status = 'completed' and not exists (
          select from articles where subject = 'article' and articles.id = analyses.subject_id
          union all select from stories where subject = 'story' and stories.id = analyses.subject_id))`,
    },
    reports: { table: sql`daily_reports`, where: sql`day < (${daysAgo(reportFactor * keepDays)})::date` },
  };
}

/** So that no statement holds many rows for long. */
async function deleteInSlices(db: Db, { table, where }: OldRows, signal?: AbortSignal): Promise<number> {
  for (let deleted = 0; ;) {
    if (signal?.aborted) return deleted;
    const { count } = await db.execute(sql`
      delete from ${table} where ctid in (select ctid from ${table} where ${where} limit ${sliceSize})`);
    deleted += count;
    if (count < sliceSize) return deleted;
  }
}
