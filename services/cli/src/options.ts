import { InvalidArgumentError } from "commander";

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `7d`, `12h` (back from now), or a date such as 2026-11-01. */
export function parseSince(text: string): Date {
  const age = /^(\d+)\s*([smhd])$/.exec(text);
  if (age) return new Date(Date.now() - Number(age[1]) * (units[age[2] ?? "d"] ?? 0));
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+Z?)?$/.test(text)) {
    const at = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
    if (!Number.isNaN(at.getTime())) return at;
  }
  throw new InvalidArgumentError("Write an age such as 7d or 12h, or a date such as 2026-11-01.");
}

/** Seconds as a bare number, or `30s`, `5m`, `1h`; milliseconds in the program. */
export function parseInterval(text: string): number {
  const match = /^(\d+)\s*([smhd]?)$/.exec(text);
  const ms = match ? Number(match[1]) * (units[match[2] || "s"] ?? 0) : 0;
  if (ms >= 1_000 && ms <= 24 * 86_400_000) return ms;
  throw new InvalidArgumentError("Write seconds such as 300, or 30s, 5m, 1h; at most 24d.");
}

export function parseCount(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= 1_000_000) return number;
  throw new InvalidArgumentError("Write a whole number above 0, at most 1,000,000.");
}

/** The number of a row, which counts up for as long as the installation stands. */
export function parseId(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("Write its number, such as 12.");
}

export function parseTier(text: string): number {
  if (text === "1" || text === "2" || text === "3") return Number(text);
  throw new InvalidArgumentError("Tiers are 1, 2 and 3.");
}

export function collectAll(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
