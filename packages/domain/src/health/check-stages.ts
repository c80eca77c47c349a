import { defaultTenantId } from "@cti/db/default-tenant";
import { type SQL, sql } from "drizzle-orm";

import { forEachTenant } from "../tenants/for-each-tenant.ts";
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
export async function checkStages({ db, now }: Pick<HealthDeps, "db" | "now">): Promise<ComponentHealth> {
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

/** What waits for the others waits for all tenants; of the ranks, the tenant that misses most counts. */
async function readWaiting(db: HealthDeps["db"], now: Date): Promise<Waiting[]> {
  const ranking = await forEachTenant(db, (tx, { id, createdAt }) =>
    readUnranked(tx, now, id === defaultTenantId ? new Date(0) : createdAt),
  );
  const [worst] = ranking.map(({ result }) => result).toSorted((one, other) => other.count - one.count);
  return [...(await readUndigested(db, now)), worst ?? { stage: "ranking", count: 0, oldestMs: 0 }];
}

async function readUndigested(db: HealthDeps["db"], now: Date): Promise<Waiting[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await db.execute<Waiting>(sql`
    with waiting as (
      select case when f.article_id is null then 'extraction' else 'grouping' end as stage,
        case when f.article_id is null then coalesce(a.changed_at, a.collected_at) else f.extracted_at end as since
      from articles a left join article_features f on f.article_id = a.id
      where ${isRecent(at)} and (f.article_id is null or f.clustered_at is null)
    )
    select name as stage, count(w.stage)::int as count, ${oldest(at)} as "oldestMs"
    from (values ('extraction', 1), ('grouping', 2)) stages (name, place)
    left join waiting w on w.stage = name
    group by name, place order by place`);
  return [...rows];
}

/** Nothing waits for a tenant since before there was one; the first is as old as the articles. */
async function readUnranked(tx: HealthDeps["db"], now: Date, tenantSince: Date): Promise<Waiting> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [row] = await tx.execute<Omit<Waiting, "stage">>(sql`
    with w as (
      select greatest(f.extracted_at, f.clustered_at, ${tenantSince.toISOString()}::timestamptz) as since
      from articles a join article_features f on f.article_id = a.id and f.clustered_at is not null
      left join scores s on s.tenant_id = current_tenant() and s.subject = 'article' and s.subject_id = a.id
      where ${isRecent(at)} and (s.subject_id is null or s.ranked_at < f.extracted_at)
    )
    select count(*)::int as count, ${oldest(at)} as "oldestMs" from w`);
  return { stage: "ranking", count: row?.count ?? 0, oldestMs: row?.oldestMs ?? 0 };
}

function isRecent(at: SQL): SQL {
  return sql`a.collected_at > ${at} - make_interval(days => ${windowDays}) and a.rejected_reason is null`;
}

function oldest(at: SQL): SQL {
  return sql`coalesce(greatest(extract(epoch from ${at} - min(w.since)) * 1000, 0), 0)::float8`;
}
