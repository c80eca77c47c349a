import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { currentMentions, type PackedPlace } from "@cti/db/schema/entities";
import { sources } from "@cti/db/schema/sources";
import { unpackPlace } from "@cti/pipeline/entities/places";
import { sentenceAt } from "@cti/pipeline/indicators/sentence";
import { desc, eq, sql } from "drizzle-orm";

import type { Entity } from "./find-entity.ts";

/** One article's mention with the sentence that proves it. */
export type Evidence = {
  article_id: number;
  source: string;
  title: string;
  published_at: Date | null;
  status: string;
  role: string | null;
  confidence: number;
  benign: string | null;
  reasons: string[];
  matched: string;
  count: number;
  sentence: string;
};

export type EntityDetail = Entity & {
  articles: number;
  sources: number;
  first_seen: Date | null;
  last_seen: Date | null;
  /** Every form in which articles write it, with the number of articles. */
  aliases: { matched: string; articles: number }[];
  mentions: Evidence[];
  /** What the same articles mention, by the number of articles in common. */
  together: { type: string; value: string; label: string | null; articles: number }[];
};

/** Everything known of an entity; the newest `limit` mentions with their sentences. */
export async function showEntity(db: Db, entity: Entity, limit: number): Promise<EntityDetail> {
  const ofEntity = eq(currentMentions.entityId, entity.id);
  const [totals] = await db
    .select({
      articles: sql<number>`count(*)::int`,
      sources: sql<number>`count(distinct ${currentMentions.sourceId})::int`,
      first_seen: sql<Date | null>`min(${currentMentions.seenAt})`.mapWith(currentMentions.seenAt),
      last_seen: sql<Date | null>`max(${currentMentions.seenAt})`.mapWith(currentMentions.seenAt),
    })
    .from(currentMentions)
    .where(ofEntity);
  const aliases = await db
    .select({ matched: currentMentions.matched, articles: sql<number>`count(*)::int` })
    .from(currentMentions)
    .where(ofEntity)
    .groupBy(currentMentions.matched)
    .orderBy(desc(sql`count(*)`))
    .limit(50);
  const { articles: articleCount = 0, ...seen } = totals ?? { sources: 0, first_seen: null, last_seen: null };
  return {
    ...entity,
    articles: articleCount,
    ...seen,
    aliases,
    mentions: await findEvidence(db, entity, limit),
    together: await findTogether(db, entity),
  };
}

async function findEvidence(db: Db, entity: Entity, limit: number): Promise<Evidence[]> {
  const rows = await db
    .select({
      article_id: articles.id,
      source: sources.slug,
      title: articles.title,
      text: articles.text,
      published_at: articles.publishedAt,
      status: currentMentions.status,
      role: currentMentions.role,
      confidence: currentMentions.confidence,
      benign: currentMentions.benign,
      reasons: currentMentions.reasons,
      matched: currentMentions.matched,
      count: currentMentions.count,
      places: currentMentions.places,
    })
    .from(currentMentions)
    .innerJoin(articles, eq(articles.id, currentMentions.articleId))
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(eq(currentMentions.entityId, entity.id))
    .orderBy(desc(currentMentions.seenAt), desc(articles.id))
    .limit(limit);
  return rows.map(({ text, places, ...row }) => ({ ...row, sentence: sentenceOf(row.title, text, places) }));
}

/** The sentence of the most telling place. */
function sentenceOf(title: string, text: string, places: PackedPlace[]): string {
  const [best] = places
    .map(unpackPlace)
    .toSorted((a, b) => b.confidence - a.confidence || (a.field === "text" ? -1 : 1));
  if (!best) return "";
  if (best.field === "title") return title;
  const { start, end } = sentenceAt(text, best.start, best.end);
  return text.slice(start, end).trim();
}

async function findTogether(db: Db, { id }: Entity): Promise<EntityDetail["together"]> {
  const rows = await db.execute<{ type: string; value: string; label: string | null; articles: number }>(sql`
    select e.type, e.value, e.label, count(*)::int as articles
    from (select article_id from current_mentions where entity_id = ${id} order by seen_at desc limit 500) mine
    join mentions other on other.article_id = mine.article_id and other.entity_id <> ${id}
      and other.status in ('indicator', 'named')
    join entities e on e.id = other.entity_id
    group by e.id order by articles desc, e.id limit 20`);
  return [...rows];
}
