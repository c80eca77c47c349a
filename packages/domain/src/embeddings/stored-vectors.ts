import type { Db } from "@cti/db/client";
import type { StoredVector } from "@cti/pipeline/embedding/quantise";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";

/** The vectors of these articles that this model made, by the number of the article. */
export async function readVectors(
  db: Db,
  { model, ids }: { model: string; ids: readonly number[] },
): Promise<Map<number, StoredVector>> {
  const rows = await db.execute<{ id: string; vector: Buffer; scale: number }>(sql`
    select article_id as id, vector, scale from article_embeddings
    where model = ${model} and dimension > 0 and article_id = ${idArray(ids)}`);
  return new Map(rows.map(({ id, vector, scale }) => [Number(id), toVector(vector, scale)]));
}

/** Vectors of articles of any time, the same ones while the articles are the same. */
export async function sampleVectors(
  db: Db,
  { model, size }: { model: string; size: number },
): Promise<StoredVector[]> {
  const rows = await db.execute<{ vector: Buffer; scale: number }>(sql`
    select vector, scale from article_embeddings where model = ${model} and dimension > 0
    order by hashint8(article_id), article_id limit ${size}`);
  return rows.map(({ vector, scale }) => toVector(vector, scale));
}

export function toVector(bytes: Buffer, scale: number): StoredVector {
  return { bytes: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), scale };
}
