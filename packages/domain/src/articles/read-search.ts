import { knowMe } from "@cti/pipeline/query/know-me";
import { parseQuery } from "@cti/pipeline/query/parse-query";
import type { Query, QueryError } from "@cti/pipeline/query/query";

import { DomainError } from "../errors.ts";

/** A search that cannot be read. */
export class BadSearch extends DomainError {
  readonly error: QueryError;

  constructor(message: string, error: QueryError) {
    super("invalid", message);
    this.error = error;
  }
}

/**
 * A search as people write it; `me` is the username that `assignee:me` stands for. Throws BadSearch with the place of
 * what cannot be read marked below it.
 */
export function readSearch(input: string, now: Date, me: string | null = null): Query {
  const parsed = parseQuery(input, { now });
  if (parsed.ok) return knowMe(parsed.query, me);
  const { message, column, length, hint } = parsed.error;
  // Of a long search only the surroundings of the mistake are shown.
  const from = Math.max(0, column - 41);
  const line = input.slice(from, from + 100).replace(/\s/g, " ");
  const mark =
    " ".repeat(column - 1 - from) +
    "^".repeat(Math.max(1, Math.min(length, line.length - (column - 1 - from))));
  throw new BadSearch(`Column ${column}: ${message}; ${hint}\n  ${line}\n  ${mark}`, parsed.error);
}
