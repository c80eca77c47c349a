import type { Db } from "@cti/db/client";
import { articles, articleVersions } from "@cti/db/schema/articles";
import { eq, sql } from "drizzle-orm";

import type { Entry } from "../reading/entry.ts";
import type { ArticleText } from "../reading/read-article.ts";
import { storable } from "../storable.ts";
import { type SaveContext, scrapeState, wordsOf } from "./article-row.ts";
import type { KnownArticle } from "./check-plan.ts";
import type { PageReading } from "./read-pages.ts";

/** A page this much shorter than before looks like an outage; it is believed when it says so a second time. */
const shrunkTo = 0.3;

/** Brings a stored article up to date with what was read again; an edit keeps what stood there before. */
export async function updateArticle(
  db: Db,
  { now, recheckDays }: SaveContext,
  reading: PageReading & { article: KnownArticle },
): Promise<"updated" | "unchanged" | "failed"> {
  const { article, entry, text } = reading;
  const change = text && changeOf(article, text, entry);
  const error = reading.error ?? (change && looksLikeOutage(article, change) ? shrunk : null);
  const seen = {
    ...(entry && { entryHash: entry.hash }),
    // The same entry at another address: the old one may be gone.
    ...(entry?.url && article.guid !== null && entry.guid === article.guid && { url: entry.url }),
    ...scrapeState(
      { ...reading, error },
      { attempts: article.scrapeAttempts, collectedAt: article.collectedAt, now, recheckDays },
    ),
  };
  if (!change || error === shrunk) {
    await db.update(articles).set(storable(seen)).where(eq(articles.id, article.id));
    return article.textSource === "none" && error ? "failed" : "unchanged";
  }
  const isEdit = isEditOf(article, change);
  if (isEdit) await keepVersion(db, article, now);
  await db
    .update(articles)
    .set({
      ...storable({ ...seen, ...change }),
      ...(change.contentHash && { contentHash: unlessTaken(article, change.contentHash) }),
      // Who took an article back in is not overruled.
      rejectedReason: sql`case when ${articles.restoredAt} is null then ${text?.rejectedReason ?? null}::text end`,
      modifiedAt: entry?.updated ?? text?.modified ?? null,
      ...(isEdit && { changedAt: now, version: article.version + 1 }),
    })
    .where(eq(articles.id, article.id));
  return "updated";
}

type Change = ReturnType<typeof wordsOf> & { title: string };

const shrunk = {
  reason: "shrunk",
  message: "The page says far less than before; it is read once more before that is believed.",
};

/** The new words, or null when they say the same, or less because the page cannot be read today. */
function changeOf(article: KnownArticle, text: ArticleText, entry: Entry | null): Change | null {
  const fromPage = text.textSource === "page" || text.textSource === "pdf";
  const hadPage = article.textSource === "page" || article.textSource === "pdf";
  if (text.textSource === "none" || (!fromPage && hadPage)) return null;
  // The feed said more than the page does, and lists the entry no longer.
  if (!entry && article.textSource === "feed" && text.wordCount <= article.wordCount) return null;
  const title = entry?.title || text.title || article.title;
  // An article whose hash another one holds is compared by its length.
  const sameText = article.contentHash
    ? text.contentHash === article.contentHash
    : text.wordCount === article.wordCount;
  return sameText && title === article.title ? null : { ...wordsOf(text), title };
}

function looksLikeOutage(article: KnownArticle, change: Change): boolean {
  const isFirstLook = article.scrapeAttempts === 0;
  return isFirstLook && article.wordCount >= 100 && (change.wordCount ?? 0) < shrunkTo * article.wordCount;
}

/** A page that says what the feed said and more is no edition of the publisher's; all other changes are. */
function isEditOf(article: KnownArticle, change: Change): boolean {
  if (article.textSource === "none") return false;
  const isCompleted =
    article.textSource === "feed" &&
    change.textSource !== "feed" &&
    (change.wordCount ?? 0) >= article.wordCount;
  return !isCompleted;
}

/** The hash is unique: when two articles come to say the same, the first keeps it. */
function unlessTaken(article: KnownArticle, hash: string): ReturnType<typeof sql<string | null>> {
  return sql<string | null>`case when exists (
    select 1 from articles twin where twin.content_hash = ${hash} and twin.id <> ${article.id}
  ) then null else ${hash} end`;
}

async function keepVersion(db: Db, article: KnownArticle, now: Date): Promise<void> {
  await db.execute(sql`
    insert into ${articleVersions} (article_id, version, title, text, html, content_hash, word_count, replaced_at)
    select id, version, title, text, html, content_hash, word_count, ${now.toISOString()}::timestamptz
    from ${articles} where id = ${article.id}`);
}
