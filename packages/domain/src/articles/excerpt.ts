import type { Db } from "@cti/db/client";
import { foldWords } from "@cti/pipeline/query/fold";
import type { Query } from "@cti/pipeline/query/query";
import { type SQL, sql } from "drizzle-orm";

import { idArray } from "./sql-list.ts";

/** What of a search is to be marked in the text: its words, wherever they are asked for; null where there are none. */
export function marksOf(query: Query): SQL | null {
  const texts = textsOf(query);
  if (texts.length === 0) return null;
  return sql`(${sql.join(
    texts.map((text) => sql`phraseto_tsquery('pg_catalog.english', ${text})`),
    sql` || `,
  )})`;
}

/** Characters that are searched for a passage, that stand before it, and that are looked at around it. */
const lengths = { text: 50_000, before: 120, passage: 320 };

/**
 * Of each of these articles the passage in which a search's words stand, matches between « and »; null for a search
 * without words. Only the surroundings of the first place are taken apart: whole texts would take a millisecond each.
 */
export async function loadExcerpts(
  db: Db,
  ids: readonly number[],
  query: Query,
): Promise<ReadonlyMap<number, string> | null> {
  const marks = marksOf(query);
  if (marks === null) return null;
  const rows = await db.execute<{ id: number; excerpt: string }>(sql`
    select read.id::float8 as id, ${excerptOf(query, marks)} as excerpt
    from (select articles.id, left(articles.text, ${lengths.text}) as text from articles
      where articles.id = ${idArray(ids)} offset 0) read`);
  return new Map(rows.map(({ id, excerpt }) => [id, excerpt]));
}

function excerptOf(query: Query, marks: SQL): SQL {
  const text = sql`read.text`;
  const pattern = placesOf(textsOf(query));
  const first = pattern === null ? sql`0` : sql`regexp_instr(${text}, ${pattern}, 1, 1, 0, 'i')`;
  return sql`ts_headline('pg_catalog.english',
    substring(${text} from greatest(1, ${first} - ${lengths.before}) for ${lengths.passage}), ${marks},
    'StartSel=«, StopSel=», MaxWords=24, MinWords=12, MaxFragments=1')`;
}

const mostPlaces = 20;

/** Where the words may stand in the text, as a pattern; null where none can be named. */
function placesOf(texts: readonly string[]): string | null {
  const places = texts.slice(0, mostPlaces).map((text) =>
    foldWords(text)
      .slice(0, 8)
      .map(beginning)
      .join(String.raw`\W+`),
  );
  const named = places.filter((place) => place !== "");
  return named.length === 0 ? null : String.raw`\m(?:${named.join("|")})`;
}

/** What the forms of a word have in common, which begin alike, and a few letters more: "exploits" for "exploiting". */
function beginning(word: string): string {
  if (!/^[\p{L}]+$/u.test(word) || word.length < 4) return word;
  return String.raw`${word.slice(0, Math.max(3, word.length - 3))}\w{0,8}\M`;
}

function textsOf(query: Query): string[] {
  if (query.kind === "and" || query.kind === "or") return query.nodes.flatMap(textsOf);
  if (query.kind === "word") return [query.word];
  if (query.kind === "phrase") return [query.text];
  if (query.kind === "prefix") return [query.prefix];
  if (query.kind !== "indicator") return [];
  return query.words.length > 0 ? [query.words.join(" "), query.value] : [query.value];
}
