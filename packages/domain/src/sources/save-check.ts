import type { Db } from "@cti/db/client";
import { type Counts, runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { type Source, sources } from "@cti/db/schema/sources";
import { and, eq, sql } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { ensureEntities } from "../entities/ensure-entities.ts";
import { saveUnderstandings } from "../entities/save-understandings.ts";
import { addCounts } from "../runs/counts.ts";
import { storable } from "../storable.ts";
import { nextCheckAfter } from "./cadence.ts";
import type { Plan } from "./check-plan.ts";
import { insertCopies } from "./insert-articles.ts";
import type { PageContext, PageReading } from "./read-pages.ts";
import type { SourceReading } from "./read-source.ts";
import { saveArticles } from "./save-articles.ts";
import { inTransaction, saveInParts } from "./save-in-parts.ts";

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
  /** Its signal stopped it before all was read; what is missing comes with the next check. */
  cut: boolean;
};

export type CheckOptions = {
  /** Row of `runs` that counts; null stores nothing (dry run). */
  runId: number | null;
  limit: number | null;
  since: Date | null;
  /** Ends the check soon: no further page is begun, and what was read is saved. */
  signal?: AbortSignal;
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

type Batch = { readings: PageReading[]; first: boolean; last: boolean; waiting: number };

/** Stores one batch; the last one carries the source's new state. Without a run it only counts (dry run). */
export async function saveBatch(
  deps: CollectDeps,
  check: Check,
  context: PageContext,
  batch: Batch,
): Promise<void> {
  await saveInParts(deps, check.source, batch, (part) => saveOnce(deps, check, context, part));
}

async function saveOnce(
  deps: CollectDeps,
  check: Check,
  { template }: PageContext,
  batch: Batch,
): Promise<void> {
  const { source, plan, options, result } = check;
  const planned = {
    found: plan.unchanged + plan.copies.length,
    unchanged: plan.unchanged,
    duplicate: plan.copies.length,
  };
  const before = batch.first ? addCounts(result.counts, planned) : result.counts;
  if (options.runId === null) return void (result.counts = addCounts(before, previewCounts(batch.readings)));

  const entities = batch.readings.flatMap(({ text }) => text?.understanding?.entities ?? []);
  const ids = await ensureEntities(deps.db, deps.entityIds, entities);
  const counts = await inTransaction(deps.db, async (tx) => {
    const now = deps.now();
    const copies = plan.copies.map((copy) => ({ ...copy, reason: "same_url" as const }));
    if (batch.first) await insertCopies(tx, source, copies);
    const context = { source, now, recheckDays: deps.limits.recheckDays };
    const { counts: saved, understood } = await saveArticles(tx, context, batch.readings);
    await saveUnderstandings(tx, now, understood, ids);
    const total = addCounts(before, saved);
    if (batch.last) await saveState(tx, deps, check, { template, waiting: batch.waiting, counts: total });
    await countInRun(tx, options.runId, batch.first ? addCounts(saved, planned) : saved);
    return total;
  });
  // Only now: what a transaction gave back was not stored.
  result.counts = counts;
}

async function saveState(
  tx: Db,
  deps: CollectDeps,
  { source, reading, partial, options, result, startedAt, elapsed }: Check,
  { template, waiting, counts }: { template: unknown; waiting: number; counts: Counts },
): Promise<void> {
  const now = deps.now();
  const { state } = reading;
  const isWhole = !partial && waiting === 0;
  const cadence = {
    limits: deps.limits,
    now,
    random: deps.random,
    maxAgeMs: reading.maxAgeMs,
    foundNew: counts.new > 0,
  };
  await tx
    .update(sources)
    .set({
      // Without them the next check asks for the whole list again.
      etag: isWhole ? state.etag : null,
      lastModified: isWhole ? state.lastModified : null,
      ...(state.url !== source.url && { url: state.url }),
      ...(state.kind !== source.kind && { kind: state.kind }),
      template,
      siteUrl: source.siteUrl ?? reading.siteUrl,
      lastCheckedAt: now,
      lastSuccessAt: now,
      ...(counts.new > 0 && { lastNewAt: now }),
      consecutiveFailures: 0,
      lastError: null,
      lastErrorMessage: null,
      nextCheckAt: waiting > 0 ? now : nextCheckAfter(source, cadence),
    })
    // A person who has given it another address meanwhile is not overruled by what the old one said.
    .where(and(eq(sources.id, source.id), eq(sources.url, source.url)));
  await tx.insert(sourceChecks).values({
    sourceId: source.id,
    runId: options.runId,
    startedAt,
    durationMs: elapsed(),
    outcome: result.outcome,
    wireBytes: reading.wireBytes,
    counts,
    warnings: storable(result.warnings.slice(0, 20)),
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
