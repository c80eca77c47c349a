import type { DateParts } from "./instant-of.ts";
import { monthOf } from "./month-names.ts";
import { zoneOffset } from "./zones.ts";

/**
 * Reads "fri, 20 nov 2026 10:00:00 +0100" (RFC 5322 section 3.3), the form nearly every feed uses, without taking
 * it to words. Null for every other form. Expects lower case.
 */
export function readMailDate(text: string): DateParts | null {
  const match = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (\S+)$/.exec(text);
  if (!match) return null;
  const month = monthOf(match[2] ?? "");
  const offset = zoneOffset(match[7] ?? "");
  if (month === null || offset === null) return null;
  const [day, year, hour, minute, second] = [match[1], match[3], match[4], match[5], match[6]].map(Number);
  if (day === undefined || year === undefined) return null;
  return {
    year,
    month,
    day,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
    millisecond: 0,
    offset,
  };
}
