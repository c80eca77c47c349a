import type { Db } from "@cti/db/client";
import { packPlace } from "@cti/pipeline/entities/places";
import type { Understanding } from "@cti/pipeline/entities/understanding";
import { sql } from "drizzle-orm";

import { type EntityIds, keyOf } from "./ensure-entities.ts";

/** What was understood of a stored article; `seenAt` is when the article appeared. */
export type Understood = { articleId: number; seenAt: Date; understanding: Understanding };

/**
 * Stores what was understood of articles, instead of what was before; analysts' verdicts stand elsewhere and stay.
 * Every entity must have its id already (`ensureEntities`).
 */
export async function saveUnderstandings(
  db: Db,
  ids: EntityIds,
  now: Date,
  understood: Understood[],
): Promise<void> {
  if (understood.length === 0) return;
  const features = JSON.stringify(understood.map((each) => featureRow(each, now)));
  const rows = JSON.stringify(understood.flatMap((each) => mentionRows(each, ids)));
  const articleIds = JSON.stringify(understood.map(({ articleId }) => articleId));
  await db.execute(sql`
    insert into article_features (article_id, extractor_version, extracted_at, quality, quality_parts, hunt_score,
      hunt_parts, signature, bands, story_features)
    select article_id, extractor_version, extracted_at, quality, quality_parts, hunt_score, hunt_parts,
      decode(signature, 'base64'), bands, decode(story_features, 'base64')
    from json_to_recordset(${features}::json) as x(article_id bigint, extractor_version text,
      extracted_at timestamptz, quality smallint, quality_parts jsonb, hunt_score smallint, hunt_parts jsonb,
      signature text, bands integer[], story_features text)
    on conflict (article_id) do update set extractor_version = excluded.extractor_version,
      extracted_at = excluded.extracted_at, quality = excluded.quality, quality_parts = excluded.quality_parts,
      hunt_score = excluded.hunt_score, hunt_parts = excluded.hunt_parts, signature = excluded.signature,
      bands = excluded.bands, story_features = excluded.story_features`);
  await db.execute(sql`
    delete from mentions where article_id in (select value::text::bigint from json_array_elements(${articleIds}::json))`);
  await db.execute(sql`
    insert into mentions (article_id, entity_id, status, role, confidence, benign, reasons, matched, count, in_title,
      places, details, seen_at)
    select article_id, entity_id, status, role, confidence, benign, reasons, matched, count, in_title,
      places, details, seen_at
    from json_to_recordset(${rows}::json) as x(article_id bigint, entity_id bigint, status text, role text,
      confidence real, benign text, reasons text[], matched text, count integer, in_title boolean, places jsonb, details jsonb,
      seen_at timestamptz)`);
}

function featureRow({ articleId, understanding }: Understood, now: Date): Record<string, unknown> {
  const { extractorVersion, quality, qualityParts, hunt, huntParts, signature, bands, storyFeatures } =
    understanding;
  return {
    article_id: articleId,
    extractor_version: extractorVersion,
    extracted_at: now,
    quality: Math.round(quality),
    quality_parts: qualityParts,
    hunt_score: Math.round(hunt),
    hunt_parts: huntParts,
    signature:
      signature &&
      Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString("base64"),
    bands,
    story_features: Buffer.from(storyFeatures).toString("base64"),
  };
}

function mentionRows(
  { articleId, seenAt, understanding }: Understood,
  ids: EntityIds,
): Record<string, unknown>[] {
  const rows = new Map<number, Record<string, unknown>>();
  for (const {
    status,
    role,
    confidence,
    benign,
    reasons,
    matched,
    count,
    places,
    details,
    ...entity
  } of understanding.entities) {
    const entityId = ids.known.get(keyOf(entity));
    if (entityId === undefined) throw new Error(`The entity ${keyOf(entity)} has no row.`);
    rows.set(entityId, {
      article_id: articleId,
      entity_id: entityId,
      status,
      role,
      confidence,
      benign,
      reasons,
      matched,
      count,
      in_title: places.some(({ field }) => field === "title"),
      places: places.map(packPlace),
      details,
      seen_at: seenAt,
    });
  }
  return [...rows.values()];
}
