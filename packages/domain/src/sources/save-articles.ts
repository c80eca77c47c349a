import type { Db } from "@cti/db/client";
import { articleCopies, articleVersions, articles } from "@cti/db/schema/articles";
import type { Counts } from "@cti/db/schema/runs";
import type { Source } from "@cti/db/schema/sources";
import { sameArticleKey } from "@cti/pipeline/canonical-url";
import { and, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";

import { storable } from "../storable.ts";
import type { Entry } from "../reading/entry.ts";
import type { ArticleText } from "../reading/read-article.ts";
import type { KnownArticle } from "./check-plan.ts";
import type { PageReading } from "./read-pages.ts";

export type SaveContext = { source: Source; now: Date; recheckDays: number };

/** A page that failed is tried again after these hours; then it stays as the feed gave it. */
const retryHours = [1, 6, 24];
/** A stored page is looked at again after these hours, since publishers edit silently. */
const recheckHours = [24, 72];
const minTwinWords = 50;

/** Stores one batch of a check inside the caller's transaction and counts what became of each entry. */
export async function saveArticles(db: Db, context: SaveContext, readings: PageReading[]): Promise<Counts> {
  const counts: Counts = {
    found: readings.length,
    new: 0,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    rejected: 0,
    failed: 0,
  };
  const fresh = readings.filter(({ article }) => article === null);
  const again = readings.filter(({ article }) => article !== null);
  for (const [outcome, count] of await insertFresh(db, context, fresh)) counts[outcome] += count;
  for (const reading of again) counts[await updateKnown(db, context, reading)] += 1;
  return counts;
}

export async function saveCopies(
  db: Db,
  source: Source,
  copies: { article: { id: number }; entry: Entry }[],
): Promise<void> {
  for (let from = 0; from < copies.length; from += 500)
    await insertCopies(
      db,
      source,
      copies.slice(from, from + 500).map((copy) => ({ ...copy, reason: "same_url" as const })),
    );
}

type Outcome = Exclude<keyof Counts, "found">;

async function insertFresh(
  db: Db,
  context: SaveContext,
  readings: PageReading[],
): Promise<Map<Outcome, number>> {
  const outcomes = new Map<Outcome, number>();
  if (readings.length === 0) return outcomes;
  const rows = readings.map((reading) => storable(toRow(context, reading)));
  const inserted = await db
    .insert(articles)
    .values(rows)
    .onConflictDoNothing()
    .returning({ urlKey: articles.urlKey, entryHash: articles.entryHash });
  const stored = new Set(inserted.map(({ urlKey, entryHash }) => `${urlKey} ${entryHash}`));
  const refused: Row[] = [];
  for (const row of rows) {
    if (!stored.delete(`${row.urlKey} ${row.entryHash}`)) refused.push(row);
    else count(outcomes, row.rejectedReason ? "rejected" : row.textSource === "none" ? "failed" : "new");
  }
  if (refused.length > 0) {
    await linkTwins(db, context.source, refused);
    outcomes.set("duplicate", refused.length);
  }
  return outcomes;
}

type Row = typeof articles.$inferInsert & { entry: Entry };

function toRow({ source, now, recheckDays }: SaveContext, { entry, text, page, error }: PageReading): Row {
  if (!entry || !text) throw new Error("A new article has an entry and a text.");
  const blocked =
    error !== null && text.textSource === "none" && text.refusal !== null ? `page ${text.refusal}` : null;
  const published = entry.published ?? text.published;
  return {
    entry,
    sourceId: source.id,
    guid: entry.guid,
    url: entry.url,
    canonicalUrl: text.canonicalUrl,
    urlKey: entry.urlKey,
    canonicalKey: (entry.isPart ? null : boundedKey(text.canonicalUrl)) ?? entry.urlKey,
    title: text.title || entry.url || "(untitled)",
    authors: text.authors,
    categories: entry.categories,
    publishedAt: published,
    publishedRaw: entry.published ? entry.publishedRaw : (entry.publishedRaw ?? text.publishedRaw),
    publishedFlag: entry.published ? entry.publishedFlag : (text.publishedFlag ?? entry.publishedFlag),
    modifiedAt: entry.updated ?? text.modified,
    collectedAt: now,
    entryHash: entry.hash,
    rejectedReason: text.rejectedReason ?? blocked,
    ...wordsOf(text),
    ...scrapeState({
      page,
      error,
      attempts: 0,
      url: entry.url,
      now,
      recheck: recheckAt(now, now, recheckDays),
    }),
  };
}

function wordsOf(
  text: ArticleText,
): Pick<
  typeof articles.$inferInsert,
  "language" | "summary" | "text" | "html" | "links" | "textSource" | "contentHash" | "wordCount" | "textNote"
> {
  const textNote = text.oversize ? "The document is larger than 5 MB of text; the rest was left out." : null;
  const { language, summary, html, links, textSource, contentHash, wordCount } = text;
  return { language, summary, text: text.text, html, links, textSource, contentHash, wordCount, textNote };
}

type ScrapeState = Pick<
  typeof articles.$inferInsert,
  | "pageEtag"
  | "pageLastModified"
  | "scrapedAt"
  | "scrapeAttempts"
  | "scrapeError"
  | "scrapeMessage"
  | "scrapeDueAt"
>;

function scrapeState(read: {
  page: PageReading["page"];
  error: PageReading["error"];
  attempts: number;
  url: string | null;
  now: Date;
  recheck: Date | null;
}): ScrapeState {
  const { page, error, attempts, now } = read;
  if (error) {
    const hours = retryHours[attempts];
    return {
      scrapeAttempts: attempts + 1,
      scrapeError: error.reason,
      scrapeMessage: error.message,
      scrapeDueAt: hours === undefined ? null : new Date(now.getTime() + hours * 3_600_000),
    };
  }
  return {
    pageEtag: page?.etag ?? null,
    pageLastModified: page?.lastModified ?? null,
    scrapedAt: read.url ? now : null,
    scrapeAttempts: 0,
    scrapeError: null,
    scrapeMessage: null,
    scrapeDueAt: page ? read.recheck : null,
  };
}

function recheckAt(collectedAt: Date, now: Date, days: number): Date | null {
  const due = recheckHours
    .map((hours) => new Date(collectedAt.getTime() + hours * 3_600_000))
    .find((at) => at > now);
  const last = new Date(collectedAt.getTime() + days * 86_400_000);
  return due && due <= last ? due : null;
}

/** Rows that met an article with the same URL or the same text become its copies. */
async function linkTwins(db: Db, source: Source, rows: Row[]): Promise<void> {
  const hashes = rows.flatMap(({ contentHash }) => contentHash ?? []);
  const keys = rows.flatMap(({ urlKey, canonicalKey }) => [urlKey, canonicalKey]);
  const guids = rows.flatMap(({ guid }) => guid ?? []);
  const known = await db
    .select({
      id: articles.id,
      urlKey: articles.urlKey,
      canonicalKey: articles.canonicalKey,
      guid: articles.guid,
      sourceId: articles.sourceId,
      contentHash: articles.contentHash,
    })
    .from(articles)
    .where(
      or(
        inArray(articles.urlKey, keys),
        inArray(articles.canonicalKey, keys),
        hashes.length > 0
          ? and(
              inArray(articles.contentHash, hashes),
              gte(articles.wordCount, minTwinWords),
              isNull(articles.rejectedReason),
            )
          : undefined,
        guids.length > 0 ? and(eq(articles.sourceId, source.id), inArray(articles.guid, guids)) : undefined,
      ),
    );
  const copies = rows.flatMap((row) => {
    const keysOfRow = [row.urlKey, row.canonicalKey];
    const byUrl = known.find(
      ({ urlKey, canonicalKey }) => keysOfRow.includes(urlKey) || keysOfRow.includes(canonicalKey),
    );
    const article =
      byUrl ??
      known.find(
        ({ contentHash, guid, sourceId }) =>
          contentHash === row.contentHash || (sourceId === source.id && guid === row.guid),
      );
    return article
      ? [{ article, entry: row.entry, reason: byUrl ? ("same_url" as const) : ("same_text" as const) }]
      : [];
  });
  await insertCopies(db, source, copies);
}

async function insertCopies(
  db: Db,
  source: Source,
  copies: { article: { id: number }; entry: Entry; reason: "same_url" | "same_text" }[],
): Promise<void> {
  if (copies.length === 0) return;
  await db
    .insert(articleCopies)
    .values(
      copies
        .map(({ article, entry: listed, reason }) => ({ article, entry: storable(listed), reason }))
        .map(({ article, entry, reason }) => ({
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

async function updateKnown(db: Db, context: SaveContext, reading: PageReading): Promise<Outcome> {
  const { article, entry, text, page, error } = reading;
  if (!article) throw new Error("Only a stored article is updated.");
  const { now, recheckDays } = context;
  const seen = {
    ...(entry && { entryHash: entry.hash }),
    ...scrapeState({
      page: page ?? { etag: article.pageEtag, lastModified: article.pageLastModified },
      error,
      attempts: article.scrapeAttempts,
      url: article.url,
      now,
      recheck: recheckAt(article.collectedAt, now, recheckDays),
    }),
  };
  const change = text && changeOf(article, text, entry);
  if (!change) {
    await db.update(articles).set(seen).where(eq(articles.id, article.id));
    return article.textSource === "none" && error ? "failed" : "unchanged";
  }
  // What the feed said until its page could be read was no edition of the publisher's.
  const isEdit =
    article.textSource !== "none" && !(article.textSource === "feed" && change.textSource !== "feed");
  if (isEdit) await keepVersion(db, article, now);
  const twin =
    change.contentHash &&
    sql<string | null>`case when exists (
    select 1 from articles twin where twin.content_hash = ${change.contentHash} and twin.id <> ${article.id}
  ) then null else ${change.contentHash} end`;
  await db
    .update(articles)
    .set({
      ...storable({ ...seen, ...change }),
      ...(twin && { contentHash: twin }),
      rejectedReason: text?.rejectedReason ?? null,
      modifiedAt: entry?.updated ?? text?.modified ?? null,
      ...(isEdit && { changedAt: now, version: article.version + 1 }),
    })
    .where(eq(articles.id, article.id));
  return "updated";
}

/** The new words, or null when they say the same, or less because the page cannot be read today. */
function changeOf(
  article: KnownArticle,
  text: ArticleText,
  entry: Entry | null,
): (ReturnType<typeof wordsOf> & { title: string }) | null {
  if (
    text.textSource === "none" ||
    (text.textSource === "feed" && (article.textSource === "page" || article.textSource === "pdf"))
  )
    return null;
  const title = entry?.title || text.title || article.title;
  const same = text.contentHash === article.contentHash && title === article.title;
  return same ? null : { ...wordsOf(text), title };
}

async function keepVersion(db: Db, article: KnownArticle, now: Date): Promise<void> {
  await db.execute(sql`
    insert into ${articleVersions} (article_id, version, title, text, html, content_hash, word_count, replaced_at)
    select id, version, title, text, html, content_hash, word_count, ${now.toISOString()}::timestamptz
    from ${articles} where id = ${article.id}`);
}

function boundedKey(url: string | null): string | null {
  const key = url && sameArticleKey(url);
  return key && Buffer.byteLength(key) <= 1_000 ? key : null;
}

function count(outcomes: Map<Outcome, number>, outcome: Outcome): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}
