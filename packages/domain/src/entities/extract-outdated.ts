import { articles } from "@cti/db/schema/articles";
import { articleFeatures } from "@cti/db/schema/article-features";
import { sources } from "@cti/db/schema/sources";
import { siteName } from "@cti/pipeline/site-name";
import { and, asc, eq, gt, isNull, ne, or, sql } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import type { TaskOf } from "../reading/tasks.ts";
import { ReadError } from "../reading/reader.ts";
import { sitesOf } from "../sources/read-pages.ts";
import { ensureEntities } from "./ensure-entities.ts";
import { markOldEntries } from "./mark-old-entries.ts";
import { saveUnderstandings } from "./save-understandings.ts";

export type ExtractDeps = Pick<CollectDeps, "db" | "reader" | "entityIds" | "now" | "report">;

export type ExtractOutcome = { extracted: number; failed: number };

/** Articles that go through a reader thread together. */
const batchSize = 32;

/**
 * Extracts stored articles whose extraction is missing or was made by another version of code or knowledge: a page
 * that failed, an article that was restored, a better extractor. Analysts' verdicts are not touched.
 */
export async function extractOutdated(
  deps: ExtractDeps,
  { version, limit, all }: { version: string; limit: number; all: boolean },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: ExtractOutcome) => void },
): Promise<ExtractOutcome> {
  const outcome: ExtractOutcome = { extracted: 0, failed: 0 };
  for (let after = 0; outcome.extracted + outcome.failed < limit && !signal.aborted;) {
    const rows = await selectOutdated(deps, { version, all, after, limit: batchSize });
    const last = rows.at(-1);
    if (!last) break;
    if (after === 0) await markOldEntries(deps.db, deps.now());
    after = last.id;
    await extractBatch(deps, rows, { outcome, signal });
    onProgress(outcome);
  }
  return outcome;
}

type Row = Awaited<ReturnType<typeof selectOutdated>>[number];

// oxlint-disable-next-line typescript/explicit-function-return-type -- rows whose type only drizzle can write
async function selectOutdated(
  { db }: ExtractDeps,
  { version, all, after, limit }: { version: string; all: boolean; after: number; limit: number },
) {
  return db
    .select({
      id: articles.id,
      sourceId: articles.sourceId,
      title: articles.title,
      text: articles.text,
      html: articles.html,
      url: articles.url,
      canonicalUrl: articles.canonicalUrl,
      language: articles.language,
      wordCount: articles.wordCount,
      textSource: articles.textSource,
      authors: articles.authors,
      publishedAt: articles.publishedAt,
      seenAt: sql<Date>`coalesce(${articles.publishedAt}, ${articles.collectedAt})`.mapWith(
        articles.collectedAt,
      ),
      source: { url: sources.url, siteUrl: sources.siteUrl },
    })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .leftJoin(articleFeatures, eq(articleFeatures.articleId, articles.id))
    .where(
      and(
        gt(articles.id, after),
        isNull(articles.rejectedReason),
        all
          ? undefined
          : or(isNull(articleFeatures.articleId), ne(articleFeatures.extractorVersion, version)),
      ),
    )
    .orderBy(asc(articles.id))
    .limit(limit);
}

async function extractBatch(
  deps: ExtractDeps,
  rows: Row[],
  { outcome, signal }: { outcome: ExtractOutcome; signal: AbortSignal },
): Promise<void> {
  try {
    const understandings = await deps.reader.run("understand", rows.map(toSubject));
    const understood = rows.flatMap(({ id, seenAt }, at) => {
      const understanding = understandings[at];
      return understanding ? { articleId: id, seenAt, isNew: false, understanding } : [];
    });
    const ids = await ensureEntities(
      deps.db,
      deps.entityIds,
      understandings.flatMap(({ entities }) => entities),
    );
    await deps.db.transaction((tx) => saveUnderstandings(tx, deps.now(), understood, ids));
    outcome.extracted += rows.length;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    // One of them is too much for a thread: each by itself, so that only that one fails.
    if (rows.length > 1) {
      for (const row of rows) if (!signal.aborted) await extractBatch(deps, [row], { outcome, signal });
      return;
    }
    deps.report(error, { article: rows[0]?.id });
    outcome.failed += 1;
  }
}

function toSubject(row: Row): TaskOf<"understand">[number] {
  const own = [row.url, row.canonicalUrl].flatMap((url) => (url && siteName(url)) ?? []);
  const { title, text, html, language, wordCount, textSource, sourceId, authors, publishedAt } = row;
  return {
    title,
    text,
    html,
    language,
    wordCount,
    textSource,
    sourceId,
    ownHosts: [...new Set([...sitesOf(row.source), ...own])],
    hasAuthor: authors.length > 0,
    hasDate: publishedAt !== null,
  };
}
