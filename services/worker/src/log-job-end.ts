import type { Logger } from "@cti/observe/logger";
import type { JobEnd } from "@cti/queue/queue-types";

/** One line per job, with what people ask first: how it ended, its run, and what was new. */
export function logJobEnd(log: Logger, end: JobEnd): void {
  const { id, name, outcome, attempt, addedAt, startedAt, finishedAt, payload, result, error } = end;
  const level = outcome === "failed" ? "warn" : "info";
  const fields = {
    job: name,
    id,
    outcome,
    ...(attempt > 1 && { attempt }),
    ...(payload["sourceId"] !== undefined && { sourceId: payload["sourceId"] }),
    ...briefly(result ?? {}),
    ...(error !== null && { error }),
    waitedMs: startedAt.getTime() - addedAt.getTime(),
    durationMs: finishedAt.getTime() - startedAt.getTime(),
  };
  log[level](fields, "job ended");
}

function briefly(result: Record<string, unknown>): Record<string, unknown> {
  const { runId, status, outcome, reason, counts, done } = result;
  const told = { run: runId, status, check: outcome, reason, ...numbersIn(counts), ...numbersIn(done) };
  return Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== null && value !== undefined),
  );
}

function numbersIn(counts: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(counts ?? {}).filter(([, count]) => Number(count) > 0));
}
