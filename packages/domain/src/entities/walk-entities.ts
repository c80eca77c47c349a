import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { statuses as ofExtractor } from "./change-totals.ts";
import { type EntityFilter, listOf, ofEntity, ofMention, within } from "./entity-filter.ts";

export type Place = { key: string | number; id: number };

/** A stretch of all entities in one order. */
export type Window = {
  /** Those in it with a mention that counts. */
  found: Place[];
  looked: number;
  /** Where the next one begins; null at the end of all. */
  end: Place | null;
};

/** `round`: how many windows were looked through before; they grow, since little seems to pass. */
type From = { after: Place | null; wanted: number; round: number };

/** In the order of an index on values, whatever their case. The id says where it goes on: values can be long. */
export async function walkByValue(db: Db, filter: EntityFilter, from: From): Promise<Window> {
  const { after } = from;
  const key = sql.raw("lower(left(e.value, 200))");
  const last = after && sql`(select lower(left(l.value, 200)) from entities l where l.id = ${after.id})`;
  const size = windowOf(from);
  const rows = await db.execute<Counted>(sql`
    select w.id, 0 as key, ${countsFor(filter)} as counts from (
      select e.id, ${key} as key from entities e
      where ${ofEntity(filter)}
        and ${after ? sql`${key} ~>=~ ${last} and (${key} ~>~ ${last} or e.id > ${after.id})` : sql`true`}
      order by ${key} using ~<~, e.id limit ${size}
    ) w order by w.key using ~<~, w.id`);
  return toWindow(rows, size);
}

/** Those of most articles first, however they name it. */
export async function walkByArticles(db: Db, filter: EntityFilter, from: From): Promise<Window> {
  if (filter.story !== null)
    return throughStory(db, filter, { ...from, key: sql`count(*)::int`, type: "int" });
  const { after } = from;
  const size = windowOf(from);
  const rows = await db.execute<Counted>(sql`
    ${filter.matching === null ? sql`` : sql`with named as materialized (select e.id from entities e where ${ofEntity(filter)})`}
    select w.id, w.key, ${countsFor(filter)} as counts from (
      select n.entity_id as id, n.articles as key from ${totalsFor(filter)} n
      where ${after ? sql`(n.articles, n.entity_id) < (${after.key}::bigint, ${after.id}::bigint)` : sql`true`}
      order by n.articles desc, n.entity_id desc limit ${size}
    ) w order by w.key desc, w.id desc`);
  return toWindow(rows, size);
}

/** The stored numbers; those since a time are counted, which an index alone can do. */
function totalsFor(filter: EntityFilter): SQL {
  const { matching, since, types } = filter;
  if (since !== null)
    return sql`(select e.id as entity_id, c.articles from entities e cross join lateral (
        select count(*)::int as articles from mentions m where m.entity_id = e.id and ${within(filter)}
      ) c where ${ofEntity(filter)} and c.articles > 0)`;
  const ofType = types.length > 0 ? sql`t.type in ${listOf(types)}` : sql`true`;
  const isNamed = matching === null ? sql`true` : sql`t.entity_id in (select named.id from named)`;
  return sql`(select t.entity_id, t.articles from entity_totals t where t.articles > 0 and ${ofType} and ${isNamed})`;
}

/**
 * By the last mention that counts. Of few entities that is asked of each; of many, the newest articles are gone
 * through, and each of their mentions counts if the same entity has no newer one.
 */
export async function walkByNewest(db: Db, filter: EntityFilter, from: From): Promise<Window> {
  if (filter.story !== null) {
    const key = sql`max(m.seen_at) filter (where ${ofMention({ ...filter, story: null })})`;
    return throughStory(db, filter, { ...from, key, type: "timestamptz" });
  }
  const few = await fewIds(db, filter);
  return few === null ? throughArticles(db, filter, from) : amongFew(db, filter, { ...from, few });
}

const fewAre = 1_000;

async function fewIds(db: Db, filter: EntityFilter): Promise<number[] | null> {
  const rows = await db.execute<{ id: string }>(
    sql`select e.id from entities e where ${ofEntity(filter)} limit ${fewAre + 1}`,
  );
  return rows.length > fewAre ? null : rows.map(({ id }) => Number(id));
}

async function amongFew(
  db: Db,
  filter: EntityFilter,
  { after, wanted, few }: From & { few: number[] },
): Promise<Window> {
  const rows = await db.execute<{ id: string; key: string }>(sql`
    select f.value::bigint as id, n.seen_at::text as key
    from json_array_elements_text(${JSON.stringify(few)}::json) f
    cross join lateral (
      select m.seen_at from current_mentions m where m.entity_id = f.value::bigint and ${ofMention(filter)}
      order by m.seen_at desc limit 1
    ) n
    where ${before(after, sql`n.seen_at`, sql`f.value::bigint`)}
    order by n.seen_at desc, f.value::bigint desc limit ${wanted}`);
  const found = rows.map(({ id, key }) => ({ id: Number(id), key }));
  return { found, looked: few.length, end: found.length < wanted ? null : (found.at(-1) ?? null) };
}

/** All articles of one moment are taken together, so that a window ends between two moments. */
async function throughArticles(
  db: Db,
  filter: EntityFilter,
  { after, wanted, round }: From,
): Promise<Window> {
  const stretch = Math.min(2_000, Math.max(50, 2 * wanted) * 2 ** round);
  const at = sql.raw("coalesce(a.published_at, a.collected_at)");
  const until = after
    ? sql`${at} ${sql.raw(after.id === 0 ? "<" : "<=")} ${after.key}::timestamptz`
    : sql`true`;
  const [lower] = await db.execute<{ at: string }>(sql`
    select ${at}::text as at from articles a where a.rejected_reason is null and ${until}
    order by ${at} desc offset ${stretch - 1} limit 1`);
  const rows = await db.execute<{ id: string; key: string }>(sql`
    select w.id, w.seen_at::text as key from (
      select m.entity_id as id, max(m.seen_at) as seen_at
      from articles a
      join current_mentions m on m.article_id = a.id
      join entities e on e.id = m.entity_id
      where a.rejected_reason is null and ${until}
        and ${lower ? sql`${at} >= ${lower.at}::timestamptz` : sql`true`}
        and ${ofEntity(filter)} and ${ofMention(filter)} and ${before(after, sql`m.seen_at`, sql`m.entity_id`)}
      group by m.entity_id order by max(m.seen_at) desc, m.entity_id desc
    ) w
    where ${
      after
        ? sql`not exists (select 1 from current_mentions m
            where m.entity_id = w.id and m.seen_at > w.seen_at and ${ofMention(filter)})`
        : sql`true`
    }
    order by w.seen_at desc, w.id desc limit ${wanted}`);
  const found = rows.map(({ id, key }) => ({ id: Number(id), key }));
  const isOver = !lower || (filter.since !== null && new Date(lower.at) < filter.since);
  const goesOn = found.length < wanted ? (isOver ? null : { key: lower.at, id: 0 }) : (found.at(-1) ?? null);
  return { found, looked: stretch, end: goesOn };
}

/** A story is gone through as a whole: what its articles mention is little beside all that there is. */
async function throughStory(
  db: Db,
  filter: EntityFilter,
  { after, wanted, key, type }: From & { key: SQL; type: "int" | "timestamptz" },
): Promise<Window> {
  const { story } = filter;
  const anywhere = { ...filter, story: null };
  const shown = sql.raw(type === "int" ? "w.key" : "w.key::text");
  const rows = await db.execute<{ id: string; key: string | number }>(sql`
    select w.id, ${shown} as key from (
      select m.entity_id as id, ${key} as key
      from story_articles sa
      join current_mentions m on m.article_id = sa.article_id
      join entities e on e.id = m.entity_id
      where sa.story_id = ${story} and ${ofEntity(anywhere)} and ${within(anywhere)}
      group by m.entity_id having bool_or(${ofMention(anywhere)})
    ) w
    where ${after ? sql`(w.key, w.id) < (${after.key}::${sql.raw(type)}, ${after.id}::bigint)` : sql`true`}
    order by w.key desc, w.id desc limit ${wanted}`);
  const found = rows.map(({ id, key }) => ({ id: Number(id), key }));
  return { found, looked: 0, end: found.length < wanted ? null : (found.at(-1) ?? null) };
}

function before(after: Place | null, key: SQL, id: SQL): SQL {
  return after ? sql`(${key}, ${id}) < (${after.key}::timestamptz, ${after.id}::bigint)` : sql`true`;
}

function countsFor(filter: EntityFilter): SQL {
  return sql`(${mayCount(filter)}
    and exists (select 1 from current_mentions m where m.entity_id = w.id and ${ofMention(filter)}))`;
}

/**
 * Not what no article mentions in such a way and no person has judged: what stands in many articles and is harmless in
 * all of them would be looked up in each.
 */
function mayCount({ statuses }: EntityFilter): SQL {
  if (statuses.length === 0) return sql`true`;
  const given = ofExtractor
    .filter((status) => statuses.includes(status))
    .map((status) => sql.raw(`t.${status}`));
  return sql`(
    exists (select 1 from entity_totals t where t.entity_id = w.id and ${sql.join([sql`0`, ...given], sql` + `)} > 0)
    or exists (select 1 from verdicts v where v.tenant_id = current_tenant() and v.entity_id = w.id)
    or exists (select 1 from benign_marks b where b.tenant_id = current_tenant() and b.entity_id = w.id))`;
}

type Counted = { id: string; key: number; counts: boolean };

function windowOf({ wanted, round }: From): number {
  return Math.min(2_000, (20 + 2 * wanted) * 2 ** round);
}

function toWindow(rows: readonly Counted[], size: number): Window {
  const places = rows.map(({ id, key, counts }) => ({ id: Number(id), key, counts }));
  const last = places.at(-1);
  return {
    found: places.flatMap(({ id, key, counts }) => (counts ? { id, key } : [])),
    looked: places.length,
    end: last && places.length === size ? { key: last.key, id: last.id } : null,
  };
}
