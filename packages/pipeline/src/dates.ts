import { readDateWords } from "./dates/read-date-words.ts";
import { type DateParts, instantOf } from "./dates/instant-of.ts";
import { readMailDate } from "./dates/read-mail-date.ts";
import { readNumericDate } from "./dates/read-numeric-date.ts";

/**
 * Reads a date as feeds and pages write it: RFC 822/5322, RFC 3339, ISO 8601, asctime, Unix times, and
 * day-month-year in a dozen languages. Without a zone the time is UTC, whatever zone the server is in.
 * Null for what is no date, is impossible, or could be two dates (05/11/2026). A date more than 24 hours after
 * `now` comes back as `now`, flagged.
 */
export function readDate(raw: string, now: Date): { at: Date; flag: "future" | null } | null {
  if (raw.length > MAX_LENGTH) return null;
  const text = raw
    .normalize("NFKC")
    .replace(/\[[^\]]*\]|\([^()]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
  const at = readUnixTime(text) ?? readParts(text);
  if (at === null || at === 0) return null;
  const isFuture = at > now.getTime() + DAY;
  return isFuture ? { at: new Date(now), flag: "future" } : { at: new Date(at), flag: null };
}

const MAX_LENGTH = 200;
const DAY = 86_400_000;

function readUnixTime(text: string): number | null {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  return /^\d{13}$/.test(text) ? Number(text) : null;
}

function readParts(text: string): number | null {
  const parts: DateParts | null = readMailDate(text) ?? readNumericDate(text) ?? readDateWords(text);
  return parts && instantOf(parts);
}
