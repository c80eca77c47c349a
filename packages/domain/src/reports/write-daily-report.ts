import type { Db } from "@cti/db/client";
import { type DailyReport, dailyReports } from "@cti/db/schema/daily-reports";
import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import { type SQL, sql } from "drizzle-orm";
import type { Sql } from "postgres";

import { DomainError } from "../errors.ts";
import { withRun } from "../runs/with-run.ts";
import { storable } from "../storable.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import { openTenants } from "../tenants/for-each-tenant.ts";
import { checkDay } from "./check-day.ts";
import { countDay, type DayLimits } from "./count-day.ts";

export type DailyReportResult = {
  runId: number;
  status: RunStatus;
  /** YYYY-MM-DD in the time zone. */
  day: string;
  report: DailyReport;
};

/**
 * Stores what a day brought; without a day, the one before today. A report that is written again replaces the first;
 * scores and the state of sources are those of the moment in which it is written.
 * @throws DomainError invalid for a day or time zone that there is not.
 */
export async function writeDailyReport(
  deps: { db: Db; sql: Sql; now: () => Date },
  options: { day: string | null; timeZone: string; trigger: RunTrigger; actor: string },
): Promise<DailyReportResult> {
  const { timeZone, trigger, actor } = options;
  checkTimeZone(timeZone);
  if (options.day !== null) checkDay(options.day);
  const limits = await limitsOf(deps.db, { day: options.day, timeZone, now: deps.now() });
  const { day } = limits;
  const { runId, status, report } = await withRun(
    deps,
    { kind: "daily_report", trigger, actor, params: { day, timeZone } },
    async () => {
      const report = storable(await count(deps.db, limits));
      const row = { report, timeZone, createdAt: deps.now() };
      await deps.db
        .insert(dailyReports)
        .values({ day, ...row })
        .onConflictDoUpdate({ target: dailyReports.day, set: row });
      return { status: "completed", counts: {}, metrics: { day, ...headline(report) }, report };
    },
  );
  return { runId, status, day, report };
}

/**
 * A report is everybody's. While there is one tenant it has that one's ranks and verdicts; with more of them it has
 * none, so that no tenant reads from it what another one watches.
 */
async function count(db: Db, limits: DayLimits): Promise<DailyReport> {
  const [tenant, another] = await openTenants(db);
  if (!tenant || another) return asTenant(db, noTenant, (tx) => countDay(tx, limits));
  return asTenant(db, tenant.id, (tx) => countDay(tx, limits));
}

/** There is none of this number. */
const noTenant = 0;

/** PostgreSQL knows where a day begins in a time zone whose clocks are changed. */
async function limitsOf(
  db: Db,
  { day, timeZone, now }: { day: string | null; timeZone: string; now: Date },
): Promise<DayLimits> {
  const wanted: SQL =
    day === null
      ? sql`(${now.toISOString()}::timestamptz at time zone ${timeZone})::date - 1`
      : sql`${day}::date`;
  const [row] = await db.execute<{ day: string; from: string; until: string }>(sql`
    select day::text as day, extract(epoch from day::timestamp at time zone ${timeZone})::float8 * 1000 as from,
      extract(epoch from (day + 1)::timestamp at time zone ${timeZone})::float8 * 1000 as until
    from (select ${wanted} as day) wanted`);
  if (!row) throw new Error("A day has limits.");
  return { day: row.day, from: new Date(Number(row.from)), until: new Date(Number(row.until)) };
}

function checkTimeZone(timeZone: string): void {
  // PostgreSQL reads the sign of an offset the other way round.
  const isName = /^[a-z]/i.test(timeZone);
  try {
    if (isName && Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone) return;
  } catch {
    // Said below, in our words.
  }
  throw new DomainError("invalid", `${timeZone} is no time zone; write one such as Europe/Berlin`);
}

function headline({ articles, stories, sources, runs }: DailyReport): Record<string, number> {
  return {
    articlesNew: articles.new,
    articlesUpdated: articles.updated,
    stories: stories.length,
    failing: sources.failing.length,
    quiet: sources.quiet.length,
    runsFailed: runs.failed,
  };
}
