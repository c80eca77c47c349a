import type { Db } from "@cti/db/client";
import { type Run, runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { sources } from "@cti/db/schema/sources";
import { and, asc, count, desc, eq, gte, not, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

export type RunFilter = {
  limit: number;
  /** Also scheduled checks and stages that found nothing to do, of which there are thousands a day. */
  all: boolean;
  kind?: string;
  status?: Run["status"];
  trigger?: Run["trigger"];
};

export const isNews = sql`not (${runs.trigger} = 'schedule' and ${runs.status} = 'completed' and ${runs.kind} in ('collect', 'rss_fetcher')
  and coalesce((${runs.counts}->>'new')::int, 0) + coalesce((${runs.counts}->>'updated')::int, 0) = 0)`;

/** The latest runs, and how many scheduled ones without news were left out between them. */
export async function listRuns(
  db: Db,
  { limit, all, kind, status, trigger }: RunFilter,
): Promise<{ runs: Run[]; hidden: number }> {
  const wanted = and(
    kind === undefined ? undefined : eq(runs.kind, kind),
    status === undefined ? undefined : eq(runs.status, status),
    trigger === undefined ? undefined : eq(runs.trigger, trigger),
  );
  const found = await db
    .select()
    .from(runs)
    .where(all ? wanted : and(wanted, isNews))
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(limit);
  const oldest = found.length === limit ? found.at(-1)?.startedAt : null;
  if (all) return { runs: found, hidden: 0 };
  const [row] = await db
    .select({ hidden: count() })
    .from(runs)
    .where(and(wanted, not(isNews), oldest ? gte(runs.startedAt, oldest) : undefined));
  return { runs: found, hidden: row?.hidden ?? 0 };
}

export type RunDetail = Run & {
  checks: {
    source: string;
    outcome: string;
    reason: string | null;
    message: string | null;
    counts: Run["counts"];
    durationMs: number;
  }[];
};

/** A run with what each source gave. */
export async function showRun(db: Db, id: number): Promise<RunDetail> {
  const [run] = await db.select().from(runs).where(eq(runs.id, id));
  if (!run) throw new DomainError("not_found", `There is no run ${id}; \`history list\` shows them`);
  const checks = await db
    .select({
      source: sources.slug,
      outcome: sourceChecks.outcome,
      reason: sourceChecks.reason,
      message: sourceChecks.message,
      counts: sourceChecks.counts,
      durationMs: sourceChecks.durationMs,
    })
    .from(sourceChecks)
    .innerJoin(sources, eq(sources.id, sourceChecks.sourceId))
    .where(eq(sourceChecks.runId, id))
    .orderBy(asc(sources.slug));
  return { ...run, checks };
}

export type RunStats = {
  days: number;
  runs: number;
  byStatus: Record<string, number>;
  articles: { new: number; updated: number; duplicate: number; rejected: number; failed: number };
  averageDurationMs: number;
  failuresByReason: { reason: string; count: number }[];
};

/** The JSON of it. */
export type RunStatsLine = Pick<RunStats, "days" | "runs" | "articles"> & {
  by_status: RunStats["byStatus"];
  average_duration_ms: number;
  failures_by_reason: RunStats["failuresByReason"];
};

export function toRunStatsLine(stats: RunStats): RunStatsLine {
  const { days, runs, byStatus, articles, averageDurationMs, failuresByReason } = stats;
  return {
    days,
    runs,
    by_status: byStatus,
    articles,
    average_duration_ms: averageDurationMs,
    failures_by_reason: failuresByReason,
  };
}

/** What the runs of the last `days` did together. */
export async function runStats(db: Db, days: number, now: Date): Promise<RunStats> {
  const since = new Date(now.getTime() - days * 86_400_000);
  const counted = (name: string): ReturnType<typeof sql<number>> =>
    sql<number>`coalesce(sum((${runs.counts}->>${sql.raw(`'${name}'`)})::int), 0)::int`;
  const [total] = await db
    .select({
      runs: sql<number>`count(*)::int`,
      new: counted("new"),
      updated: counted("updated"),
      duplicate: counted("duplicate"),
      rejected: counted("rejected"),
      failed: counted("failed"),
      averageDurationMs: sql<number>`coalesce(avg(extract(epoch from ${runs.finishedAt} - ${runs.startedAt}) * 1000), 0)::int`,
    })
    .from(runs)
    .where(gte(runs.startedAt, since));
  const byStatus = await db
    .select({ status: runs.status, count: count() })
    .from(runs)
    .where(gte(runs.startedAt, since))
    .groupBy(runs.status)
    .orderBy(asc(runs.status));
  const failures = await db
    .select({ reason: sourceChecks.reason, count: count() })
    .from(sourceChecks)
    .where(and(eq(sourceChecks.outcome, "failed"), gte(sourceChecks.startedAt, since)))
    .groupBy(sourceChecks.reason)
    .orderBy(desc(count()), asc(sourceChecks.reason));
  const {
    runs: number = 0,
    averageDurationMs = 0,
    ...articles
  } = total ?? { new: 0, updated: 0, duplicate: 0, rejected: 0, failed: 0 };
  return {
    days,
    runs: number,
    byStatus: Object.fromEntries(byStatus.map(({ status, count }) => [status, count])),
    articles,
    averageDurationMs,
    failuresByReason: failures.map(({ reason, count }) => ({ reason: reason ?? "unknown", count })),
  };
}
