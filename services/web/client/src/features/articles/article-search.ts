import { refang } from "@cti/pipeline/indicators/refang";

/** What the address of the list says; all of it text. */
export type ArticleFilters = {
  q?: string;
  sort?: string;
  source?: string;
  tag?: string;
  language?: string;
  since?: string;
  until?: string;
  state?: string;
  rejected?: string;
  incomplete?: string;
};

/** A search as it is sent: what was pasted defanged stands for itself; what is quoted stays as it was written. */
export function refangSearch(text: string): string {
  return text
    .split(/("[^"]*")/)
    .map((part) => (part.startsWith('"') ? part : refangWords(part)))
    .join("")
    .trim();
}

function refangWords(part: string): string {
  const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
  return before + refang(words) + after;
}

/** `7d`, `24h`, `2w` or a date, as the API takes it; undefined for what is none. */
export function timeOf(text: string | undefined, now: Date): string | undefined {
  if (!text) return undefined;
  const [, number, unit] = /^(\d{1,3})([hdw])$/.exec(text) ?? [];
  if (number && unit) {
    const hours = Number(number) * ({ h: 1, d: 24, w: 168 }[unit] ?? 1);
    return new Date(now.getTime() - hours * 3_600_000).toISOString();
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The filters as lists and exports of the API take them. */
export function apiFilters(filters: ArticleFilters, now: Date): Record<string, string | undefined> {
  return {
    q: refangSearch(filters.q ?? "") || undefined,
    source: filters.source,
    tag: filters.tag,
    language: filters.language,
    since: timeOf(filters.since, now),
    until: timeOf(filters.until, now),
    state: states.has(filters.state ?? "") ? filters.state : undefined,
    rejected: filters.rejected === "true" ? "true" : undefined,
    incomplete: filters.incomplete === "true" ? "true" : undefined,
  };
}

const states = new Set(["new", "read", "kept", "dismissed", "snoozed"]);

/**
 * The filters as one search, for acting on all that it finds; null where the search language cannot say it (the tag of
 * a source, pages that could not be read), since then more would be changed than is shown.
 */
export function searchOf(filters: ArticleFilters, now: Date): string | null {
  const { q, source, language, since, until, state, rejected, incomplete, tag } = apiFilters(filters, now);
  if (incomplete || tag) return null;
  const parts = [
    source && `source:${quoted(source)}`,
    language && `lang:${quoted(language)}`,
    since && `since:${since}`,
    until && `before:${until}`,
    state && `state:${state}`,
    rejected && "is:rejected",
  ].filter((part) => part !== undefined);
  if (!q) return parts.join(" ");
  return parts.length === 0 ? q : `(${q}) ${parts.join(" ")}`;
}

function quoted(value: string): string {
  return /^[\w.-]+$/.test(value) ? value : `"${value.replaceAll('"', "")}"`;
}

/** How many filters beside the search and the order are set. */
export function countFilters(filters: ArticleFilters): number {
  const { source, tag, language, since, until, state, rejected, incomplete } = filters;
  return [source, tag, language, since ?? until, state, rejected, incomplete].filter(Boolean).length;
}

/** A search without one of its terms, with the minus, the NOT or the OR that belonged to it. */
export function withoutTerm(text: string, { start, end }: { start: number; end: number }): string {
  const before = text.slice(0, start).replace(/(?:-|\bNOT\s+)$/i, "");
  const after = text.slice(end);
  const left = before.replace(/\b(?:AND|OR)\s*$/i, "").trimEnd();
  // Only one of the two words that joined it to its neighbours has to go.
  const right = left === before.trimEnd() ? after.replace(/^\s*(?:AND|OR)\b/i, "") : after;
  return `${left} ${right.trimStart()}`
    .replace(/\(\s*\)/g, " ")
    .replace(/\(\s+/g, "(")
    .replace(/\s+\)/g, ")")
    .replace(/ {2,}/g, " ")
    .trim();
}
