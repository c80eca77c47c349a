import { Cron } from "croner";

/** When something runs by itself: every so often or at the times of a cron line; with neither, never. */
export type ScheduleTimes = {
  intervalSeconds: number | null;
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: string | null;
  timeZone: string;
  jitterSeconds: number;
};

/**
 * The first planned time after `after`, or null when there is none. Intervals stay on the grid of `previous`, their
 * last planned time, so that lateness does not add up and missed times are made up for once. A cron time that the
 * clocks skip comes when they have jumped; one that they repeat comes once.
 */
export function nextRun(
  { intervalSeconds, cron, timeZone }: Omit<ScheduleTimes, "jitterSeconds">,
  { after, previous }: { after: Date; previous: Date | null },
): Date | null {
  if (cron !== null) return openCron(cron, timeZone).nextRun(after);
  if (intervalSeconds === null) return null;
  const stepMs = intervalSeconds * 1_000;
  const anchor = previous ?? after;
  const steps = Math.floor((after.getTime() - anchor.getTime()) / stepMs) + 1;
  return new Date(anchor.getTime() + Math.max(1, steps) * stepMs);
}

/**
 * By how many milliseconds the start that is planned for `planned` is put off: evenly spread over the jitter, and
 * never past the planned time after it.
 */
export function startDelay(schedule: ScheduleTimes, planned: Date, random: () => number): number {
  if (schedule.jitterSeconds === 0) return 0;
  return Math.floor(random() * Math.min(schedule.jitterSeconds * 1_000, gapAfter(schedule, planned)));
}

/** Milliseconds from the planned time `planned` to the next one; without end when there is none. */
export function gapAfter(schedule: ScheduleTimes, planned: Date): number {
  const next = nextRun(schedule, { after: planned, previous: planned });
  return next === null ? Number.POSITIVE_INFINITY : next.getTime() - planned.getTime();
}

/** Throws when the line cannot be read. No timer is started. */
export function openCron(line: string, timeZone: string): Cron {
  return new Cron(line, { timezone: timeZone, mode: "5-part", paused: true });
}
