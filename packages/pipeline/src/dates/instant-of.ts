/** A date of the Gregorian calendar; `month` counts from 1, `offset` is minutes east of UTC. */
export type DateParts = { year: number; month: number; day: number } & TimeParts;

export type TimeParts = { hour: number; minute: number; second: number; millisecond: number; offset: number };

export const midnight: TimeParts = { hour: 0, minute: 0, second: 0, millisecond: 0, offset: 0 };

/** Milliseconds since 1970, or null if there is no such moment or it lies before 1900. */
export function instantOf(parts: DateParts): number | null {
  const { year, month, day, hour, minute, second, millisecond, offset } = parts;
  if (year < 1900 || year > 9999 || month < 1 || month > 12) return null;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day < 1 || day > daysInMonth) return null;
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  // A leap second is written :60 and is the first of the next minute in Unix time.
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 60) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offset * 60_000;
}
