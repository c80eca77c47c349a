import { parseQuery } from "@cti/pipeline/query/parse-query";
import type { Query } from "@cti/pipeline/query/query";

import { DomainError } from "../errors.ts";

/** A search as people write it; throws `invalid` with the place of what cannot be read marked below it. */
export function readSearch(input: string, now: Date): Query {
  const parsed = parseQuery(input, { now });
  if (parsed.ok) return parsed.query;
  const { message, column, length, hint } = parsed.error;
  // Of a long search only the surroundings of the mistake are shown.
  const from = Math.max(0, column - 41);
  const line = input.slice(from, from + 100).replace(/\s/g, " ");
  const mark =
    " ".repeat(column - 1 - from) +
    "^".repeat(Math.max(1, Math.min(length, line.length - (column - 1 - from))));
  throw new DomainError("invalid", `Column ${column}: ${message}; ${hint}\n  ${line}\n  ${mark}`);
}
