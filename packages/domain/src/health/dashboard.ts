import type { Db } from "@cti/db/client";
import { sources } from "@cti/db/schema/sources";
import { triageStates, type TriageState } from "@cti/db/schema/triage";
import { and, desc, eq, isNull, sql } from "drizzle-orm";

import { pageRuns } from "../runs/page-runs.ts";
import type { RunLine } from "../runs/run-line.ts";
import { type SourceState, sourceStateSql, sourceStates } from "../sources/source-state.ts";

/** Articles that came on a day of UTC, by the tier of their source. */
export type DayCount = { day: string; tier_1: number; tier_2: number; tier_3: number; total: number };

/** What is the same for all tenants; may be some seconds old. */
export type SharedDashboard = {
  as_of: Date;
  days: DayCount[];
  totals: { articles: number; stories: number };
  sources: {
    enabled: number;
    states: Record<SourceState, number>;
    /** The ten that somebody should look at first. */
    worst: { id: number; slug: string; name: string; state: SourceState; last_error: string | null }[];
  };
  runs: RunLine[];
};

const shownDays = 14;
const shownRuns = 10;
const shownWorst = 10;
const dayMs = 86_400_000;

/** The part of the home screen that does not depend on who looks. Names and addresses are masked for everybody. */
export async function readSharedDashboard(db: Db, now: Date): Promise<SharedDashboard> {
  const view = { secrets: false, actor: "" };
  const [days, totals, health, runs] = await Promise.all([
    countDays(db, now),
    countAll(db),
    readSourceHealth(db, now),
    pageRuns(db, { news: true, limit: shownRuns, cursor: null, since: daysBefore(now, 7) }, view),
  ]);
  return { as_of: now, days, totals, sources: health, runs: runs.items };
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

async function countDays(db: Db, now: Date): Promise<DayCount[]> {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const first = new Date(today - (shownDays - 1) * dayMs);
  const rows = await db.execute<{ day: string; tier: number; count: number }>(sql`
    select to_char(a.collected_at at time zone 'UTC', 'YYYY-MM-DD') as day, s.tier, count(*)::int as count
    from articles a join sources s on s.id = a.source_id
    where a.collected_at >= ${first.toISOString()}::timestamptz and a.rejected_reason is null
    group by 1, 2`);
  const blank = (at: number): DayCount => ({
    day: new Date(at).toISOString().slice(0, 10),
    tier_1: 0,
    tier_2: 0,
    tier_3: 0,
    total: 0,
  });
  const days = Array.from({ length: shownDays }, (_, n) => blank(first.getTime() + n * dayMs));
  const byDay = new Map(days.map((each) => [each.day, each]));
  for (const { day, tier, count } of rows) {
    const counted = byDay.get(day);
    if (!counted) continue;
    counted[tier === 1 ? "tier_1" : tier === 3 ? "tier_3" : "tier_2"] += count;
    counted.total += count;
  }
  return days;
}

async function countAll(db: Db): Promise<{ articles: number; stories: number }> {
  const [row] = await db.execute<{ articles: number; stories: number }>(sql`
    select (select count(*) from articles where rejected_reason is null)::int as articles,
      (select count(*) from stories where merged_into is null)::int as stories`);
  return row ?? { articles: 0, stories: 0 };
}

async function readSourceHealth(db: Db, now: Date): Promise<SharedDashboard["sources"]> {
  const inUse = and(eq(sources.enabled, true), isNull(sources.removedAt));
  const state = sourceStateSql(now);
  const counted = await db
    .select({ state: sql<SourceState>`${state}`.as("state"), count: sql<number>`count(*)::int` })
    .from(sources)
    .where(inUse)
    .groupBy(sql`1`);
  const worst = await db
    .select({ id: sources.id, slug: sources.slug, name: sources.name, state, last_error: sources.lastError })
    .from(sources)
    .where(and(inUse, sql`${sources.consecutiveFailures} > 0`))
    .orderBy(desc(sources.consecutiveFailures), sources.slug)
    .limit(shownWorst);
  const states = Object.fromEntries(sourceStates.map((name) => [name, 0])) as Record<SourceState, number>;
  for (const row of counted) states[row.state] = row.count;
  return { enabled: counted.reduce((sum, { count }) => sum + count, 0), states, worst };
}

/** What is the tenant's own on the home screen. */
export type TenantDashboard = {
  /** What is not marked is new, of all there is; a snooze that is over is new again. */
  triage: Record<"article" | "story", Record<TriageState, number>>;
  top_stories: {
    id: number;
    title: string;
    score: number;
    articles: number;
    owners: number;
    last_at: Date;
  }[];
};

const shownStories = 10;
/** Ranks of stories that were merged or dismissed are passed over, up to so many. */
const lookedAt = 200;

/** The part of the home screen that is the tenant's: call it for a tenant. `totals` tells how many are new. */
export async function readTenantDashboard(
  tx: Db,
  totals: SharedDashboard["totals"],
  now: Date,
): Promise<TenantDashboard> {
  const marked = await tx.execute<{ subject: "article" | "story"; state: TriageState; count: number }>(sql`
    select subject, state, count(*)::int as count from triage
    where tenant_id = current_tenant() and state <> 'new'
      and not (state = 'snoozed' and snoozed_until is not null and snoozed_until <= ${now.toISOString()}::timestamptz)
    group by 1, 2`);
  const triage = { article: blankStates(), story: blankStates() };
  for (const { subject, state, count } of marked) triage[subject][state] += count;
  triage.article.new = unmarked(totals.articles, triage.article);
  triage.story.new = unmarked(totals.stories, triage.story);
  return { triage, top_stories: await findTopStories(tx) };
}

function blankStates(): Record<TriageState, number> {
  return Object.fromEntries(triageStates.map((state) => [state, 0])) as Record<TriageState, number>;
}

/** Rows of articles that are gone may still be there. */
function unmarked(all: number, states: Record<TriageState, number>): number {
  return Math.max(0, all - Object.values(states).reduce((sum, count) => sum + count, 0));
}

async function findTopStories(tx: Db): Promise<TenantDashboard["top_stories"]> {
  const rows = await tx.execute<
    Omit<TenantDashboard["top_stories"][number], "last_at"> & { last_at: string }
  >(
    sql`
    select st.id::float8 as id, st.title, sc.total::float8 as score, st.article_count as articles,
      st.owner_count as owners, st.last_at
    from (
      select subject_id, total from scores where tenant_id = current_tenant() and subject = 'story'
      order by total desc nulls last limit ${lookedAt}
    ) sc
    join stories st on st.id = sc.subject_id and st.merged_into is null
    where not exists (
      select from triage t where t.tenant_id = current_tenant() and t.subject = 'story' and t.subject_id = st.id
        and t.state = 'dismissed')
    order by sc.total desc, st.id desc limit ${shownStories}`,
  );
  return rows.map((row) => ({ ...row, last_at: new Date(row.last_at) }));
}
