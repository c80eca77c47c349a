import { refang } from "@cti/pipeline/indicators/refang";
import type { Reading } from "./reading.ts";

/**
 * The first name of a task, file, service or the like in advice, or long number, that is nearly one of the documents'
 * but not it ("WinUpdateSvc" where they have "WinUpdSvc"), with what they have; null when there is none.
 */
export function alteredName(
  text: string,
  readings: readonly Reading[],
): { written: string; meant: string } | null {
  const known = readings.flatMap((reading) => [...codesOf(reading)]).slice(0, MOST_CODES);
  const exact = new Set(known.map((code) => code.toLowerCase()));
  const said = new Set([...text.matchAll(CODE)].map(({ 0: word }) => word).filter(isCode));
  for (const written of [...said].slice(0, MOST_SAID)) {
    if (exact.has(written.toLowerCase())) continue;
    const meant = known.find((code) => isNear(written.toLowerCase(), code.toLowerCase()));
    if (meant !== undefined) return { written, meant };
  }
  return alteredHost(text, readings);
}

/** The same of hosts: a changed ending may be none that our extraction knows. */
function alteredHost(text: string, readings: readonly Reading[]): { written: string; meant: string } | null {
  const hosts = readings
    .flatMap(({ mentions }) => mentions.filter(({ type }) => type === "domain").map(({ value }) => value))
    .slice(0, MOST_CODES);
  for (const { 0: written } of [...refang(text).toLowerCase().matchAll(HOST)].slice(0, MOST_SAID)) {
    if (
      hosts.some((host) => host === written || host.endsWith(`.${written}`) || written.endsWith(`.${host}`))
    )
      continue;
    const meant = hosts.find((host) => isNear(written, host));
    if (meant !== undefined) return { written, meant };
  }
  return null;
}

const HOST = /(?<![\p{L}\p{N}@._/-])[\p{L}\p{N}-]{3,40}(?:\.[\p{L}\p{N}-]{2,40}){1,4}(?![\p{L}\p{N}])/gu;
const CODE = /[\p{L}\p{N}][\p{L}\p{N}_-]{4,47}/gu;
const MOST_CODES = 400;
const MOST_SAID = 40;

const codes = new WeakMap<Reading, ReadonlySet<string>>();

/** What a document writes as no language does: capitals or digits within words, underscores, numbers of five digits. */
function codesOf(reading: Reading): ReadonlySet<string> {
  const ready = codes.get(reading);
  if (ready !== undefined) return ready;
  const found = new Set<string>();
  for (const { 0: word } of reading.document.text.matchAll(CODE)) {
    if (isCode(word)) found.add(word);
    if (found.size >= MOST_CODES) break;
  }
  codes.set(reading, found);
  return found;
}

function isCode(word: string): boolean {
  return NUMBER.test(word) || (/\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}|_/u.test(word) && /\p{L}{3}/u.test(word));
}

const NUMBER = /^\d{5,12}$/;

/** "IgfxHostService" for "IgfxHostSvc": the same beginning, and the letters of one within the other. */
function isSpelledOut(short: string, long: string): boolean {
  if (short.slice(0, SAME_START) !== long.slice(0, SAME_START) || long.length - short.length > MOST_MORE)
    return false;
  let at = 0;
  for (const letter of long) if (letter === short.charAt(at)) at++;
  return at === short.length;
}

const SAME_START = 5;
const MOST_MORE = 5;

/** Some letters lost, doubled, added or changed, at most a quarter of them. */
function isNear(one: string, other: string): boolean {
  const most = Math.floor(Math.max(one.length, other.length) / 4);
  if (one.charAt(0) !== other.charAt(0)) return false;
  if (NUMBER.test(one) !== NUMBER.test(other)) return false;
  if (NUMBER.test(one) && sorted(one) === sorted(other)) return true;
  if (isSpelledOut(one, other) || isSpelledOut(other, one)) return true;
  if (Math.abs(one.length - other.length) > most) return false;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++)
      next.push(
        Math.min(
          (row[to] ?? 0) + 1,
          (next[to - 1] ?? 0) + 1,
          (row[to - 1] ?? 0) + (one.charAt(at - 1) === other.charAt(to - 1) ? 0 : 1),
        ),
      );
    row = next;
  }
  return (row.at(-1) ?? most + 1) <= most;
}

function sorted(digits: string): string {
  return Array.from(digits).toSorted().join("");
}
