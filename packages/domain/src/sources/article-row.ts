import type { articles } from "@cti/db/schema/articles";
import type { Source } from "@cti/db/schema/sources";
import { sameArticleKey } from "@cti/pipeline/canonical-url";
import type { Understanding } from "@cti/pipeline/entities/understanding";

import type { Entry } from "../reading/entry.ts";
import type { ArticleText } from "../reading/read-article.ts";
import type { PageReading } from "./read-pages.ts";

export type SaveContext = { source: Source; now: Date; recheckDays: number };
export type Row = typeof articles.$inferInsert & { entry: Entry; understanding: Understanding | null };

/** A page that failed is tried again after these hours; then it stays as the feed gave it. */
const retryHours = [1, 6, 24];
/** A stored page is looked at again after these hours, since publishers edit silently. */
const recheckHours = [24, 72];
const hour = 3_600_000;

/** The row of a new article. */
export function toRow({ source, now, recheckDays }: SaveContext, reading: PageReading): Row {
  const { entry, text, error } = reading;
  if (!entry || !text) throw new Error("A new article has an entry and a text.");
  const refused = error !== null && text.textSource === "none" && text.refusal !== null;
  return {
    entry,
    understanding: text.understanding,
    sourceId: source.id,
    guid: entry.guid,
    url: entry.url,
    canonicalUrl: text.canonicalUrl,
    urlKey: entry.urlKey,
    canonicalKey: (entry.isPart ? null : boundedKey(text.canonicalUrl)) ?? entry.urlKey,
    title: text.title || entry.url || "(untitled)",
    authors: text.authors,
    categories: entry.categories,
    publishedAt: entry.published ?? text.published,
    publishedRaw: entry.published ? entry.publishedRaw : (entry.publishedRaw ?? text.publishedRaw),
    publishedFlag: entry.published ? entry.publishedFlag : (text.publishedFlag ?? entry.publishedFlag),
    modifiedAt: entry.updated ?? text.modified,
    collectedAt: now,
    entryHash: entry.hash,
    rejectedReason: text.rejectedReason ?? (refused ? `page ${text.refusal}` : null),
    ...wordsOf(text),
    ...scrapeState(reading, { attempts: 0, collectedAt: now, now, recheckDays }),
  };
}

type Words = Pick<
  typeof articles.$inferInsert,
  "language" | "summary" | "text" | "html" | "links" | "textSource" | "contentHash" | "wordCount" | "textNote"
>;

export function wordsOf(text: ArticleText): Words {
  const textNote = text.oversize ? "The document is larger than 5 MB of text; the rest was left out." : null;
  const { language, summary, html, links, textSource, contentHash, wordCount } = text;
  return { language, summary, text: text.text, html, links, textSource, contentHash, wordCount, textNote };
}

type ScrapeState = Partial<
  Pick<
    typeof articles.$inferInsert,
    | "pageEtag"
    | "pageLastModified"
    | "scrapedAt"
    | "scrapeAttempts"
    | "scrapeError"
    | "scrapeMessage"
    | "scrapeDueAt"
  >
>;

/** What is known of the page now, and when it is to be read again. */
export function scrapeState(
  { visit, page, error }: Pick<PageReading, "visit" | "page" | "error">,
  known: { attempts: number; collectedAt: Date; now: Date; recheckDays: number },
): ScrapeState {
  const { attempts, now } = known;
  const lastDay = known.collectedAt.getTime() + known.recheckDays * 24 * hour;
  if (error) {
    // A page that was not even tried, its host being down, uses up no attempt, but not for ever.
    const tries = visit === "skipped" ? attempts : attempts + 1;
    const hours = visit === "skipped" && now.getTime() < lastDay ? 6 : retryHours[attempts];
    return {
      scrapeAttempts: tries,
      scrapeError: error.reason,
      scrapeMessage: error.message,
      scrapeDueAt: hours === undefined ? null : new Date(now.getTime() + hours * hour),
    };
  }
  const clear = { scrapeAttempts: 0, scrapeError: null, scrapeMessage: null };
  if (visit === "none") return { ...clear, scrapeDueAt: null };
  const recheck = recheckHours
    .map((hours) => known.collectedAt.getTime() + hours * hour)
    .find((at) => at > now.getTime() && at <= lastDay);
  return {
    ...clear,
    ...(page && { pageEtag: page.etag, pageLastModified: page.lastModified, scrapedAt: now }),
    scrapeDueAt: recheck === undefined ? null : new Date(recheck),
  };
}

function boundedKey(url: string | null): string | null {
  const key = url && sameArticleKey(url);
  return key && Buffer.byteLength(key) <= 1_000 ? key : null;
}
