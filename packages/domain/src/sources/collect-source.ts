import { FetchError } from "@cti/fetch/fetch-error";
import type { Source } from "@cti/db/schema/sources";

import { isDatabaseLost } from "../database-error.ts";
import type { CollectDeps } from "../deps.ts";
import { ReadError } from "../reading/reader.ts";
import type { Entry } from "../reading/entry.ts";
import { noCounts } from "../runs/counts.ts";
import { announceHealth } from "./announce-health.ts";
import { planCheck } from "./check-plan.ts";
import { type PageReading, type ToRead, needsPage, openPageContext, readBatch } from "./read-pages.ts";
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
 * @throws when the database is lost: that is not the source's failure.
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
    cut: false,
  };
  const elapsed = (): number => deps.now().getTime() - startedAt.getTime();
  try {
    const reading = await readSource(deps, source, {
      unconditional: options.limit !== null || options.since !== null,
      ...(options.signal && { signal: options.signal }),
    });
    // A list that was cut short may look whole.
    if (options.signal?.aborted) return Object.assign(result, stopped, { durationMs: elapsed() });
    const { entries, partial } = takeEntries(reading.entries, options);
    const now = deps.now();
    const plan = await planCheck(deps.db, { source, entries, now, sweep: deps.limits.pagesPerCheck });
    result.outcome = reading.notModified ? "not_modified" : "ok";
    result.warnings = reading.warnings;
    result.wireBytes = reading.wireBytes;
    await readAndSave(deps, {
      source,
      reading,
      plan,
      partial,
      options,
      result,
      startedAt,
      elapsed,
    });
    if (options.runId !== null)
      announceHealth(deps, source, { reason: null, message: null, foundNew: result.counts.new > 0 });
  } catch (error) {
    const failure = toFailure(error);
    if (failure.reason === "internal" && isDatabaseLost(error)) throw error;
    if (failure.reason !== "internal" && options.signal?.aborted)
      return Object.assign(result, stopped, { durationMs: elapsed() });
    if (failure.reason === "internal") deps.report(error, { source: source.slug });
    Object.assign(result, { outcome: "failed", ...failure });
    if (options.runId !== null) {
      await saveFailure(deps, { source, failure, options, result, startedAt, elapsed });
      announceHealth(deps, source, { ...failure, foundNew: false });
    }
  }
  result.durationMs = elapsed();
  return result;
}

/** Nothing was stored, not even that there was a check: the source is as due as it was. */
const stopped = {
  outcome: "failed",
  reason: "cancelled",
  message: "The check was stopped before the source was read.",
  cut: true,
} as const;

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

async function readAndSave(deps: CollectDeps, check: Check): Promise<void> {
  const { source, plan, options, result } = check;
  const { pageConcurrency, concurrency } = deps.limits;
  const siteUrl = source.siteUrl ?? check.reading.siteUrl;
  const context = openPageContext(
    { ...source, siteUrl },
    {
      concurrency: Math.max(1, Math.floor(pageConcurrency / concurrency)),
      signal: options.signal ?? null,
    },
  );
  const toRead: ToRead[] = [...plan.fresh.map((entry) => ({ entry, article: null })), ...plan.again];
  const withPage = toRead.filter((item) => needsPage(context, item));
  const withoutPage = toRead.filter((item) => !needsPage(context, item));
  const queue = [...withoutPage, ...withPage.slice(0, deps.limits.pagesPerCheck)];
  const beyond = Math.max(0, withPage.length - deps.limits.pagesPerCheck);

  // At least one batch, even an empty one: the last one carries the source's new state.
  for (let first = true, last = false; !last; first = false) {
    const readings = await readBatch(deps, context, queue, deps.limits.batchSize);
    last = queue.length === 0 || options.signal?.aborted === true;
    result.cut = last && queue.length > 0;
    const waiting = beyond + queue.length;
    if (last && waiting > 0) result.warnings.push(`${waiting} pages wait for the next check`);
    noteErrors(result, readings);
    await saveBatch(deps, check, context, { readings, first, last, waiting });
    if (options.onArticles) options.onArticles(result.counts);
  }
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
