import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/**
 * Brings the numbers and the title of stories in line with their articles. The title is that of the best article:
 * of the most trusted source, then the one with the most to say; never one that is a twin.
 */
export async function recountStories(db: Db, ids: number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const wanted = sql`(select value::text::bigint from json_array_elements(${JSON.stringify(ids)}::json))`;
  await db.execute(sql`
    with members as (
      select m.story_id, m.owner, a.id, a.title, coalesce(a.published_at, a.collected_at) as at,
        t.article_id is not null as is_twin,
        row_number() over (partition by m.story_id order by t.article_id is not null, s.tier, s.weight desc,
          least(a.word_count, 1500) desc, coalesce(a.published_at, a.collected_at), a.id) as place
      from story_articles m
      join articles a on a.id = m.article_id
      join sources s on s.id = a.source_id
      left join article_twins t on t.article_id = m.article_id
      where m.story_id in ${wanted}
    ), counted as (
      select story_id, min(at) as first_at, max(at) as last_at,
        count(*) filter (where not is_twin) as article_count, count(*) filter (where is_twin) as twin_count,
        count(distinct owner) filter (where not is_twin) as owner_count,
        min(id) filter (where place = 1) as title_article_id, min(title) filter (where place = 1) as title
      from members group by story_id
    )
    update stories set first_at = c.first_at, last_at = c.last_at, article_count = c.article_count,
      twin_count = c.twin_count, owner_count = c.owner_count, title_article_id = c.title_article_id, title = c.title,
      updated_at = ${now.toISOString()}::timestamptz, rank_due_at = ${now.toISOString()}::timestamptz
    from counted c where stories.id = c.story_id`);
  await db.execute(sql`
    update stories set article_count = 0, twin_count = 0, owner_count = 0, updated_at = ${now.toISOString()}::timestamptz
    where id in ${wanted} and not exists (select 1 from story_articles m where m.story_id = stories.id)`);
}
