import type { TestDb } from "./test-db.ts";

/** Brings the stored numbers of articles per entity up to date, where a test wrote mentions itself. */
export async function countMentions({ owner }: TestDb): Promise<void> {
  await owner.sql`delete from entity_totals`;
  await owner.sql`
    insert into entity_totals (entity_id, type, articles, indicator, mentioned, benign, named, proposed)
    select e.id, e.type, count(m.article_id)::int, count(*) filter (where m.status = 'indicator'),
      count(*) filter (where m.status = 'mentioned'), count(*) filter (where m.status = 'benign'),
      count(*) filter (where m.status = 'named'), count(*) filter (where m.status = 'proposed')
    from entities e left join mentions m on m.entity_id = e.id group by e.id`;
}
