import type { Db } from "@cti/db/client";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { eq } from "drizzle-orm";

import { findSchedule } from "./find-schedule.ts";

/** "Run now": the next look of a scheduler starts it, also when it is disabled. Its planned times stay. */
export async function requestRun(
  db: Db,
  name: string,
  { by, now }: { by: string; now: Date },
): Promise<Schedule> {
  const schedule = await findSchedule(db, name);
  const [row] = await db
    .update(schedules)
    .set({ requestedAt: now, requestedBy: by.slice(0, 200) })
    .where(eq(schedules.id, schedule.id))
    .returning();
  return row ?? schedule;
}
