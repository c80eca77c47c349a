import type { Db } from "@cti/db/client";
import type { RunStatus } from "@cti/db/schema/runs";
import { schedules } from "@cti/db/schema/schedules";
import { eq } from "drizzle-orm";

import { storable } from "../storable.ts";

/** Notes how what a schedule started has ended. A schedule that is gone by then is passed over. */
export async function recordOutcome(
  db: Db,
  outcome: {
    schedule: string;
    status: RunStatus;
    durationMs: number;
    runId: number | null;
    error: string | null;
    now: Date;
  },
): Promise<void> {
  const { schedule, status, durationMs, runId, error, now } = outcome;
  await db
    .update(schedules)
    .set({
      lastStatus: status,
      lastDurationMs: Math.round(durationMs),
      // A job that found nothing to do leaves no run; the one before it says nothing about this one.
      lastRunId: runId,
      lastError: error === null ? null : storable(error.slice(0, 500)),
      updatedAt: now,
    })
    .where(eq(schedules.name, schedule));
}
