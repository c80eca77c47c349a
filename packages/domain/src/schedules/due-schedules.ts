import type { Db } from "@cti/db/client";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { asc, eq, isNotNull, or } from "drizzle-orm";

/** What is to start now, the longest due first, and when the next of the others is planned. */
export async function dueSchedules(db: Db, now: Date): Promise<{ due: Schedule[]; nextAt: Date | null }> {
  const rows = await db
    .select()
    .from(schedules)
    .where(or(eq(schedules.enabled, true), isNotNull(schedules.requestedAt)))
    .orderBy(asc(schedules.nextRunAt), asc(schedules.id));
  const due = rows.filter((row) => row.requestedAt !== null || isPlannedBy(row, now));
  const later = rows.find((row) => row.enabled && row.nextRunAt !== null && row.nextRunAt > now);
  return { due, nextAt: later?.nextRunAt ?? null };
}

/** Whether its own times, not a person's request, ask for a start. */
export function isPlannedBy({ enabled, nextRunAt }: Schedule, now: Date): boolean {
  return enabled && nextRunAt !== null && nextRunAt <= now;
}
