import type { Db } from "@cti/db/client";
import { articleCopies, articles } from "@cti/db/schema/articles";
import type { Counts } from "@cti/db/schema/runs";
import type { Source } from "@cti/db/schema/sources";
import { and, eq, gte, inArray, isNull, or } from "drizzle-orm";

import type { Entry } from "../reading/entry.ts";
import { storable } from "../storable.ts";
import { type Row, type SaveContext, toRow } from "./article-row.ts";
import type { PageReading } from "./read-pages.ts";

export type Outcome = Exclude<keyof Counts, "found">;

const minTwinWords = 50;

/** Stores new articles; one that is there already, by URL or by text, becomes a copy of it. */
export async function insertArticles(
  db: Db,
  context: SaveContext,
  readings: PageReading[],
): Promise<{ outcomes: Outcome[]; stored: Stored[] }> {
  if (readings.length === 0) return { outcomes: [], stored: [] };
  const first = await insertRows(
    db,
    readings.map((reading) => cleanRow(context, reading)),
  );
  const { copies, distinct } = await sortOut(db, context.source, first.refused);
  const second = await insertRows(db, distinct);
  const last = await sortOut(db, context.source, second.refused);
  await insertCopies(db, context.source, [...copies, ...last.copies]);
  const stored = [...first.stored, ...second.stored];
  return {
    outcomes: [
      ...stored.map(({ row }) => outcomeOf(row)),
      ...[...copies, ...second.refused].map(() => "duplicate" as const),
    ],
    stored,
  };
}

/** A row with the number that it got. */
export type Stored = { id: number; row: Row };

/** What was understood comes of cleaned text, and is large. */
function cleanRow(context: SaveContext, reading: PageReading): Row {
  const { understanding, ...row } = toRow(context, reading);
  return { ...storable(row), understanding };
}

function outcomeOf({ rejectedReason, textSource }: Row): Outcome {
  if (rejectedReason) return "rejected";
  return textSource === "none" ? "failed" : "new";
}

async function insertRows(db: Db, rows: Row[]): Promise<{ stored: Stored[]; refused: Row[] }> {
  if (rows.length === 0) return { stored: [], refused: [] };
  const inserted = await db
    .insert(articles)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: articles.id, urlKey: articles.urlKey, entryHash: articles.entryHash });
  const ids = new Map(inserted.map(({ id, urlKey, entryHash }) => [`${urlKey} ${entryHash}`, id]));
  const stored: Stored[] = [];
  const refused: Row[] = [];
  for (const row of rows) {
    const key = `${row.urlKey} ${row.entryHash}`;
    const id = ids.get(key);
    if (id === undefined) refused.push(row);
    else stored.push({ id, row });
    ids.delete(key);
  }
  return { stored, refused };
}

type Copy = { article: { id: number }; entry: Entry; reason: "same_url" | "same_text" };

/**
 * Of rows that met a stored article: which are its copies, and which only look like it. A site whose pages all
 * claim one canonical address, and one that shows two of its articles with the same text, lose none.
 */
async function sortOut(db: Db, source: Source, rows: Row[]): Promise<{ copies: Copy[]; distinct: Row[] }> {
  const known = rows.length > 0 ? await findMet(db, source, rows) : [];
  const copies: Copy[] = [];
  const distinct: Row[] = [];
  for (const row of rows) {
    const hasText = row.contentHash !== null && row.contentHash !== undefined;
    const byUrl = known.find(
      ({ urlKey, canonicalKey }) => urlKey === row.urlKey || canonicalKey === row.urlKey,
    );
    const byClaim = known.find(
      ({ urlKey, canonicalKey }) => urlKey === row.canonicalKey || canonicalKey === row.canonicalKey,
    );
    const byText = known.find(({ contentHash }) => hasText && contentHash === row.contentHash);
    const isSame = (article: (typeof known)[number]): boolean =>
      article.sourceId !== source.id || article.title === row.title;
    if (byUrl) copies.push({ article: byUrl, entry: row.entry, reason: "same_url" });
    else if (byText && isSame(byText))
      copies.push({ article: byText, entry: row.entry, reason: "same_text" });
    else if (byClaim && byClaim === byText)
      copies.push({ article: byClaim, entry: row.entry, reason: "same_url" });
    else
      distinct.push({
        ...row,
        guid: null,
        canonicalKey: row.urlKey,
        contentHash: byText ? null : (row.contentHash ?? null),
      });
  }
  return { copies, distinct };
}

async function findMet(db: Db, source: Source, rows: Row[]): Promise<Met[]> {
  const hashes = rows.flatMap(({ contentHash }) => contentHash ?? []);
  const keys = rows.flatMap(({ urlKey, canonicalKey }) => [urlKey, canonicalKey]);
  const guids = rows.flatMap(({ guid }) => guid ?? []);
  const sameText = and(
    inArray(articles.contentHash, hashes),
    gte(articles.wordCount, minTwinWords),
    isNull(articles.rejectedReason),
  );
  const sameGuid = and(eq(articles.sourceId, source.id), inArray(articles.guid, guids));
  return db
    .select({
      id: articles.id,
      sourceId: articles.sourceId,
      title: articles.title,
      urlKey: articles.urlKey,
      canonicalKey: articles.canonicalKey,
      contentHash: articles.contentHash,
    })
    .from(articles)
    .where(
      or(
        inArray(articles.urlKey, keys),
        inArray(articles.canonicalKey, keys),
        hashes.length > 0 ? sameText : undefined,
        guids.length > 0 ? sameGuid : undefined,
      ),
    );
}

type Met = Pick<
  typeof articles.$inferSelect,
  "id" | "sourceId" | "title" | "urlKey" | "canonicalKey" | "contentHash"
>;

export async function insertCopies(db: Db, source: Source, copies: Copy[]): Promise<void> {
  for (let from = 0; from < copies.length; from += 500)
    await db
      .insert(articleCopies)
      .values(
        copies.slice(from, from + 500).map(({ article, entry, reason }) => ({
          articleId: article.id,
          sourceId: source.id,
          entryKey: entry.entryKey,
          url: entry.url,
          urlKey: entry.urlKey,
          title: entry.title,
          publishedAt: entry.published,
          reason,
          similarity: 1,
        })),
      )
      .onConflictDoNothing();
}
