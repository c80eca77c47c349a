/** What a person looks for among the jobs that ended. */
export type HistorySearch = {
  id: string | undefined;
  name: string | undefined;
  state: string | undefined;
  worker: string | undefined;
  since: Date | undefined;
  until: Date | undefined;
  text: string | undefined;
  before: number | undefined;
};

export const outcomes = ["completed", "failed", "retrying", "cancelled", "handed_back"] as const;

/** Reads the query of a URL; what is empty or cannot be read does not narrow. */
export function readHistorySearch(query: Record<string, unknown>): HistorySearch {
  const text = (name: string): string | undefined => readText(query[name]);
  return {
    id: text("id"),
    name: text("name"),
    state: text("state"),
    worker: text("worker"),
    since: readTime(query["since"]),
    until: readTime(query["until"]),
    text: text("text"),
    before: readNumber(query["before"]),
  };
}

/** The same search, from `before` on. */
export function historyUrl(search: HistorySearch, before: number | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...search, before })) {
    if (value !== undefined)
      query.set(name, value instanceof Date ? value.toISOString().slice(0, 16) : String(value));
  }
  return query.size === 0 ? "/history" : `/history?${query.toString()}`;
}

const longest = 200;

/** Of a parameter that comes twice the first counts. */
export function readText(value: unknown): string | undefined {
  const [text = ""] = [value].flat();
  if (typeof text !== "string") return undefined;
  return text.replaceAll("\u0000", "").trim().slice(0, longest) || undefined;
}

/** "2026-03-01", "2026-03-01 10:05" or with a T between; without a zone it is UTC. */
export function readTime(value: unknown): Date | undefined {
  const text = readText(value)?.replace(" ", "T");
  if (text === undefined || !/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return undefined;
  const at = new Date(/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`);
  // PostgreSQL knows no year 0, and writes those after 9999 in another way.
  return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999 ? at : undefined;
}

/** A whole number from 1 on. */
export function readNumber(value: unknown): number | undefined {
  const number = Number(readText(value));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
