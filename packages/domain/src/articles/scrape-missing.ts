import { type Source, sources } from "@cti/db/schema/sources";
import { and, eq, isNull, sql } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { ensureEntities } from "../entities/ensure-entities.ts";
import { saveUnderstandings } from "../entities/save-understandings.ts";
import { createLimiter } from "../limiter.ts";
import type { RunLock } from "../runs/run-lock.ts";
import { findDue } from "../sources/check-plan.ts";
import {
  openPageContext,
  type PageContext,
  type PageReading,
  readBatch,
  type ToRead,
} from "../sources/read-pages.ts";
import { saveArticles } from "../sources/save-articles.ts";
import { inTransaction, saveInParts } from "../sources/save-in-parts.ts";
import { unreadPages } from "./unread-pages.ts";

/** Pages that were tried, those whose article has its words now, and those that failed again. */
export type ScrapeOutcome = {
  pages: number;
  read: number;
  failed: number;
  /** Sources that somebody else collects now, whose pages wait. */
  busy: number;
};

/**
 * Reads pages of stored articles that could not be read before, without waiting for their sources' next checks. Of one
 * source it takes at most as many as a check does, and none while the source is being collected.
 */
export async function scrapeMissing(
  deps: CollectDeps,
  { limit }: { limit: number },
  events: { lock: RunLock; signal: AbortSignal; onProgress: (outcome: ScrapeOutcome) => void },
): Promise<ScrapeOutcome> {
  const { lock, signal } = events;
  const outcome: ScrapeOutcome = { pages: 0, read: 0, failed: 0, busy: 0 };
  const limiter = createLimiter(deps.limits.concurrency);
  const broken: unknown[] = [];
  let left = limit;
  const scrapeOne = async (sourceId: number): Promise<void> => {
    if (signal.aborted || broken.length > 0 || left <= 0) return;
    if (!(await lock.tryHoldSource(sourceId))) return void (outcome.busy += 1);
    try {
      const source = await findSource(deps, sourceId);
      if (!source) return;
      const most = Math.min(left, deps.limits.pagesPerCheck);
      const items = await findDue(deps.db, source, { now: deps.now(), limit: most, onlyUnread: true });
      left -= items.length;
      await scrapeSource(deps, source, { queue: items.map(withoutEntry), outcome, ...events });
    } finally {
      await lock.releaseSource(sourceId);
    }
  };
  const ids = await sourcesWithUnread(deps);
  await Promise.all(
    ids.map((id) => limiter(() => scrapeOne(id)).catch((error: unknown) => void broken.push(error))),
  );
  if (broken.length > 0) throw broken[0];
  return outcome;
}

/** Those whose pages wait longest come first. */
async function sourcesWithUnread({ db, now }: CollectDeps): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select a.source_id as id from articles a join sources s on s.id = a.source_id where ${unreadPages(now())}
    group by a.source_id order by min(a.scrape_due_at), a.source_id`);
  return rows.map(({ id }) => Number(id));
}

/** Listed some time ago: meanwhile it may have been removed or disabled. */
async function findSource({ db }: CollectDeps, id: number): Promise<Source | null> {
  const [source] = await db
    .select()
    .from(sources)
    .where(and(eq(sources.id, id), eq(sources.enabled, true), isNull(sources.removedAt)));
  return source ?? null;
}

function withoutEntry(article: NonNullable<ToRead["article"]>): ToRead {
  return { entry: null, article };
}

async function scrapeSource(
  deps: CollectDeps,
  source: Source,
  {
    queue,
    outcome,
    signal,
    onProgress,
  }: {
    queue: ToRead[];
    outcome: ScrapeOutcome;
    signal: AbortSignal;
    onProgress: (outcome: ScrapeOutcome) => void;
  },
): Promise<void> {
  const { pageConcurrency, concurrency, batchSize } = deps.limits;
  const ofOne = Math.max(1, Math.floor(pageConcurrency / concurrency));
  const context = openPageContext(source, { concurrency: ofOne, signal });
  while (queue.length > 0 && !signal.aborted) {
    const readings = await readBatch(deps, context, queue, batchSize);
    await saveInParts(deps, source, { readings, first: true, last: true }, (part) =>
      saveReadings(deps, context, part.readings),
    );
    outcome.pages += readings.length;
    const failed = readings.filter(({ error }) => error !== null).length;
    outcome.failed += failed;
    outcome.read += readings.length - failed;
    onProgress(outcome);
  }
}

async function saveReadings(
  deps: CollectDeps,
  { source }: PageContext,
  readings: PageReading[],
): Promise<void> {
  const entities = readings.flatMap(({ text }) => text?.understanding?.entities ?? []);
  const ids = await ensureEntities(deps.db, deps.entityIds, entities);
  await inTransaction(deps.db, async (tx) => {
    const now = deps.now();
    const { understood } = await saveArticles(
      tx,
      { source, now, recheckDays: deps.limits.recheckDays },
      readings,
    );
    await saveUnderstandings(tx, now, understood, ids);
  });
}
