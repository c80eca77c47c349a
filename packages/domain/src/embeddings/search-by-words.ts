import type { Db } from "@cti/db/client";
import { foldWords } from "@cti/pipeline/query/fold";
import type { Query } from "@cti/pipeline/query/query";
import { sql } from "drizzle-orm";

import { articleConditions } from "../articles/article-conditions.ts";
import { findArticleIds } from "../articles/article-ids.ts";
import { idArray } from "../articles/sql-list.ts";
import type { NearArticle } from "./nearest-articles.ts";

const mostWords = 16;
/** As for the best matches of a search: more than people look through. */
const mostRanked = 1_000;

/**
 * Articles that have the words of a sentence, those first that have most of them; `similarity` is the share that they
 * have. Words of every day do not count. Twins stand behind their primary.
 */
export async function findByWords(db: Db, text: string, limit: number): Promise<NearArticle[]> {
  const words = await readTellingWords(db, [...new Set(foldWords(text))].slice(0, mostWords));
  if (words.length === 0) return [];
  const all = await findNewest(db, words, "and");
  const ids = all.length >= limit ? all : [...new Set([...all, ...(await findNewest(db, words, "or"))])];
  return rank(db, { ids, words, limit });
}

/** Those that the index knows; it leaves out words that are in every text. */
async function readTellingWords(db: Db, words: string[]): Promise<string[]> {
  const rows = await db.execute<{ word: string }>(sql`
    select word from json_array_elements_text(${JSON.stringify(words)}::json) with ordinality w(word, place)
    where numnode(plainto_tsquery('pg_catalog.english', word)) > 0 order by place`);
  return rows.map(({ word }) => word);
}

async function findNewest(db: Db, words: string[], kind: "and" | "or"): Promise<number[]> {
  const nodes = words.map((word): Query => ({ kind: "word", word }));
  const [only] = nodes;
  const search: Query = nodes.length === 1 && only ? only : { kind, nodes };
  const conditions = await articleConditions(db, { search });
  const found = await findArticleIds(db, conditions, { sort: "newest", after: null, limit: mostRanked });
  return found.map(({ id }) => id);
}

async function rank(
  db: Db,
  { ids, words, limit }: { ids: number[]; words: string[]; limit: number },
): Promise<NearArticle[]> {
  if (ids.length === 0) return [];
  const queries = words.map((word) => sql`plainto_tsquery('pg_catalog.english', ${word})`);
  const matched = sql.join(
    queries.map((query) => sql`(a.search @@ ${query})::int`),
    sql` + `,
  );
  const rows = await db.execute<{ id: string; matched: number }>(sql`
    select id, max(matched) as matched from (
      select coalesce(t.primary_id, a.id) as id, ${matched} as matched,
        ts_rank(a.search, ${sql.join(queries, sql` || `)}) as rank
      from articles a left join article_twins t on t.article_id = a.id where a.id = ${idArray(ids)}
    ) found where not exists (select from articles p where p.id = found.id and p.rejected_reason is not null)
    group by id order by max(matched) desc, max(rank) desc, id desc limit ${limit}`);
  return rows.map((row) => ({ id: Number(row.id), similarity: row.matched / words.length }));
}
