import type { TimeParts } from "./instant-of.ts";
import { zoneOffset } from "./zones.ts";

/**
 * Reads a time of day with its zone, such as "10:00", "10:00:30,5 +0100", "10 AM EST", "10h30"; null if the
 * text is anything else. Expects lower case.
 */
export function readTime(text: string): TimeParts | null {
  const match = clock.exec(text) ?? meridiemOnly.exec(text);
  if (!match?.groups) return null;
  const { hour = "", minute, second, fraction, meridiem, zone } = match.groups;
  const offset = zoneOffset(zone?.trim() ?? "");
  const hour24 = toHour24(Number(hour), meridiem);
  if (offset === null || hour24 === null) return null;
  return {
    hour: hour24,
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? "").slice(0, 3).padEnd(3, "0")),
    offset,
  };
}

const meridiemPattern = /(?: ?(?<meridiem>a\.?m\.?|p\.?m\.?)(?![a-z]))?/.source;
const clock = new RegExp(
  `^(?<hour>\\d{1,2})(?:[:h](?<minute>\\d{2})(?::(?<second>\\d{1,2})(?:[.,](?<fraction>\\d{1,9}))?)?)${meridiemPattern}(?<zone>.*)$`,
);
const meridiemOnly = /^(?<hour>\d{1,2}) ?(?<meridiem>a\.?m\.?|p\.?m\.?)(?![a-z])(?<zone>.*)$/;

function toHour24(hour: number, meridiem: string | undefined): number | null {
  if (meridiem === undefined) return hour;
  // "13:30 PM" says nothing new and is written by some publishers.
  if (hour > 12) return meridiem.startsWith("p") ? hour : null;
  return (hour % 12) + (meridiem.startsWith("p") ? 12 : 0);
}
