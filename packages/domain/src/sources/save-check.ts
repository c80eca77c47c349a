import type { Db } from "@cti/db/client";
import { type Counts, runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { type Source, sources } from "@cti/db/schema/sources";
import { eq, sql } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { addCounts } from "../runs/counts.ts";
import { storable } from "../storable.ts";
import { nextCheckAfter } from "./cadence.ts";
import type { Plan } from "./check-plan.ts";
import type { PageContext, PageReading } from "./read-pages.ts";
import type { SourceReading } from "./read-source.ts";
import { saveArticles, saveCopies } from "./save-articles.ts";

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

/** One check in hand: what was read, what is planned, and the result so far. */
export type Check = {
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

/** Stores one batch; the last one carries the source's new state. Without a run it only counts (dry run). */
export async function saveBatch(
  deps: CollectDeps,
  { source, reading, plan, partial, options, result, startedAt, elapsed }: Check,
  { template }: PageContext,
  batch: { readings: PageReading[]; first: boolean; last: boolean; waiting: number },
): Promise<void> {
  if (options.runId === null)
    return void (result.counts = addCounts(result.counts, previewCounts(batch.readings)));
  const before = result.counts;
  await inTransaction(deps.db, async (tx) => {
    const now = deps.now();
    if (batch.first) await saveCopies(tx, source, plan.copies);
    const saved = await saveArticles(
      tx,
      { source, now, recheckDays: deps.limits.recheckDays },
      batch.readings,
    );
    result.counts = addCounts(before, saved);
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
        warnings: storable(result.warnings.slice(0, 20)),
      });
    }
    await countInRun(
      tx,
      options.runId,
      batch.first
        ? addCounts(saved, {
            found: plan.unchanged + plan.copies.length,
            unchanged: plan.unchanged,
            duplicate: plan.copies.length,
          })
        : saved,
    );
  });
}

export type Failure = { reason: string; message: string; retryAfterMs: number | null };

/** Stores that a check failed, and when the next one is due. */
export async function saveFailure(
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
        lastErrorMessage: storable(failure.message),
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
      message: storable(failure.message),
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
