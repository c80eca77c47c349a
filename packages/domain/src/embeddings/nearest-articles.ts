import type { Db } from "@cti/db/client";
import { similarity, type StoredVector } from "@cti/pipeline/embedding/quantise";
import { sql } from "drizzle-orm";

import { toVector } from "./stored-vectors.ts";

/** An article, or the primary of a twin, with its cosine. */
export type NearArticle = { id: number; similarity: number };

export type SignedVector = StoredVector & { signs: string };

/** By their signs so many are looked at closely: enough for the twenty nearest with all but a few of their neighbours. */
const candidates = 400;

/**
 * The articles nearest to a vector, the nearest first: by their signs among all, which PostgreSQL counts fast, then by
 * their vectors among the nearest. Neither rejected ones nor twins, for which their primary stands, nor `without`.
 */
export async function findNearest(
  db: Db,
  vector: SignedVector,
  { model, without, limit }: { model: string; without: readonly number[]; limit: number },
): Promise<NearArticle[]> {
  const rows = await db.execute<{ id: string; vector: Buffer; scale: number }>(sql`
    with near as materialized (
      select article_id from article_embeddings
      where model = ${model} and dimension = ${vector.bytes.length}
      order by case when dimension = ${vector.bytes.length} then bit_count(signs # ${vector.signs}::bit varying) end
      limit ${candidates}
    )
    select p.id, e.vector, e.scale from near
    join article_embeddings e on e.article_id = near.article_id
    join articles a on a.id = near.article_id and a.rejected_reason is null
    left join article_twins t on t.article_id = a.id
    join articles p on p.id = coalesce(t.primary_id, a.id) and p.rejected_reason is null`);
  const found = new Map<number, number>();
  for (const row of rows) {
    const id = Number(row.id);
    if (without.includes(id)) continue;
    const cosine = similarity(vector, toVector(row.vector, row.scale));
    found.set(id, Math.max(cosine, found.get(id) ?? -1));
  }
  return [...found]
    .map(([id, cosine]) => ({ id, similarity: cosine }))
    .toSorted((a, b) => b.similarity - a.similarity || b.id - a.id)
    .slice(0, limit);
}

/** The vector of one article as it is stored; null where this model has none of it. */
export async function readVectorOf(
  db: Db,
  { model, articleId }: { model: string; articleId: number },
): Promise<SignedVector | null> {
  const [row] = await db.execute<{ vector: Buffer; scale: number; signs: string }>(sql`
    select vector, scale, signs::text as signs from article_embeddings
    where model = ${model} and article_id = ${articleId} and dimension > 0`);
  return row ? { ...toVector(row.vector, row.scale), signs: row.signs } : null;
}

/** Whether there is anything of this model to be near to. */
export async function hasVectors(db: Db, model: string): Promise<boolean> {
  const [row] = await db.execute<{ has: boolean }>(sql`
    select exists (select from article_embeddings where model = ${model} and dimension > 0) as has`);
  return row?.has ?? false;
}
