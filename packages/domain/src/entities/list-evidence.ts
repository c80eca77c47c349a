import type { Db } from "@cti/db/client";
import type { PackedPlace } from "@cti/db/schema/entities";
import { unpackPlace } from "@cti/pipeline/entities/places";
import { sentenceAt } from "@cti/pipeline/indicators/sentence";
import { sql } from "drizzle-orm";

import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { judgedAmong, judgedMentions, unjudgedMentions } from "./mention-rows.ts";

/** One article's mention with the sentence that proves it. */
export type Evidence = {
  article_id: number;
  source: string;
  title: string;
  published_at: Date | null;
  seen_at: Date;
  status: string;
  role: string | null;
  confidence: number;
  benign: string | null;
  /** What an analyst of the tenant decided, here or everywhere. */
  verdict: "accepted" | "rejected" | null;
  reasons: string[];
  matched: string;
  count: number;
  sentence: string;
};

/** The articles that mention an entity, the newest first. Throws BadCursor. */
export async function listEvidence(
  db: Db,
  entityId: number,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ items: Evidence[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "newest", "time");
  const judged = await judgedAmong(db, [entityId]);
  const bound = after && sql`(${after.key}::timestamptz, ${Number(after.id) || 0}::bigint)`;
  // The newest are chosen before texts are read.
  const rows = await db.execute<Row>(sql`
    select m.article_id, s.slug as source, a.title, a.text, a.published_at, m.seen_at, m.status, m.role, m.confidence,
      m.benign, m.verdict, m.reasons, m.matched, m.count, m.places, m.seen_at::text as key
    from (
      select * from ${judged.size > 0 ? judgedMentions : unjudgedMentions} m
      where m.entity_id = ${entityId} and ${bound ? sql`(m.seen_at, m.article_id) < ${bound}` : sql`true`}
      order by m.seen_at desc, m.article_id desc limit ${limit + 1}
    ) m
    join articles a on a.id = m.article_id join sources s on s.id = m.source_id
    order by m.seen_at desc, m.article_id desc`);
  const { items, next_cursor } = pageOf(rows, limit, ({ key, article_id }) =>
    writeCursor("newest", key, Number(article_id)),
  );
  return { items: items.map(toEvidence), next_cursor };
}

type Row = Omit<Evidence, "article_id" | "published_at" | "seen_at" | "sentence"> & {
  article_id: string;
  published_at: string | null;
  seen_at: string;
  text: string;
  places: PackedPlace[];
  key: string;
};

function toEvidence({ text, places, key: _key, ...row }: Row): Evidence {
  return {
    ...row,
    article_id: Number(row.article_id),
    published_at: row.published_at === null ? null : new Date(row.published_at),
    seen_at: new Date(row.seen_at),
    confidence: Math.round(row.confidence * 100) / 100,
    sentence: sentenceOf(row.title, text, places),
  };
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
