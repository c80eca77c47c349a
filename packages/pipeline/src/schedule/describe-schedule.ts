import type { ScheduleTimes } from "./next-run.ts";

/** For people: "every 60 min", "0 6 * * * Europe/Berlin", and by how much a start may be put off. */
export function describeSchedule({ intervalSeconds, cron, timeZone, jitterSeconds }: ScheduleTimes): string {
  const later = jitterSeconds === 0 ? "" : `, up to ${describeDuration(jitterSeconds)} later`;
  if (cron !== null) return `${cron} ${timeZone}${later}`;
  return intervalSeconds === null ? "never" : `every ${describeDuration(intervalSeconds)}${later}`;
}

const units = [
  { name: "d", seconds: 86_400, from: 86_400 },
  // Two hours and less are said in minutes, as the settings do.
  { name: "h", seconds: 3_600, from: 3 * 3_600 },
  { name: "min", seconds: 60, from: 60 },
  { name: "s", seconds: 1, from: 0 },
];

function describeDuration(duration: number): string {
  const unit = units.find(({ seconds, from }) => duration >= from && duration % seconds === 0);
  return unit ? `${duration / unit.seconds} ${unit.name}` : `${duration} s`;
}
