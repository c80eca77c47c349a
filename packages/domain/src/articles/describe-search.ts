import { type Chip, chipsOf } from "@cti/pipeline/query/chips";
import { formatQuery } from "@cti/pipeline/query/format-query";
import { parseQuery } from "@cti/pipeline/query/parse-query";

export type SearchDescription = {
  /** The one canonical writing; null when the search cannot be read. */
  query: string | null;
  chips: Chip[];
  /** Where it cannot be read; places count UTF-16 units from 0. */
  problems: { message: string; hint: string; start: number; end: number }[];
};

/** A search in its parts, for showing and mending it. Never throws. */
export function describeSearch(input: string, now: Date): SearchDescription {
  const parsed = parseQuery(input, { now });
  const chips = chipsOf(input);
  if (parsed.ok) return { query: formatQuery(parsed.query), chips, problems: [] };
  const { message, hint, column, length } = parsed.error;
  const start = Math.min(column - 1, input.length);
  return {
    query: null,
    chips,
    problems: [{ message, hint, start, end: Math.min(start + length, input.length) }],
  };
}
