import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { type EntityFilter, isWithin, listOf, ofMention, within } from "./entity-filter.ts";
import { judgedAmong, judgedMentions, unjudgedMentions } from "./mention-rows.ts";

export type EntityLine = {
  id: number;
  type: string;
  value: string;
  label: string | null;
  external_id: string | null;
  status: string;
  role: string | null;
  confidence: number;
  benign: string | null;
  /** Articles that mention it in any way since the filter's time, of its story; also where that does not count. Exact. */
  mentioned_in: number;
  /** Those of them that count: by the filter, the tenant's verdicts and its benign entries. */
  articles: number;
  sources: number;
  /**
   * Too many mentions to count while somebody waits: `articles` is an estimate, `sources` the least, `first_seen` that
   * of any mention.
   */
  estimated: boolean;
  first_seen: Date;
  last_seen: Date;
};

/**
 * These entities, in this order, with what the mentions say that a filter lets through; those without any are left
 * out. Of those with many, `sample` of the newest mentions are looked at and the rest is estimated; null looks at all.
 */
export async function entityLines(
  db: Db,
  filter: EntityFilter,
  { ids, sample }: { ids: readonly number[]; sample: number | null },
): Promise<EntityLine[]> {
  const judged = await judgedAmong(db, ids);
  const all = await mentionedIn(db, filter, ids);
  const often = ids.filter((id) => sample !== null && (all.get(id) ?? 0) > sample);
  const busy = await firstOfAny(db, filter, often);
  const lines = new Map<number, EntityLine>();
  for (const isJudged of [true, false]) {
    const those = ids.filter((id) => judged.has(id) === isJudged);
    const from = isJudged ? judgedMentions : unjudgedMentions;
    const few = those.filter((id) => !busy.has(id));
    const many = those.filter((id) => busy.has(id));
    for (const row of await lookAtAll(db, filter, { from, ids: few }))
      lines.set(Number(row.id), toLine(row, all));
    for (const row of await lookAtNewest(db, filter, { from, ids: many, sample: sample ?? 1 }))
      lines.set(Number(row.id), toEstimate(row, { all, firstSeen: busy.get(Number(row.id)) }));
  }
  const unclear = [...busy.keys()].filter((id) => lines.get(id)?.articles === 0);
  for (const row of await lookAtAll(db, filter, { from: judgedMentions, ids: unclear }))
    lines.set(Number(row.id), toLine(row, all));
  return ids.flatMap((id) => {
    const line = lines.get(id);
    return line && line.articles > 0 ? line : [];
  });
}

/** How many articles mention each in any way. */
async function mentionedIn(
  db: Db,
  filter: EntityFilter,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<{ id: string; all: number }>(
    !isWithin(filter)
      ? sql`select t.entity_id as id, t.articles as all from entity_totals t where t.entity_id in ${listOf(ids)}`
      : sql`select m.entity_id as id, count(*)::int as all from mentions m
          where m.entity_id in ${listOf(ids)} and ${within(filter)} group by m.entity_id`,
  );
  return new Map(rows.map(({ id, all }) => [Number(id), all]));
}

/** When each was first mentioned in any way, which an index alone can tell. */
async function firstOfAny(
  db: Db,
  filter: EntityFilter,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<{ id: string; first_seen: string }>(sql`
    select e.id, (select min(m.seen_at) from mentions m where m.entity_id = e.id and ${within(filter)}) as first_seen
    from entities e where e.id in ${listOf(ids)}`);
  return new Map(rows.map(({ id, first_seen }) => [Number(id), first_seen]));
}

type Row = Omit<EntityLine, "id" | "mentioned_in" | "first_seen" | "last_seen" | "estimated"> & {
  id: string;
  looked: number;
  first_seen: string;
  last_seen: string;
};

type Looking = { from: SQL; ids: readonly number[] };

async function lookAtAll(db: Db, filter: EntityFilter, { from, ids }: Looking): Promise<Row[]> {
  if (ids.length === 0) return [];
  const rows = await db.execute<Row>(sql`
    select e.id, e.type, e.value, e.label, e.external_id, c.*
    from entities e cross join lateral (
      select ${summary} from (
        select m.*, ${countsOf(filter)} as counts from ${from} m where m.entity_id = e.id and ${within(filter)}
      ) m
    ) c
    where e.id in ${listOf(ids)}`);
  return [...rows];
}

/** Each by itself, since the planner goes by the usual number of mentions when it does not see which entity is meant. */
async function lookAtNewest(
  db: Db,
  filter: EntityFilter,
  { from, ids, sample }: Looking & { sample: number },
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const each = ids.map(
    (id) => sql`select ${id}::bigint as entity_id, ${summary} from (
        select m.*, ${countsOf(filter)} as counts from ${from} m where m.entity_id = ${id} and ${within(filter)}
        order by m.seen_at desc limit ${sample}
      ) m`,
  );
  const rows = await db.execute<Row>(sql`
    select e.id, e.type, e.value, e.label, e.external_id, c.*
    from (${sql.join(each, sql` union all `)}) c join entities e on e.id = c.entity_id`);
  return [...rows];
}

const summary = sql`count(*)::int as looked, count(*) filter (where m.counts)::int as articles,
  count(distinct m.source_id) filter (where m.counts)::int as sources,
  (array_agg(m.status order by m.confidence desc, m.article_id) filter (where m.counts))[1] as status,
  (array_agg(m.role order by m.confidence desc, m.article_id) filter (where m.counts and m.role is not null))[1] as role,
  round(max(m.confidence) filter (where m.counts)::numeric, 2)::float8 as confidence,
  max(m.benign) filter (where m.counts) as benign,
  min(m.seen_at) filter (where m.counts) as first_seen, max(m.seen_at) filter (where m.counts) as last_seen`;

function countsOf(filter: EntityFilter): SQL {
  return sql`coalesce(${ofMention(filter)}, false)`;
}

function toLine(row: Row, all: ReadonlyMap<number, number>): EntityLine {
  const { type, value, label, external_id, status, role, confidence, benign, articles, sources } = row;
  return {
    id: Number(row.id),
    type,
    value,
    label,
    external_id,
    status,
    role,
    confidence,
    benign,
    mentioned_in: all.get(Number(row.id)) ?? row.looked,
    articles,
    sources,
    estimated: false,
    first_seen: new Date(row.first_seen),
    last_seen: new Date(row.last_seen),
  };
}

/** The share of the newest mentions that counts, taken of all of them; the first one is that of all as well. */
function toEstimate(
  row: Row,
  { all, firstSeen }: { all: ReadonlyMap<number, number>; firstSeen: string | undefined },
): EntityLine {
  const line = toLine(row, all);
  if (firstSeen === undefined || row.articles === 0) return line;
  const articles = Math.max(row.articles, Math.round((line.mentioned_in * row.articles) / row.looked));
  return { ...line, articles, estimated: true, first_seen: new Date(firstSeen) };
}
