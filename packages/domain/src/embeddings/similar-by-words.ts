import type { Db } from "@cti/db/client";
import { wordSimilarity } from "@cti/pipeline/embedding/word-similarity";
import type { StoryFeatures } from "@cti/pipeline/stories/features";
import { unpackFeatures } from "@cti/pipeline/stories/pack-features";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import type { NearArticle } from "./nearest-articles.ts";

/** Of each way to find what may be similar. */
const mostCandidates = 200;
/** What more articles than these name leads to too many of them. */
const mostNaming = 300;
const searchedWords = 8;
/** Below this, two articles share what all of the field do. */
const leastSimilarity = 0.08;

/**
 * Articles that share words and names with one, the nearest first: those of its story, those that begin alike, that
 * name the same rare things, or that have two of its most telling words. Neither rejected ones nor twins, for which
 * their primary stands, nor `without`. Nothing for an article that is not extracted yet.
 */
export async function findSimilarByWords(
  db: Db,
  articleId: number,
  { without, limit }: { without: readonly number[]; limit: number },
): Promise<NearArticle[]> {
  const own = (await readFeatures(db, [articleId])).get(articleId);
  if (!own) return [];
  const ids = await findCandidates(db, articleId, tellingWords(own));
  const features = await readFeatures(
    db,
    ids.filter((id) => !without.includes(id)),
  );
  return [...features]
    .map(([id, other]) => ({ id, similarity: wordSimilarity(own, other) }))
    .filter(({ similarity }) => similarity >= leastSimilarity)
    .toSorted((a, b) => b.similarity - a.similarity || b.id - a.id)
    .slice(0, limit);
}

function tellingWords({ title, terms }: StoryFeatures): string[] {
  const words = [...title.slice(0, searchedWords / 2), ...terms.map(({ word }) => word)];
  return [...new Set(words.map((word) => word.toLowerCase()))].slice(0, searchedWords);
}

/** Primaries in the place of twins. */
async function findCandidates(db: Db, articleId: number, words: string[]): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with word as (
      select row_number() over () as place, q::text as query
      from json_array_elements_text(${JSON.stringify(words)}::json) w(word),
        plainto_tsquery('pg_catalog.english', w.word) q where numnode(q) > 0
    ), pairs as (
      select coalesce(string_agg('(' || one.query || ' & ' || other.query || ')', ' | '), '')::tsquery as query
      from word one join word other on other.place > one.place
    ), found as (
      (select m.article_id as id from story_articles own join story_articles m on m.story_id = own.story_id
        where own.article_id = ${articleId} order by m.article_id desc limit ${mostCandidates})
      union
      (select f.article_id from article_features own join article_features f on f.bands && own.bands
        where own.article_id = ${articleId} limit ${mostCandidates})
      union
      (select m.article_id from mentions own
        join entity_totals t on t.entity_id = own.entity_id and t.articles between 2 and ${mostNaming}
        join mentions m on m.entity_id = own.entity_id
        where own.article_id = ${articleId} and own.status in ('indicator', 'named')
        group by m.article_id order by sum(1.0 / t.articles) desc, m.article_id desc limit ${mostCandidates})
      union
      (select a.id from pairs join articles a on a.search @@ pairs.query
        order by coalesce(a.published_at, a.collected_at) desc limit ${mostCandidates})
    )
    select distinct p.id from found
    left join article_twins t on t.article_id = found.id
    join articles p on p.id = coalesce(t.primary_id, found.id) and p.rejected_reason is null`);
  return rows.map(({ id }) => Number(id));
}

async function readFeatures(db: Db, ids: readonly number[]): Promise<Map<number, StoryFeatures>> {
  const rows = await db.execute<{ id: string; features: Buffer }>(sql`
    select article_id as id, story_features as features from article_features where article_id = ${idArray(ids)}`);
  return new Map(rows.map(({ id, features }) => [Number(id), unpackFeatures(features)]));
}
