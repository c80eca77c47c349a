import { cleanText } from "./fetch-error.ts";

export type ResponseHeaders = Record<string, string | string[] | undefined>;

const maxAgeCapSeconds = 365 * 24 * 3600;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The first value of a header, free of control characters, or null. */
export function headerOf(headers: ResponseHeaders, name: string): string | null {
  const value = headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === "" ? null : cleanText(first, 4096);
}

/** A validator we can send back unchanged (RFC 9110 §8.8), or null. */
export function validatorOf(headers: ResponseHeaders, name: "etag" | "last-modified"): string | null {
  const value = headers[name];
  return typeof value === "string" && isSendable(value) ? value : null;
}

/** True when a value may stand in a request header: visible ASCII and spaces, at most 1 kB. */
export function isSendable(value: string): boolean {
  return value.length <= 1024 && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value);
}

/** Location as text: servers send raw UTF-8 where the grammar wants ASCII, which arrives as latin1. */
export function locationOf(headers: ResponseHeaders): string | null {
  const value = headers["location"];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? null : Buffer.from(first, "latin1").toString("utf8");
}

/** Retry-After in milliseconds from now, seconds or HTTP date (RFC 9110 §10.2.3), or null. */
export function retryAfterOf(headers: ResponseHeaders, now: number): number | null {
  const value = headerOf(headers, "retry-after")?.trim();
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = parseHttpDate(value);
  return date === null ? null : Math.max(0, date - now);
}

/** Freshness in milliseconds from Cache-Control, else Expires minus Date (RFC 9111 §4.2.1), or null. */
export function maxAgeOf(headers: ResponseHeaders, now: number): number | null {
  const control = headerOf(headers, "cache-control")?.toLowerCase() ?? "";
  if (/(?:^|[\s,])no-(?:cache|store)(?:$|[\s,])/.test(control)) return 0;
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})/.exec(control)?.[1];
  if (seconds !== undefined) return Math.min(Number(seconds), maxAgeCapSeconds) * 1000;
  const expires = parseHttpDate(headerOf(headers, "expires") ?? "");
  if (expires === null) return null;
  const date = parseHttpDate(headerOf(headers, "date") ?? "") ?? now;
  return Math.min(Math.max(0, expires - date), maxAgeCapSeconds * 1000);
}

/** The few headers worth showing to a person. */
export function notableHeaders(headers: ResponseHeaders): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of [
    "content-type",
    "content-length",
    "content-encoding",
    "location",
    "etag",
    "last-modified",
    "cache-control",
    "retry-after",
    "server",
  ]) {
    const value = headerOf(headers, name);
    if (value !== null) shown[name] = cleanText(value, 300);
  }
  return shown;
}

/** Only the fixed form; Date.parse would guess, and guess by the server's own time zone. */
function parseHttpDate(text: string): number | null {
  const parts = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text);
  if (!parts) return null;
  const [, day, monthName, year, hour, minute, second] = parts;
  const month = months.indexOf(monthName ?? "");
  return month < 0
    ? null
    : Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
}
