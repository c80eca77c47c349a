import type { Db } from "@cti/db/client";
import { articleCopies, articles } from "@cti/db/schema/articles";
import type { Source } from "@cti/db/schema/sources";
import { and, eq, inArray, isNotNull, lte, or } from "drizzle-orm";

import type { Entry } from "../reading/entry.ts";

/** The columns by which a stored article is recognised and compared. */
export type KnownArticle = {
  id: number;
  sourceId: number;
  guid: string | null;
  url: string | null;
  urlKey: string;
  title: string;
  entryHash: string | null;
  contentHash: string | null;
  wordCount: number;
  textSource: string;
  rejectedReason: string | null;
  version: number;
  collectedAt: Date;
  publishedAt: Date | null;
  pageEtag: string | null;
  pageLastModified: string | null;
  scrapeAttempts: number;
  scrapeDueAt: Date | null;
};

/** What to do with each entry of one check. */
export type Plan = {
  unchanged: number;
  /** Never seen: to be read and stored. */
  fresh: Entry[];
  /** Stored, but the source says something else now, or its page is due; without an entry the source no longer lists it. */
  again: { article: KnownArticle; entry: Entry | null }[];
  /** Stored as another source's article. */
  copies: { article: KnownArticle; entry: Entry }[];
};

const columns = {
  id: articles.id,
  sourceId: articles.sourceId,
  guid: articles.guid,
  url: articles.url,
  urlKey: articles.urlKey,
  canonicalKey: articles.canonicalKey,
  title: articles.title,
  entryHash: articles.entryHash,
  contentHash: articles.contentHash,
  wordCount: articles.wordCount,
  textSource: articles.textSource,
  rejectedReason: articles.rejectedReason,
  version: articles.version,
  collectedAt: articles.collectedAt,
  publishedAt: articles.publishedAt,
  pageEtag: articles.pageEtag,
  pageLastModified: articles.pageLastModified,
  scrapeAttempts: articles.scrapeAttempts,
  scrapeDueAt: articles.scrapeDueAt,
};

/** Compares what a source lists with what is stored. `sweep` is how many due pages beyond the list are taken along. */
export async function planCheck(
  db: Db,
  { source, entries, now, sweep }: { source: Source; entries: Entry[]; now: Date; sweep: number },
): Promise<Plan> {
  const { byGuid, byUrl, copied } = await findKnown(db, source, entries);
  const plan: Plan = { unchanged: 0, fresh: [], again: [], copies: [] };
  const planned = new Set<number>();

  for (const entry of entries) {
    const named = entry.guid ? byGuid.get(entry.guid) : undefined;
    // An id that now stands for another article at another address has been used again.
    const isReused =
      named !== undefined &&
      named.urlKey !== entry.urlKey &&
      named.title !== entry.title &&
      entry.url !== null;
    if (isReused) Object.assign(entry, { guid: null, entryKey: entry.urlKey });
    const sameSource = isReused ? undefined : named;
    const article = sameSource ?? byUrl.get(entry.urlKey);
    if (!sameSource && (copied.has(entry.entryKey) || (article && planned.has(article.id))))
      plan.unchanged += 1;
    else if (!article) plan.fresh.push(entry);
    else if (article.sourceId !== source.id) plan.copies.push({ article, entry });
    else if (article.entryHash !== entry.hash || isDue(article, now)) {
      plan.again.push({ article, entry });
      planned.add(article.id);
    } else {
      plan.unchanged += 1;
      planned.add(article.id);
    }
  }
  for (const article of await findDue(db, source, { now, limit: sweep }))
    if (!planned.has(article.id)) plan.again.push({ article, entry: null });
  return plan;
}

function isDue({ scrapeDueAt }: KnownArticle, now: Date): boolean {
  return scrapeDueAt !== null && scrapeDueAt <= now;
}

async function findKnown(
  db: Db,
  source: Source,
  entries: Entry[],
): Promise<{ byGuid: Map<string, KnownArticle>; byUrl: Map<string, KnownArticle>; copied: Set<string> }> {
  const byGuid = new Map<string, KnownArticle>();
  const byUrl = new Map<string, KnownArticle>();
  const copied = new Set<string>();
  // Keys go in slices: a statement takes at most 65,534 parameters.
  for (let from = 0; from < entries.length; from += 5_000) {
    const slice = entries.slice(from, from + 5_000);
    const guids = slice.flatMap(({ guid }) => guid ?? []);
    const urlKeys = slice.map(({ urlKey }) => urlKey);
    const rows = await db
      .select(columns)
      .from(articles)
      .where(
        or(
          guids.length > 0 ? and(eq(articles.sourceId, source.id), inArray(articles.guid, guids)) : undefined,
          inArray(articles.urlKey, urlKeys),
          inArray(articles.canonicalKey, urlKeys),
        ),
      );
    for (const row of rows) {
      if (row.guid && row.sourceId === source.id) byGuid.set(row.guid, row);
      byUrl.set(row.urlKey, row);
      if (!byUrl.has(row.canonicalKey)) byUrl.set(row.canonicalKey, row);
    }
    const copies = await db
      .select({ entryKey: articleCopies.entryKey })
      .from(articleCopies)
      .where(
        and(
          eq(articleCopies.sourceId, source.id),
          inArray(
            articleCopies.entryKey,
            slice.map(({ entryKey }) => entryKey),
          ),
        ),
      );
    for (const { entryKey } of copies) copied.add(entryKey);
  }
  return { byGuid, byUrl, copied };
}

/** Stored articles of a source whose pages are to be read again; `onlyUnread` leaves out those that were read before. */
export async function findDue(
  db: Db,
  source: Source,
  { now, limit, onlyUnread = false }: { now: Date; limit: number; onlyUnread?: boolean },
): Promise<KnownArticle[]> {
  const isUnread = onlyUnread ? isNotNull(articles.scrapeError) : undefined;
  return db
    .select(columns)
    .from(articles)
    .where(and(eq(articles.sourceId, source.id), lte(articles.scrapeDueAt, now), isUnread))
    .orderBy(articles.scrapeDueAt)
    .limit(limit);
}
