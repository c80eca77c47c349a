import type { Db } from "@cti/db/client";
import type { quantise } from "@cti/pipeline/embedding/quantise";
import { sql } from "drizzle-orm";

import type { DueArticle } from "./due-articles.ts";

/** What became of an article: its vector, or null where the model has none for it. */
export type Embedded = { article: DueArticle; vector: ReturnType<typeof quantise> };

/**
 * Stores the vectors of a batch in one statement; an article that has gone meanwhile is left out. One that cannot be
 * embedded is remembered by a vector without dimension, so that it does not come back with every sweep.
 */
export async function saveEmbeddings(
  db: Db,
  embedded: readonly Embedded[],
  { model, now }: { model: string; now: Date },
): Promise<void> {
  if (embedded.length === 0) return;
  const rows = embedded.map(({ article, vector }) => ({
    id: article.id,
    hash: article.inputHash,
    dimension: vector?.bytes.length ?? 0,
    vector: vector ? toBuffer(vector.bytes).toString("base64") : "",
    scale: vector?.scale ?? 0,
    signs: vector?.signs ?? "",
  }));
  await db.execute(sql`
    insert into article_embeddings (article_id, model, dimension, vector, scale, signs, input_hash, embedded_at)
    select a.id, ${model}, n.dimension, decode(n.vector, 'base64'), n.scale, n.signs::bit varying, n.hash,
      ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (
      id bigint, hash text, dimension smallint, vector text, scale real, signs text)
    join articles a on a.id = n.id
    for key share of a
    on conflict (article_id) do update set model = excluded.model, dimension = excluded.dimension,
      vector = excluded.vector, scale = excluded.scale, signs = excluded.signs, input_hash = excluded.input_hash,
      embedded_at = excluded.embedded_at`);
}

/**
 * Forgets vectors of this model that have another dimension: the model behind the name has changed, and theirs can be
 * compared with none of the new ones. Their articles are due again.
 */
export async function forgetOtherDimensions(
  db: Db,
  { model, dimension }: { model: string; dimension: number },
): Promise<void> {
  await db.execute(sql`
    delete from article_embeddings where model = ${model} and dimension not in (0, ${dimension})`);
}

function toBuffer({ buffer, byteOffset, byteLength }: Int8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
