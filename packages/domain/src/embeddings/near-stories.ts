import type { Db } from "@cti/db/client";
import { readRows } from "@cti/db/read-rows";

/** Two articles, each of those that stand for their story, whose signs differ in few places. */
export type NearPair = { storyA: number; articleA: number; storyB: number; articleB: number };

export type NearOptions = {
  model: string;
  /** Whose neighbours are looked for. */
  storyIds: readonly number[];
  windowDays: number;
  /** Stories whose last article is older are no neighbours. */
  since: Date;
  /** How near they must be; some that are further apart are told too. */
  cosine: number;
};

/**
 * At random, signs differ in as large a share as the angle is of a half circle: 0.17 at a cosine of 0.86, 0.29 at 0.62.
 * So much further, four standard deviations of 384 dimensions, no pair is looked at.
 */
const margin = 0.09;
const mostPairs = 5_000;

/**
 * Pairs of stories that are near in time and by the signs of their vectors. For a story stand the article of its title
 * and its newest other one, without twins: more of them would cost with their square. One pair is told once, whichever
 * of its stories was asked for.
 */
export async function findNearPairs(
  db: Db,
  { model, storyIds, windowDays, since, cosine }: NearOptions,
): Promise<NearPair[]> {
  const rows = await readRows(db, statement, [
    `{${storyIds.join(",")}}`,
    model,
    since.toISOString(),
    windowDays,
    Math.acos(cosine) / Math.PI + margin,
    mostPairs,
  ]);
  return rows.map(([storyA, articleA, storyB, articleB]) => ({
    storyA: Number(storyA),
    articleA: Number(articleA),
    storyB: Number(storyB),
    articleB: Number(articleB),
  }));
}

const statement = `
  with members as materialized (
    select s.id as story_id, s.first_at, s.last_at, m.article_id,
      row_number() over (partition by s.id order by (m.article_id = s.title_article_id) desc nulls last, m.article_id desc) as place
    from stories s
    join story_articles m on m.story_id = s.id
    where s.merged_into is null and s.last_at >= $3::timestamptz
      and not exists (select from article_twins t where t.article_id = m.article_id)
  ), standing as materialized (
    select m.story_id, m.first_at, m.last_at, m.article_id, e.dimension, e.signs
    from members m
    join article_embeddings e on e.article_id = m.article_id and e.model = $2 and e.dimension > 0
    join articles a on a.id = m.article_id and a.rejected_reason is null
    where m.place <= 2
  )
  select one.story_id, one.article_id, other.story_id, other.article_id
  from standing one
  join standing other on other.dimension = one.dimension
    and other.first_at <= one.last_at + make_interval(days => $4::int)
    and one.first_at <= other.last_at + make_interval(days => $4::int)
    -- Two stories that are both asked for meet once.
    and (one.story_id < other.story_id or (one.story_id > other.story_id and other.story_id <> all ($1::bigint[])))
  where one.story_id = any ($1::bigint[])
    and case when other.dimension = one.dimension
      then bit_count(one.signs # other.signs) <= $5::float8 * one.dimension else false end
  order by bit_count(one.signs # other.signs), one.story_id, other.story_id limit $6::int`;
