import type { Db } from "@cti/db/client";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { nextRun } from "@cti/pipeline/schedule/next-run";
import { eq } from "drizzle-orm";

import { isPlannedBy } from "./due-schedules.ts";

/**
 * Notes that a schedule was started at `at`, or that its tick fell into its last run, and plans the next start.
 * `schedule` is the row as it was seen: what was asked or changed since then stays. Marking twice counts once.
 */
export async function markFired(
  db: Db,
  schedule: Schedule,
  { outcome, at }: { outcome: "fired" | "skipped"; at: Date },
): Promise<Schedule> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(schedules).where(eq(schedules.id, schedule.id)).for("update");
    if (!row) return schedule;
    const wasPlanned = isPlannedBy(row, at);
    const wasRequested =
      row.requestedAt !== null && row.requestedAt.getTime() === schedule.requestedAt?.getTime();
    if (!wasPlanned && !wasRequested) return row;
    const [marked] = await tx
      .update(schedules)
      .set({
        ...(wasPlanned && { nextRunAt: nextRun(row, { after: at, previous: row.nextRunAt }) }),
        ...(wasRequested && { requestedAt: null, requestedBy: null }),
        ...(outcome === "fired" ? { fired: row.fired + 1, lastRunAt: at } : { skipped: row.skipped + 1 }),
      })
      .where(eq(schedules.id, row.id))
      .returning();
    return marked ?? row;
  });
}
