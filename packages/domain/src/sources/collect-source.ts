import { sourceChecks } from "@cti/db/schema/source-checks";
import { type Counts, runs } from "@cti/db/schema/runs";
import { type Source, sources } from "@cti/db/schema/sources";
import type { Db } from "@cti/db/client";
import { FetchError } from "@cti/fetch/fetch-error";
import { eq, sql } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { ReadError } from "../reading/reader.ts";
import type { Entry } from "../reading/entry.ts";
import { type Plan, planCheck } from "./check-plan.ts";
import { type PageContext, type PageReading, type ToRead, openPageContext, readPages } from "./read-pages.ts";
import { type SourceReading, readSource } from "./read-source.ts";
import { saveArticles, saveCopies } from "./save-articles.ts";
import { nextCheckAfter } from "./cadence.ts";

export type CheckResult = {
  source: Source;
  outcome: "ok" | "not_modified" | "failed";
  reason: string | null;
  message: string | null;
  counts: Counts;
  /** Pages that could not be read, by reason; their entries are stored as the feed gave them. */
  pageErrors: { reason: string; message: string; count: number }[];
  warnings: string[];
  wireBytes: number;
  durationMs: number;
};

export type CheckOptions = {
  /** Row of `runs` that counts; null stores nothing (dry run). */
  runId: number | null;
  limit: number | null;
  since: Date | null;
  onArticles?: (counts: Counts) => void;
};

const none: Counts = { found: 0, new: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, failed: 0 };

/**
 * Reads a source once and stores what is new, in batches; the source's state goes into the last batch's
 * transaction, so that a crash loses no entry. Safe to repeat: known articles are left alone.
 */
export async function collectSource(
  deps: CollectDeps,
  source: Source,
  options: CheckOptions,
): Promise<CheckResult> {
  const startedAt = deps.now();
  const result: CheckResult = {
    source,
    outcome: "ok",
    reason: null,
    message: null,
    counts: { ...none },
    pageErrors: [],
    warnings: [],
    wireBytes: 0,
    durationMs: 0,
  };
  const elapsed = (): number => deps.now().getTime() - startedAt.getTime();
  try {
    const reading = await readSource(deps, source, {
      unconditional: options.limit !== null || options.since !== null,
    });
    const { entries, partial } = takeEntries(reading.entries, options);
    const now = deps.now();
    const plan = await planCheck(deps.db, { source, entries, now, sweep: deps.limits.pagesPerCheck });
    result.outcome = reading.notModified ? "not_modified" : "ok";
    result.warnings = reading.warnings;
    result.wireBytes = reading.wireBytes;
    const waiting = await readAndSave(deps, {
      source,
      reading,
      plan,
      partial,
      options,
      result,
      startedAt,
      elapsed,
    });
    if (waiting > 0) result.warnings.push(`${waiting} pages wait for the next check`);
  } catch (error) {
    const failure = toFailure(error);
    if (failure.reason === "internal") deps.report(error, { source: source.slug });
    Object.assign(result, { outcome: "failed", ...failure });
    if (options.runId !== null)
      await saveFailure(deps, { source, failure, options, result, startedAt, elapsed });
  }
  result.durationMs = elapsed();
  return result;
}

function takeEntries(
  entries: Entry[],
  { limit, since }: CheckOptions,
): { entries: Entry[]; partial: boolean } {
  const recent = since
    ? entries.filter(({ published, updated }) => (published ?? updated ?? since) >= since)
    : entries;
  const taken = limit === null ? recent : recent.slice(0, limit);
  return { entries: taken, partial: taken.length < entries.length };
}

type Check = {
  source: Source;
  reading: SourceReading;
  plan: Plan;
  /** Not all entries were taken, so the server must be asked for the whole list again. */
  partial: boolean;
  options: CheckOptions;
  result: CheckResult;
  startedAt: Date;
  elapsed: () => number;
};

/** Returns how many pages are left for the next check. */
async function readAndSave(deps: CollectDeps, check: Check): Promise<number> {
  const { source, plan, options, result } = check;
  const { pageConcurrency, concurrency } = deps.limits;
  const context = openPageContext(source, Math.max(1, Math.floor(pageConcurrency / concurrency)));
  const toRead: ToRead[] = [...plan.fresh.map((entry) => ({ entry, article: null })), ...plan.again];
  const now = toRead.slice(0, deps.limits.pagesPerCheck);
  const later = toRead.slice(deps.limits.pagesPerCheck);

  addCounts(result.counts, {
    found: plan.unchanged + plan.copies.length,
    unchanged: plan.unchanged,
    duplicate: plan.copies.length,
  });
  const { batchSize } = deps.limits;
  // At least one batch, even an empty one: it carries the source's new state.
  for (let from = 0; from === 0 || from < now.length; from += batchSize) {
    const readings = await readPages(deps, context, now.slice(from, from + batchSize));
    noteErrors(result, readings);
    const last = from + batchSize >= now.length;
    await saveBatch(deps, check, context, { readings, first: from === 0, last, waiting: later.length });
    if (options.onArticles) options.onArticles(result.counts);
  }
  return later.length;
}

async function saveBatch(
  deps: CollectDeps,
  { source, reading, plan, partial, options, result, startedAt, elapsed }: Check,
  { template }: PageContext,
  batch: { readings: PageReading[]; first: boolean; last: boolean; waiting: number },
): Promise<void> {
  if (options.runId === null) return addCounts(result.counts, previewCounts(batch.readings));
  const before = { ...result.counts };
  await inTransaction(deps.db, async (tx) => {
    Object.assign(result.counts, before);
    const now = deps.now();
    if (batch.first) await saveCopies(tx, source, plan.copies);
    const saved = await saveArticles(
      tx,
      { source, now, recheckDays: deps.limits.recheckDays },
      batch.readings,
    );
    addCounts(result.counts, saved);
    if (batch.last) {
      const incomplete = partial || batch.waiting > 0;
      await tx
        .update(sources)
        .set({
          ...reading.state,
          ...(incomplete && { etag: null, lastModified: null }),
          template,
          siteUrl: source.siteUrl ?? reading.siteUrl,
          lastCheckedAt: now,
          lastSuccessAt: now,
          ...(result.counts.new > 0 && { lastNewAt: now }),
          consecutiveFailures: 0,
          lastError: null,
          lastErrorMessage: null,
          nextCheckAt:
            batch.waiting > 0
              ? now
              : nextCheckAfter(source, {
                  limits: deps.limits,
                  now,
                  random: deps.random,
                  maxAgeMs: reading.maxAgeMs,
                  foundNew: result.counts.new > 0,
                }),
        })
        .where(eq(sources.id, source.id));
      await tx.insert(sourceChecks).values({
        sourceId: source.id,
        runId: options.runId,
        startedAt,
        durationMs: elapsed(),
        outcome: result.outcome,
        wireBytes: reading.wireBytes,
        counts: result.counts,
        warnings: result.warnings.slice(0, 20),
      });
    }
    await countInRun(
      tx,
      options.runId,
      batch.first
        ? addTo(saved, {
            found: plan.unchanged + plan.copies.length,
            unchanged: plan.unchanged,
            duplicate: plan.copies.length,
          })
        : saved,
    );
  });
}

type Failure = { reason: string; message: string; retryAfterMs: number | null };

/** What we did not foresee ends the check of this source, not the run; the log has the whole error. */
function toFailure(error: unknown): Failure {
  if (error instanceof FetchError)
    return { reason: error.reason, message: error.message, retryAfterMs: error.retryAfterMs };
  if (error instanceof ReadError) return { reason: error.reason, message: error.message, retryAfterMs: null };
  return {
    reason: "internal",
    message: "The check ended on an unexpected error; the log has it.",
    retryAfterMs: null,
  };
}

async function saveFailure(
  deps: CollectDeps,
  {
    source,
    failure,
    options,
    result,
    startedAt,
    elapsed,
  }: {
    source: Source;
    failure: Failure;
    options: CheckOptions;
    result: CheckResult;
    startedAt: Date;
    elapsed: () => number;
  },
): Promise<void> {
  const now = deps.now();
  const failures = source.consecutiveFailures + 1;
  await inTransaction(deps.db, async (tx) => {
    await tx
      .update(sources)
      .set({
        lastCheckedAt: now,
        consecutiveFailures: failures,
        lastError: failure.reason,
        lastErrorMessage: failure.message,
        // 410 Gone is the publisher's own word that the feed will not come back (RFC 9110 §15.5.11).
        ...(failure.reason === "http_410" && {
          enabled: false,
          note: "Disabled: the server answers 410 Gone.",
        }),
        nextCheckAt: nextCheckAfter(source, {
          limits: deps.limits,
          now,
          random: deps.random,
          failures,
          maxAgeMs: failure.retryAfterMs,
          foundNew: false,
        }),
      })
      .where(eq(sources.id, source.id));
    await tx.insert(sourceChecks).values({
      sourceId: source.id,
      runId: options.runId,
      startedAt,
      durationMs: elapsed(),
      outcome: "failed",
      reason: failure.reason,
      message: failure.message,
      counts: result.counts,
    });
  });
}

/** The row of the run is locked last and only until the commit, so that sources seldom wait for each other. */
async function countInRun(tx: Db, runId: number | null, counts: Counts): Promise<void> {
  if (runId === null) return;
  const sums = Object.entries(counts).map(
    ([name, count]) => sql`${name}::text, coalesce((${runs.counts}->>${name})::int, 0) + ${count}::int`,
  );
  await tx
    .update(runs)
    .set({ counts: sql`jsonb_build_object(${sql.join(sums, sql`, `)})` })
    .where(eq(runs.id, runId));
}

/** Two sources that store the same two articles in another order meet in a deadlock; one of them tries again. */
async function inTransaction(db: Db, action: (tx: Db) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(action);
    } catch (error) {
      if (attempt >= 4 || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ("code" in at && (at.code === "40P01" || at.code === "40001")) return true;
  return false;
}

function noteErrors(result: CheckResult, readings: PageReading[]): void {
  for (const { error } of readings) {
    if (!error) continue;
    const known = result.pageErrors.find(({ reason }) => reason === error.reason);
    if (known) known.count += 1;
    else result.pageErrors.push({ ...error, count: 1 });
  }
}

function previewCounts(readings: PageReading[]): Partial<Counts> {
  const counts: Partial<Counts> = { found: readings.length };
  for (const { article, text, error } of readings) {
    const outcome = article
      ? text && text.contentHash !== article.contentHash && !error
        ? "updated"
        : "unchanged"
      : text?.rejectedReason
        ? "rejected"
        : text?.textSource === "none"
          ? "failed"
          : "new";
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

function addCounts(total: Counts, more: Partial<Counts>): void {
  Object.assign(total, addTo(total, more));
}

function addTo(total: Counts, more: Partial<Counts>): Counts {
  const sum = { ...total };
  for (const [name, count] of Object.entries(more)) sum[name as keyof Counts] += count;
  return sum;
}
