import type { Counts, RunStatus } from "@cti/db/schema/runs";

import type { CollectDeps } from "../deps.ts";
import { addCounts, noCounts } from "../runs/counts.ts";
import { finishRun } from "../runs/with-run.ts";
import type { CheckResult } from "./save-check.ts";

/** What one run of `collect` did; the shape that `collect --json` prints. */
export type CollectSummary = {
  runId: number | null;
  status: RunStatus;
  sources: { total: number; ok: number; notModified: number; failed: number; skipped: number };
  articles: Counts;
  pages: { failed: number };
  durationMs: number;
  failures: { source: string; reason: string; message: string }[];
};

/** Adds up what became of each source. `due` and `notDue` are the sources that were looked at for it. */
export function summarise(
  results: CheckResult[],
  run: { runId: number | null; notDue: number; due: number; cancelled: boolean; durationMs: number },
): CollectSummary {
  const { runId, notDue, due, cancelled, durationMs } = run;
  const articles = results.reduce((sum, { counts }) => addCounts(sum, counts), noCounts);
  const withOutcome = (outcome: CheckResult["outcome"]): number =>
    results.filter((result) => result.outcome === outcome).length;
  const failed = withOutcome("failed");
  const failures = results.flatMap(failuresOf);
  return {
    runId,
    status: statusOf({
      cancelled,
      failures: failures.length,
      allFailed: results.length > 0 && failed === results.length,
    }),
    sources: {
      total: due + notDue,
      ok: withOutcome("ok"),
      notModified: withOutcome("not_modified"),
      failed,
      skipped: notDue + due - results.length,
    },
    articles,
    pages: {
      failed: results.reduce(
        (sum, { pageErrors }) => sum + pageErrors.reduce((n, { count }) => n + count, 0),
        0,
      ),
    },
    durationMs,
    failures,
  };
}

function statusOf({
  cancelled,
  failures,
  allFailed,
}: {
  cancelled: boolean;
  failures: number;
  allFailed: boolean;
}): RunStatus {
  if (cancelled) return "cancelled";
  if (allFailed) return "failed";
  return failures > 0 ? "completed_with_errors" : "completed";
}

function failuresOf({
  source,
  outcome,
  reason,
  message,
  pageErrors,
}: CheckResult): CollectSummary["failures"] {
  const own =
    outcome === "failed"
      ? [{ source: source.slug, reason: reason ?? "unknown", message: message ?? "" }]
      : [];
  const pages = pageErrors.map((error) => ({
    source: source.slug,
    reason: error.reason,
    message: `${error.count} ${error.count === 1 ? "page" : "pages"} could not be read, first: ${error.message}`,
  }));
  return [...own, ...pages];
}

/** Closes a run that collected. */
export async function finishCollect(
  deps: Pick<CollectDeps, "db" | "sql" | "now" | "report">,
  runId: number,
  summary: CollectSummary,
  results: CheckResult[],
): Promise<void> {
  const warnings = results.flatMap(({ source, warnings }) =>
    warnings.map((warning) => `${source.slug}: ${warning}`),
  );
  const { status, articles, sources: checked, pages, durationMs, failures } = summary;
  const wireBytes = results.reduce((sum, { wireBytes }) => sum + wireBytes, 0);
  await finishRun(deps, runId, {
    status,
    counts: articles,
    metrics: { sources: checked, pages, durationMs, wireBytes },
    errors: failures,
    warnings,
  });
}
