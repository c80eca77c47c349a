import { FetchError } from "@cti/fetch/fetch-error";
import type { Source } from "@cti/db/schema/sources";

import type { CollectDeps } from "../deps.ts";
import { ReadError } from "../reading/reader.ts";
import type { Entry } from "../reading/entry.ts";
import { addCounts, noCounts } from "../runs/counts.ts";
import { planCheck } from "./check-plan.ts";
import { type PageReading, type ToRead, openPageContext, readPages } from "./read-pages.ts";
import { readSource } from "./read-source.ts";
import {
  type Check,
  type CheckOptions,
  type CheckResult,
  type Failure,
  saveBatch,
  saveFailure,
} from "./save-check.ts";

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
    counts: { ...noCounts },
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

/** Returns how many pages are left for the next check. */
async function readAndSave(deps: CollectDeps, check: Check): Promise<number> {
  const { source, plan, options, result } = check;
  const { pageConcurrency, concurrency } = deps.limits;
  const context = openPageContext(source, Math.max(1, Math.floor(pageConcurrency / concurrency)));
  const toRead: ToRead[] = [...plan.fresh.map((entry) => ({ entry, article: null })), ...plan.again];
  const now = toRead.slice(0, deps.limits.pagesPerCheck);
  const later = toRead.slice(deps.limits.pagesPerCheck);

  result.counts = addCounts(result.counts, {
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

function noteErrors(result: CheckResult, readings: PageReading[]): void {
  for (const { error } of readings) {
    if (!error) continue;
    const known = result.pageErrors.find(({ reason }) => reason === error.reason);
    if (known) known.count += 1;
    else result.pageErrors.push({ ...error, count: 1 });
  }
}
