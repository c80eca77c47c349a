import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

export type TechniqueFilter = {
  /** When the article appeared; `until` is not part of it. */
  since: Date | null;
  until: Date | null;
  /** Only articles that name this entity, too. */
  entityId: number | null;
};

/** How many articles and stories name a technique; what the tenant rejected does not count. */
export type TechniqueCount = { articles: number; stories: number };

export type TechniqueCounts = {
  /** The number of each technique that any article named, by its ATT&CK id. */
  entityIds: Map<string, number>;
  /** By ATT&CK id: those that name this very one. */
  own: Map<string, TechniqueCount>;
  /** By the id of the technique: those that name it or a part of it, each counted once. */
  whole: Map<string, TechniqueCount>;
};

/** For a tenant. */
export async function countTechniques(db: Db, filter: TechniqueFilter): Promise<TechniqueCounts> {
  const rows = await db.execute<TechniqueCount & { id: string; entity_id: string | null }>(sql`
    with technique as (
      select e.id, e.value, split_part(e.value, '.', 1) as whole from entities e where e.type = 'technique'
    ), ${chosen(filter)} said as materialized (
      select t.value, t.whole, n.article_id, sa.story_id
      from ${filter.entityId === null ? sql`technique t` : sql`chosen c cross join technique t`}
      join mentions n on n.entity_id = t.id ${filter.entityId === null ? sql`` : sql`and n.article_id = c.article_id`} ${appeared(filter)}
      left join story_articles sa on sa.article_id = n.article_id
      left join verdicts here on here.tenant_id = current_tenant() and here.entity_id = n.entity_id
        and here.article_id = n.article_id
      left join verdicts everywhere on everywhere.tenant_id = current_tenant()
        and everywhere.entity_id = n.entity_id and everywhere.article_id is null
      where case coalesce(here.verdict, everywhere.verdict) when 'accepted' then true when 'rejected' then false
          else n.status = 'named' end
        and not exists (select from articles a where a.id = n.article_id and a.rejected_reason is not null)
    )
    select t.value as id, t.id as entity_id, coalesce(c.articles, 0) as articles, coalesce(c.stories, 0) as stories
    from technique t left join (
      select value, count(*)::int as articles, count(distinct story_id)::int as stories from said group by value
    ) c on c.value = t.value
    union all
    select whole, null, count(distinct article_id)::int, count(distinct story_id)::int from said group by whole`);
  const counts: TechniqueCounts = { entityIds: new Map(), own: new Map(), whole: new Map() };
  for (const { id, entity_id, articles, stories } of rows) {
    if (entity_id !== null) counts.entityIds.set(id, Number(entity_id));
    (entity_id === null ? counts.whole : counts.own).set(id, { articles, stories });
  }
  return counts;
}

/** Few articles name one entity: they are found first, and their techniques by them. */
function chosen({ entityId }: TechniqueFilter): SQL {
  if (entityId === null) return sql``;
  return sql`chosen as materialized (
    select x.article_id from current_mentions x
    where x.entity_id = ${entityId} and x.status in ('indicator', 'named')
  ),`;
}

function appeared({ since, until }: TechniqueFilter): SQL {
  return sql.join([
    since === null ? sql`` : sql`and n.seen_at >= ${since.toISOString()}::timestamptz`,
    until === null ? sql`` : sql` and n.seen_at < ${until.toISOString()}::timestamptz`,
  ]);
}
