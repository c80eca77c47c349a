import type { Db } from "@cti/db/client";
import { subjectTags } from "@cti/db/schema/notes";
import { type RankPart, scores } from "@cti/db/schema/scores";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, asc, eq, inArray, sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import { countedMentions, isCounted, isIndicator } from "./counted-mentions.ts";

/** What somebody who chooses among stories looks at beside their titles. */
export type StoryFacts = {
  /** Different ones; what the tenant rejected or knows as harmless does not count. */
  indicators: number;
  /** Of those, which no article named before the story began. */
  new_indicators: number;
  techniques: number;
  tags: string[];
  /** The three most trusted that tell it. */
  sources: { slug: string; name: string }[];
  /** The four that say most: actors, malware, flaws, tools; by how many articles name them. */
  names: { id: number; type: string; value: string; label: string | null }[];
  /** The four parts of the score that weigh most. */
  why: Pick<RankPart, "name" | "points" | "reason">[];
};

const shownSources = 3;
const shownNames = 4;
const shownParts = 4;

/** The facts of stories, by their number; one that has none has empty ones. For a page of them. */
export async function readStoryFacts(db: Db, ids: readonly number[]): Promise<Map<number, StoryFacts>> {
  if (ids.length === 0) return new Map();
  const [said, sources, tags, why] = [
    await readSaid(db, ids),
    await readSources(db, ids),
    await readTags(db, ids),
    await readWhy(db, ids),
  ];
  return new Map(
    ids.map((id) => [
      id,
      {
        ...(said.get(id) ?? { indicators: 0, new_indicators: 0, techniques: 0, names: [] }),
        tags: tags.get(id) ?? [],
        sources: sources.get(id) ?? [],
        why: why.get(id) ?? [],
      },
    ]),
  );
}

type Said = Pick<StoryFacts, "indicators" | "new_indicators" | "techniques" | "names">;

/** In which order names are shown; other types are not. */
const shownTypes = sql`array['actor', 'ransomware', 'malware', 'cve', 'tool']`;

async function readSaid(db: Db, ids: readonly number[]): Promise<Map<number, Said>> {
  const rows = await db.execute<Omit<Said, "names"> & { story_id: string; names: Said["names"] | null }>(sql`
    with member as (
      select sa.story_id, sa.article_id, a.source_id from story_articles sa
      join articles a on a.id = sa.article_id and a.rejected_reason is null where sa.story_id = ${idArray(ids)}
    ), said as (
      select m.story_id, n.entity_id, count(*) as articles
      from member m join ${countedMentions} where ${isCounted}
      group by m.story_id, n.entity_id
    ), known as (
      select s.story_id, s.articles, e.id, e.type, e.value, e.label, ${isIndicator} as is_indicator,
        array_position(${shownTypes}, e.type) as place
      from said s join entities e on e.id = s.entity_id
    )
    select k.story_id, count(*) filter (where k.is_indicator)::int as indicators,
      count(*) filter (where k.is_indicator and not exists (
        select from mentions x where x.entity_id = k.id and x.seen_at < st.first_at))::int as new_indicators,
      count(*) filter (where k.type = 'technique')::int as techniques,
      to_json((array_agg(
        json_build_object('id', k.id, 'type', k.type, 'value', k.value, 'label', k.label)
        order by k.place, k.articles desc, k.id) filter (where k.place is not null))[1:${sql.raw(String(shownNames))}]) as names
    from known k join stories st on st.id = k.story_id
    group by k.story_id`);
  return new Map(
    rows.map(({ story_id, names, ...counts }) => [Number(story_id), { ...counts, names: names ?? [] }]),
  );
}

async function readSources(db: Db, ids: readonly number[]): Promise<Map<number, StoryFacts["sources"]>> {
  const rows = await db.execute<{ story_id: string; slug: string; name: string }>(sql`
    select story_id, slug, name from (
      select told.story_id, s.slug, s.name,
        row_number() over (partition by told.story_id order by s.tier, s.weight desc, s.slug) as place
      from (
        select distinct sa.story_id, a.source_id from story_articles sa
        join articles a on a.id = sa.article_id where sa.story_id = ${idArray(ids)}
      ) told join sources s on s.id = told.source_id
    ) ranked where place <= ${shownSources} order by story_id, place`);
  return groupOf(rows, ({ story_id, ...source }) => [Number(story_id), source]);
}

async function readTags(db: Db, ids: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await db
    .select({ id: subjectTags.subjectId, tag: subjectTags.tag })
    .from(subjectTags)
    .where(
      and(
        eq(subjectTags.tenantId, currentTenant),
        eq(subjectTags.subject, "story"),
        inArray(subjectTags.subjectId, [...ids]),
      ),
    )
    .orderBy(asc(subjectTags.tag));
  return groupOf(rows, ({ id, tag }) => [id, tag]);
}

async function readWhy(db: Db, ids: readonly number[]): Promise<Map<number, StoryFacts["why"]>> {
  const rows = await db
    .select({ id: scores.subjectId, parts: scores.parts })
    .from(scores)
    .where(
      and(
        eq(scores.tenantId, currentTenant),
        eq(scores.subject, "story"),
        inArray(scores.subjectId, [...ids]),
      ),
    );
  return new Map(rows.map(({ id, parts }) => [id, weightiest(parts)]));
}

function weightiest(parts: readonly RankPart[]): StoryFacts["why"] {
  return parts
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, shownParts)
    .map(({ name, points, reason }) => ({ name, points, reason }));
}

function groupOf<Row, Value>(
  rows: Iterable<Row>,
  entryOf: (row: Row) => [number, Value],
): Map<number, Value[]> {
  const groups = new Map<number, Value[]>();
  for (const row of rows) {
    const [id, value] = entryOf(row);
    const group = groups.get(id);
    if (group) group.push(value);
    else groups.set(id, [value]);
  }
  return groups;
}
