import type { Db } from "@cti/db/client";
import type { RunProblem } from "@cti/db/schema/runs";

import { showRun } from "./history.ts";
import { type RunLine, type RunView, shown, toRunLine } from "./run-line.ts";

export type RunFull = Omit<RunLine, "errors" | "warnings"> & {
  params: Record<string, unknown>;
  metrics: Record<string, unknown>;
  errors: RunProblem[];
  warnings: string[];
  /** What each source gave, by slug; the first 500. */
  checks: {
    source: string;
    outcome: string;
    reason: string | null;
    message: string | null;
    counts: Record<string, number>;
    duration_ms: number;
  }[];
};

const mostChecks = 500;

/** A run as the API shows it. Throws DomainError not_found. */
export async function getRun(db: Db, id: number, view: RunView): Promise<RunFull> {
  const { checks, ...run } = await showRun(db, id);
  const { params, metrics, errors, warnings } = shown(run, view);
  return {
    ...toRunLine(run, view),
    params,
    metrics,
    errors,
    warnings,
    checks: checks.slice(0, mostChecks).map(({ durationMs, message, counts, ...check }) => ({
      ...check,
      message: shown(message, view),
      counts: { ...counts },
      duration_ms: durationMs,
    })),
  };
}
