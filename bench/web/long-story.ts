import type { Client } from "@cti/db/client";

/** Far from those that the data has. */
const id = 9_000_001;

/**
 * A story of 500 articles that name 5,000 indicators beside what they name anyhow, put together of the newest
 * articles of stories that are there. Gives its number; the same one when it was made before.
 */
export async function makeLongStory({ sql }: Pick<Client, "sql">): Promise<number> {
  const known = await sql`select from stories where id = ${id}`;
  if (known.length > 0) return id;
  await sql.begin(async (tx) => {
    await tx`
      insert into stories (id, title, first_at, last_at, article_count, owner_count, updated_at) overriding system value
      values (${id}, 'The longest story', now() - interval '10 days', now(), 500, 100, now())`;
    await tx`
      update story_articles set story_id = ${id}
      where article_id in (select article_id from story_articles order by article_id desc limit 500)`;
    await tx`
      insert into entities (type, key, value)
      select 'domain', 'of-long-' || n || '.example', 'of-long-' || n || '.example' from generate_series(1, 5000) n`;
    await tx`
      insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, seen_at)
      select a.article_id, e.id, 'indicator', 0.9, '{}', 'x', 1, false, '[]', now()
      from (select id, row_number() over (order by id) as n from entities where key like 'of-long-%.example') e
      join (select article_id, row_number() over () as n from story_articles where story_id = ${id}) a
        on a.n in (e.n % 500 + 1, e.n * 7 % 500 + 1)`;
  });
  await sql`analyze`;
  return id;
}
