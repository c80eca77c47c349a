import type { Schedule } from "@cti/db/schema/schedules";
import { nextRun, type ScheduleTimes } from "@cti/pipeline/schedule/next-run";

/**
 * When a schedule that is new, or whose times or switch were changed, is to start: an interval that never ran at
 * once, else on the grid of its last run; a cron line at its next time; null while disabled.
 */
export function firstStart(
  schedule: ScheduleTimes & Pick<Schedule, "enabled">,
  { lastRunAt, now }: { lastRunAt: Date | null; now: Date },
): Date | null {
  if (!schedule.enabled) return null;
  if (schedule.cron === null && schedule.intervalSeconds !== null && lastRunAt === null) return now;
  return nextRun(schedule, { after: now, previous: lastRunAt });
}
