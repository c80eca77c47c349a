import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { isIndicator } from "../stories/counted-mentions.ts";
import { judgedAmong, judgedMentions, unjudgedMentions } from "./mention-rows.ts";

export type EntityWeek = {
  /** Its Monday in UTC. */
  week: string;
  articles: number;
  stories: number;
};

export type Companion = { id: number; type: string; value: string; label: string | null; articles: number };

export type Companions = Record<"indicators" | "techniques" | "names", Companion[]>;

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** 5 January 1970, the first Monday. */
const firstMonday = 4 * dayMs;

/** In how many articles and stories an entity stood in each of so many weeks, this one last; for a tenant. */
export async function countWeeks(
  db: Db,
  entityId: number,
  { weeks, now }: { weeks: number; now: Date },
): Promise<EntityWeek[]> {
  const thisWeek = Math.floor((now.getTime() - firstMonday) / weekMs) * weekMs + firstMonday;
  const first = new Date(thisWeek - (weeks - 1) * weekMs);
  const judged = await judgedAmong(db, [entityId]);
  const rows = await db.execute<EntityWeek>(sql`
    select to_char(date_trunc('week', m.seen_at at time zone 'UTC'), 'YYYY-MM-DD') as week,
      count(*)::int as articles, count(distinct sa.story_id)::int as stories
    from ${judged.size > 0 ? judgedMentions : unjudgedMentions} m
    left join story_articles sa on sa.article_id = m.article_id
    where m.entity_id = ${entityId} and m.seen_at >= ${first.toISOString()}::timestamptz and m.status <> 'rejected'
    group by 1`);
  const counted = new Map(rows.map((row) => [row.week, row]));
  return Array.from({ length: weeks }, (_, at) => {
    const week = new Date(first.getTime() + at * weekMs).toISOString().slice(0, 10);
    return counted.get(week) ?? { week, articles: 0, stories: 0 };
  });
}

/** So many of the newest articles say what stands with it. */
const newest = 200;
const shown = 20;

/** What the newest articles that name an entity name too, by the number of those articles; 20 of each kind. */
export async function findCompanions(db: Db, entityId: number): Promise<Companions> {
  const rows = await db.execute<Omit<Companion, "id"> & { id: string; kind: keyof Companions }>(sql`
    with recent as materialized (
      select m.article_id from mentions m join articles a on a.id = m.article_id and a.rejected_reason is null
      where m.entity_id = ${entityId} order by m.seen_at desc limit ${newest}
    ), beside as materialized (
      select m.entity_id, count(*)::int as articles from recent r join mentions m on m.article_id = r.article_id
      where m.entity_id <> ${entityId} and m.status in ('indicator', 'named')
        and not exists (select from verdicts v where v.tenant_id = current_tenant() and v.entity_id = m.entity_id
          and v.article_id is null and v.verdict = 'rejected')
      group by m.entity_id
    )
    select id, type, value, label, articles, kind from (
      select known.*, row_number() over (partition by kind order by articles desc, id) as place from (
        select e.id, e.type, e.value, e.label, b.articles,
          case when ${isIndicator} then 'indicators' when e.type = 'technique' then 'techniques'
            else 'names' end as kind
        from beside b join entities e on e.id = b.entity_id where e.type <> 'tactic'
      ) known
    ) ranked where place <= ${shown} order by kind, place`);
  const companions: Companions = { indicators: [], techniques: [], names: [] };
  for (const { kind, id, type, value, label, articles } of rows)
    companions[kind].push({ id: Number(id), type, value, label, articles });
  return companions;
}
