import type { Db } from "@cti/db/client";
import type { CheckOutcome } from "@cti/db/schema/source-checks";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";

export type SourceActivity = {
  source_id: number;
  /** The last 30, the oldest first. */
  checks: { at: Date; outcome: CheckOutcome; new: number }[];
  /** Articles that came on each of 30 days of UTC, today last. */
  days: number[];
  /** Of the last 14 days, and of the 76 before. */
  per_day: number;
  per_day_before: number;
};

/** Articles that came from a source, by how many days ago. */
export type DailyYield = ReadonlyMap<number, ReadonlyMap<number, number>>;

const dayMs = 86_400_000;
const shownChecks = 30;
const shownDays = 30;
const recentDays = 14;
const allDays = 90;

/** Of all sources, over 90 days of UTC. */
export async function readDailyYield(db: Db, now: Date): Promise<DailyYield> {
  const today = startOfDay(now);
  const first = new Date(today - (allDays - 1) * dayMs);
  const rows = await db.execute<{ source_id: string; ago: number; count: number }>(sql`
    select source_id, (${new Date(today).toISOString()}::date - (collected_at at time zone 'UTC')::date) as ago,
      count(*)::int as count
    from articles where collected_at >= ${first.toISOString()}::timestamptz and rejected_reason is null
    group by 1, 2`);
  const daily = new Map<number, Map<number, number>>();
  for (const { source_id, ago, count } of rows) {
    const id = Number(source_id);
    const days = daily.get(id) ?? new Map<number, number>();
    // A clock that was ahead of ours.
    const at = Math.max(0, ago);
    days.set(at, (days.get(at) ?? 0) + count);
    daily.set(id, days);
  }
  return daily;
}

/** In the order of their numbers; those that are not followed are left out. */
export async function readSourceActivity(
  db: Db,
  ids: readonly number[],
  { daily, now }: { daily: DailyYield; now: Date },
): Promise<SourceActivity[]> {
  const rows = await db.execute<{ id: string; created_at: string; checks: RawCheck[] | null }>(sql`
    select s.id, s.created_at, c.checks from sources s left join lateral (
      select json_agg(json_build_object('at', l.started_at, 'outcome', l.outcome, 'new', coalesce((l.counts->>'new')::int, 0))
        order by l.started_at, l.id) as checks
      from (
        select id, started_at, outcome, counts from source_checks where source_id = s.id
        order by started_at desc limit ${shownChecks}
      ) l
    ) c on true
    where s.id = ${idArray(ids)} and s.removed_at is null order by s.id`);
  return rows.map(({ id, created_at, checks }) => ({
    source_id: Number(id),
    checks: (checks ?? []).map((check) => ({ ...check, at: new Date(check.at) })),
    ...yieldOf(daily.get(Number(id)) ?? new Map(), ageOf(created_at, now)),
  }));
}

type RawCheck = { at: string; outcome: CheckOutcome; new: number };

/** In days, at least one. */
function ageOf(createdAt: string, now: Date): number {
  return Math.max(1, (startOfDay(now) - startOfDay(new Date(createdAt))) / dayMs + 1);
}

function startOfDay(at: Date): number {
  return Math.floor(at.getTime() / dayMs) * dayMs;
}

/** A source that is younger than the span has its articles divided by its own days. */
function yieldOf(
  days: ReadonlyMap<number, number>,
  age: number,
): Pick<SourceActivity, "days" | "per_day" | "per_day_before"> {
  const sum = (from: number, until: number): number =>
    Array.from({ length: until - from }, (_, at) => days.get(from + at) ?? 0).reduce((all, n) => all + n, 0);
  const perDay = (from: number, until: number): number =>
    Math.round((sum(from, until) / Math.max(1, Math.min(until - from, age - from))) * 100) / 100;
  return {
    days: Array.from({ length: shownDays }, (_, at) => days.get(shownDays - 1 - at) ?? 0),
    per_day: perDay(0, recentDays),
    per_day_before: perDay(recentDays, allDays),
  };
}
