const hour = 3_600_000;
const unitHours: Record<string, number> = { h: 1, d: 24, w: 24 * 7, mo: 24 * 30, y: 24 * 365 };

/**
 * The instant of `7d` (before now), `24h`, `2w`, `3mo`, `1y`, `30min`, `now`, `today`, `yesterday`, or of a year, month,
 * day or ISO time (UTC when it names no zone). Null when it is none of them. Days begin in UTC.
 */
export function readTime(text: string, now: Date): Date | null {
  const given = text.trim().toLowerCase();
  if (given === "now") return now;
  if (given === "today") return startOfDay(now, 0);
  if (given === "yesterday") return startOfDay(now, 1);
  const relative = /^(\d{1,5})(min|mo|[hdwy])$/.exec(given);
  if (relative) return ago(Number(relative[1]), relative[2] ?? "", now);
  return readAbsolute(given);
}

function startOfDay(now: Date, daysBefore: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysBefore));
}

function ago(count: number, unit: string, now: Date): Date | null {
  const hours = unit === "min" ? 1 / 60 : (unitHours[unit] ?? 0);
  return inYears(new Date(now.getTime() - count * hours * hour));
}

function readAbsolute(given: string): Date | null {
  const parts =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d{0,6})?)?(z|[+-]\d\d:?\d\d)?)?)?)?$/.exec(
      given,
    );
  if (!parts) return null;
  const at = (index: number, missing: number): number => Number(parts[index] ?? missing);
  const [month, day] = [at(2, 1), at(3, 1)];
  const [hours, minutes, seconds] = [at(4, 0), at(5, 0), at(6, 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const milliseconds = Number((parts[7] ?? "").padEnd(3, "0"));
  const local = new Date(Date.UTC(at(1, 0), month - 1, day, hours, minutes, seconds, milliseconds));
  // Date.UTC carries an impossible day over into the next month.
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null;
  return inYears(new Date(local.getTime() - zoneOffset(parts[8])));
}

/** PostgreSQL and people agree on these years. */
function inYears(date: Date): Date | null {
  const year = date.getUTCFullYear();
  return year >= 1900 && year <= 9999 ? date : null;
}

function zoneOffset(zone: string | undefined): number {
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? "");
  if (!parts) return 0;
  const offset = (Number(parts[2]) + Number(parts[3]) / 60) * hour;
  return parts[1] === "-" ? -offset : offset;
}
