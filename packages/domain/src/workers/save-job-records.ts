import type { Db } from "@cti/db/client";
import type { RunStatus } from "@cti/db/schema/runs";
import { jobRecords } from "@cti/db/schema/workers";
import type { JobEnd } from "@cti/queue/queue-types";

import { recordOutcome } from "../schedules/record-outcome.ts";
import { recordable, recordableMessage } from "./recordable.ts";

/**
 * Keeps what became of jobs, and tells the schedules that started them. Safe to repeat: the same try of a job has
 * one row.
 */
export async function saveJobRecords(
  db: Db,
  { worker, ends, now }: { worker: string; ends: readonly JobEnd[]; now: Date },
): Promise<void> {
  if (ends.length === 0) return;
  await db.transaction(async (tx) => {
    await tx
      .insert(jobRecords)
      .values(ends.map((end) => toRow(worker, end)))
      .onConflictDoNothing();
    for (const end of ends) await tellSchedule(tx, end, now);
  });
}

function toRow(worker: string, end: JobEnd): typeof jobRecords.$inferInsert {
  const { id, queue, name, outcome, attempt, payload, result, error, addedAt, startedAt, finishedAt } = end;
  return {
    jobId: id,
    queue,
    name,
    outcome,
    attempt,
    worker,
    payload: recordable(payload),
    result: result && recordable(result),
    error: error === null ? null : recordableMessage(error),
    runId: runIdOf(end),
    addedAt,
    startedAt,
    finishedAt,
  };
}

/** A try that is followed by another says nothing yet. */
async function tellSchedule(tx: Db, end: JobEnd, now: Date): Promise<void> {
  const { schedule } = end.payload;
  if (typeof schedule !== "string" || end.outcome === "retrying" || end.outcome === "handed_back") return;
  await recordOutcome(tx, {
    schedule,
    status: statusOf(end),
    durationMs: Math.max(0, end.finishedAt.getTime() - end.startedAt.getTime()),
    runId: runIdOf(end),
    error: end.error === null ? null : recordableMessage(end.error),
    now,
  });
}

const statuses = ["completed", "completed_with_errors", "failed", "cancelled"] as const;

/** Of a job that is through, what its run says; it may have had errors. */
function statusOf({ outcome, result }: JobEnd): RunStatus {
  if (outcome === "failed" || outcome === "cancelled") return outcome;
  return statuses.find((status) => status === result?.["status"]) ?? "completed";
}

function runIdOf({ result }: JobEnd): number | null {
  const runId = result?.["runId"];
  return typeof runId === "number" ? runId : null;
}
