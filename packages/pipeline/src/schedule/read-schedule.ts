import { type ScheduleTimes, openCron } from "./next-run.ts";
import { ScheduleError } from "./schedule-error.ts";

/** What a person may set, as it was written; what is left out stays. */
export type ScheduleWish = {
  /** Such as 30m, 2h or 1d; takes the place of a cron line. */
  every?: string | undefined;
  /** Five fields; takes the place of an interval. */
  cron?: string | undefined;
  timeZone?: string | undefined;
  /** Such as 30s or 5m; 0 for none. */
  jitter?: string | undefined;
  overlap?: string | undefined;
};

export type ScheduleRules = ScheduleTimes & { overlap: "skip" | "queue" };

/** `current` with what the wish changes; ScheduleError when that is no schedule. */
export function readSchedule(wish: ScheduleWish, current: ScheduleRules): ScheduleRules {
  const { every, cron, timeZone = current.timeZone, jitter, overlap = current.overlap } = wish;
  if (every !== undefined && cron !== undefined)
    throw new ScheduleError("A schedule has an interval or a cron line, not both");
  if (overlap !== "skip" && overlap !== "queue")
    throw new ScheduleError(`${quote(overlap)} is no rule for overlaps: write skip or queue`);
  const rules: ScheduleRules = {
    ...current,
    ...(every !== undefined && { intervalSeconds: readInterval(every), cron: null }),
    ...(cron !== undefined && { intervalSeconds: null, cron: cron.trim().replace(/\s+/g, " ") }),
    ...(jitter !== undefined && { jitterSeconds: readJitter(jitter) }),
    timeZone,
    overlap,
  };
  checkTimeZone(rules.timeZone);
  if (rules.cron !== null) checkCron(rules.cron, rules.timeZone);
  if (rules.intervalSeconds !== null && rules.jitterSeconds >= rules.intervalSeconds)
    throw new ScheduleError(
      `A jitter of ${rules.jitterSeconds} s is not less than the interval of ${rules.intervalSeconds} s`,
    );
  return rules;
}

const secondsOf: Record<string, number> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };
const leastInterval = 10;
const mostInterval = 366 * 86_400;
const mostJitter = 86_400;

function readInterval(text: string): number {
  const seconds = readSeconds(text);
  if (seconds === null)
    throw new ScheduleError(`${quote(text)} is no interval: write a number and s, m, h or d, such as 30m`);
  if (seconds < leastInterval || seconds > mostInterval)
    throw new ScheduleError(`An interval lies between ${leastInterval}s and 366d, not ${quote(text)}`);
  return seconds;
}

function readJitter(text: string): number {
  const seconds = text.trim() === "0" ? 0 : readSeconds(text);
  if (seconds === null || seconds > mostJitter)
    throw new ScheduleError(`${quote(text)} is no jitter: write 0, or up to 1d such as 30s or 5m`);
  return seconds;
}

function readSeconds(text: string): number | null {
  const match = /^(\d{1,9})\s*(s|m|min|h|d)$/.exec(text.trim().toLowerCase());
  return match ? Number(match[1]) * (secondsOf[match[2] ?? ""] ?? 0) : null;
}

function checkTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name }).format(0);
  } catch {
    throw new ScheduleError(`${quote(name)} is no time zone: write UTC or a name such as Europe/Berlin`);
  }
}

/** Any moment does: a line that has a time at all has one within the eight years between two leap days. */
const someDay = new Date("2026-01-01T00:00:00Z");

function checkCron(line: string, timeZone: string): void {
  const hint = "write minute, hour, day, month and day of the week, such as 0 6 * * *";
  let next: Date | null;
  try {
    next = openCron(line, timeZone).nextRun(someDay);
  } catch (error) {
    throw new ScheduleError(`${quote(line)} is no cron line: ${hint}`, { cause: error });
  }
  if (next === null) throw new ScheduleError(`${quote(line)} never comes: ${hint}`);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
