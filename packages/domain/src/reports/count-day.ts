import type { Db } from "@cti/db/client";
import type { DailyReport } from "@cti/db/schema/daily-reports";
import { type SQL, sql } from "drizzle-orm";

/** A day and when it begins and ends. */
export type DayLimits = { day: string; from: Date; until: Date };

const mostSources = 100;
const mostStories = 20;
const quietDays = 28;

/**
 * What a day brought, and what about the sources a person should look at. With the ranks and verdicts of the tenant
 * that asks; for none, stories stand in the order of how many tell them.
 */
export async function countDay(db: Db, { from, until }: DayLimits): Promise<DailyReport> {
  const within = (column: string): SQL =>
    sql`(${sql.raw(column)} >= ${from.toISOString()}::timestamptz and ${sql.raw(column)} < ${until.toISOString()}::timestamptz)`;
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    articles: await countArticles(db, within),
    stories: await findStories(db, within),
    indicators: await countIndicators(db, within, from),
    sources: {
      checked: await countChecked(db, within),
      failing: await findFailing(db),
      quiet: await findQuiet(db, until),
    },
    runs: await countRuns(db, within),
  };
}

type Within = (column: string) => SQL;

async function countArticles(db: Db, within: Within): Promise<DailyReport["articles"]> {
  const [row] = await db.execute<{ new: number; updated: number }>(sql`
    select (count(*) filter (where ${within("collected_at")}))::int as new,
      (count(*) filter (where ${within("changed_at")}))::int as updated
    from articles where rejected_reason is null and (${within("collected_at")} or ${within("changed_at")})`);
  const bySource = await db.execute<{ source: string; new: number }>(sql`
    select s.slug as source, count(*)::int as new from articles a join sources s on s.id = a.source_id
    where a.rejected_reason is null and ${within("a.collected_at")}
    group by s.slug order by count(*) desc, s.slug limit ${mostSources}`);
  return { new: row?.new ?? 0, updated: row?.updated ?? 0, bySource: [...bySource] };
}

/** Those that an article of the day belongs to, the best ranked first. */
async function findStories(db: Db, within: Within): Promise<DailyReport["stories"]> {
  const rows = await db.execute<DailyReport["stories"][number]>(sql`
    select t.id::float8 as id, t.title, round(s.total::numeric, 1)::float8 as score, t.article_count as articles,
      t.owner_count as owners
    from stories t left join scores s on s.tenant_id = current_tenant() and s.subject = 'story' and s.subject_id = t.id
    where t.merged_into is null and t.article_count > 0 and exists (
      select from story_articles m join articles a on a.id = m.article_id
      where m.story_id = t.id and a.rejected_reason is null and ${within("a.collected_at")})
    order by s.total desc nulls last, t.owner_count desc, t.article_count desc, t.last_at desc, t.id limit ${mostStories}`);
  return [...rows];
}

/** Indicators that no article of an earlier day names. */
async function countIndicators(db: Db, within: Within, from: Date): Promise<DailyReport["indicators"]> {
  const rows = await db.execute<{ type: string; new: number }>(sql`
    select e.type, count(*)::int as new from entities e
    where e.id in (
      select m.entity_id from current_mentions m join articles a on a.id = m.article_id
      where m.status = 'indicator' and ${within("a.collected_at")}
    ) and not exists (
      select from mentions m join articles a on a.id = m.article_id
      where m.entity_id = e.id and a.collected_at < ${from.toISOString()}::timestamptz
    )
    group by e.type order by count(*) desc, e.type`);
  return [...rows];
}

async function countChecked(db: Db, within: Within): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(distinct source_id)::int as count from source_checks where ${within("started_at")}`);
  return row?.count ?? 0;
}

async function findFailing(db: Db): Promise<DailyReport["sources"]["failing"]> {
  const rows = await db.execute<{
    source: string;
    reason: string;
    failures: number;
    last_success: number | null;
  }>(sql`
    select slug as source, coalesce(last_error, 'unknown') as reason, consecutive_failures as failures,
      extract(epoch from last_success_at)::float8 * 1000 as last_success
    from sources where enabled and removed_at is null and consecutive_failures > 0
    order by consecutive_failures desc, slug limit ${mostSources}`);
  return rows.map(({ source, reason, failures, last_success: at }) => ({
    source,
    reason,
    failures,
    lastSuccessAt: isoOf(at),
  }));
}

/** Sources that can be read and bring nothing. */
async function findQuiet(db: Db, until: Date): Promise<DailyReport["sources"]["quiet"]> {
  const rows = await db.execute<{ source: string; last_new: number | null }>(sql`
    select slug as source, extract(epoch from last_new_at)::float8 * 1000 as last_new
    from sources where enabled and removed_at is null and consecutive_failures = 0
      and coalesce(last_new_at, created_at) < ${until.toISOString()}::timestamptz - ${quietDays} * interval '1 day'
    order by coalesce(last_new_at, created_at), slug limit ${mostSources}`);
  return rows.map(({ source, last_new: at }) => ({ source, lastNewAt: isoOf(at) }));
}

async function countRuns(db: Db, within: Within): Promise<DailyReport["runs"]> {
  const [row] = await db.execute<DailyReport["runs"]>(sql`
    select count(*)::int as total, (count(*) filter (where status = 'failed'))::int as failed,
      (count(*) filter (where status = 'completed_with_errors'))::int as "withErrors"
    from runs where ${within("started_at")}`);
  return row ?? { total: 0, failed: 0, withErrors: 0 };
}

function isoOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
