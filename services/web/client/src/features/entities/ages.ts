/** `7d`, `24h` as the time so long ago; a time stays what it is. */
export function sinceAge(age: string | undefined, now = Date.now()): { since?: string } {
  if (!age) return {};
  const [, number, unit] = /^(\d{1,4})([hdw])$/.exec(age) ?? [];
  if (number === undefined) {
    const time = Date.parse(age);
    return Number.isNaN(time) ? {} : { since: new Date(time).toISOString() };
  }
  const hours = Number(number) * { h: 1, d: 24, w: 168 }[unit as "h" | "d" | "w"];
  return { since: new Date(now - hours * 3_600_000).toISOString() };
}

export const ages = [
  ["", "Any time"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
  ["90d", "Last 90 days"],
] as const;
