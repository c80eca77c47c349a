import type { EntityMention } from "./group-mentions.ts";
import { packPlace } from "./places.ts";

/**
 * The rows of an article's mentions, by column: the elements of a PostgreSQL array, comma-separated and without its
 * braces, so that the columns of many articles are put together without being read again.
 */
export type MentionColumns = Record<(typeof mentionColumns)[number], string>;

export const mentionColumns = [
  "status",
  "role",
  "confidence",
  "benign",
  "reasons",
  "matched",
  "count",
  "in_title",
  "places",
  "details",
] as const;

/** Columns of mentions, in the order of the entities. */
export function packMentions(entities: readonly EntityMention[]): MentionColumns {
  const column = (elementOf: (entity: EntityMention) => string): string => entities.map(elementOf).join();
  return {
    status: column(({ status }) => status),
    role: column(({ role }) => role ?? "NULL"),
    confidence: column(({ confidence }) => String(confidence)),
    benign: column(({ benign }) => (benign === null ? "NULL" : quoted(benign))),
    reasons: column(({ reasons }) => quoted(`{${reasons.map(quoted).join()}}`)),
    matched: column(({ matched }) => quoted(matched)),
    count: column(({ count }) => String(count)),
    in_title: column(({ places }) => (places.some(({ field }) => field === "title") ? "t" : "f")),
    places: column(({ places }) => quoted(JSON.stringify(places.map(packPlace)))),
    details: column(({ details }) => (details === null ? "NULL" : quoted(JSON.stringify(details)))),
  };
}

/** As an element of an array that may hold anything. */
function quoted(text: string): string {
  return `"${text.includes('"') || text.includes("\\") ? text.replace(/["\\]/g, "\\$&") : text}"`;
}
