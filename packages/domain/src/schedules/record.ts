import type { Db } from "@cti/db/client";
import { schedules } from "@cti/db/schema/schedules";

/** Notes that a schedule ran now and when it will again; makes its row on first use. */
export async function recordScheduleRun(
  db: Db,
  { name, intervalSeconds, now }: { name: string; intervalSeconds: number; now: Date },
): Promise<void> {
  const times = {
    intervalSeconds,
    lastRunAt: now,
    nextRunAt: new Date(now.getTime() + intervalSeconds * 1_000),
  };
  await db
    .insert(schedules)
    .values({ name, ...times })
    .onConflictDoUpdate({ target: schedules.name, set: times });
}
