import { sql } from "drizzle-orm";

import {
  type ComponentHealth,
  countText,
  durationText,
  type HealthDeps,
  worstStatus,
} from "./component-health.ts";

/** A few articles that no stage can digest are no alarm; many that wait for long are. */
const limits = {
  degraded: { count: 10, ms: 6 * 3_600_000 },
  error: { count: 1_000, ms: 24 * 3_600_000 },
};
/** Older articles are not looked at, so that the check costs the same in the tenth year. */
const windowDays = 30;

/** How many articles of the last 30 days wait for extraction, grouping and ranking, and for how long. */
export async function checkStages({ db, now }: HealthDeps): Promise<ComponentHealth> {
  const waiting = await readWaiting(db, now());
  const judged = waiting.map((stage) => ({ ...stage, status: judge(stage) }));
  const late = judged.filter(({ status }) => status !== "ok");
  const details = Object.fromEntries(
    judged.map(({ stage, count, oldestMs }) => [
      stage,
      { waiting: count, oldest_seconds: Math.round(oldestMs / 1_000) },
    ]),
  );
  const told = (late.length > 0 ? late : judged).map(
    ({ stage, count, oldestMs }) =>
      `${countText(count, "article")} for ${stage}${count > 0 ? ` (the oldest for ${durationText(oldestMs)})` : ""}`,
  );
  const [first] = late;
  return {
    status: worstStatus(judged.map(({ status }) => status)),
    message: first
      ? `Too many wait for too long: ${told.join(", ")}. \`pipeline run\` does it now; \`history list\` shows why the stages did not.`
      : `Waiting: ${told.join(", ")}.`,
    details,
  };
}

type Waiting = { stage: string; count: number; oldestMs: number };

function judge({ count, oldestMs }: Waiting): ComponentHealth["status"] {
  if (count >= limits.error.count && oldestMs >= limits.error.ms) return "error";
  return count >= limits.degraded.count && oldestMs >= limits.degraded.ms ? "degraded" : "ok";
}

async function readWaiting(db: HealthDeps["db"], now: Date): Promise<Waiting[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await db.execute<Waiting>(sql`
    with waiting as (
      select case when f.article_id is null then 'extraction' when f.clustered_at is null then 'grouping' else 'ranking' end
          as stage,
        case when f.article_id is null then coalesce(a.changed_at, a.collected_at)
          when f.clustered_at is null then f.extracted_at else greatest(f.extracted_at, f.clustered_at) end as since
      from articles a
      left join article_features f on f.article_id = a.id
      left join scores s on s.subject = 'article' and s.subject_id = a.id
      where a.collected_at > ${at} - make_interval(days => ${windowDays}) and a.rejected_reason is null
        and (f.article_id is null or f.clustered_at is null or s.subject_id is null or s.ranked_at < f.extracted_at)
    )
    select name as stage, count(w.stage)::int as count,
      coalesce(greatest(extract(epoch from ${at} - min(w.since)) * 1000, 0), 0)::float8 as "oldestMs"
    from (values ('extraction', 1), ('grouping', 2), ('ranking', 3)) stages (name, place)
    left join waiting w on w.stage = name
    group by name, place order by place`);
  return [...rows];
}
