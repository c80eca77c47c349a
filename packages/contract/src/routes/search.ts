import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { page, pageQuery } from "../shapes.ts";
import { articleLine, searchText } from "./articles.ts";

const direct = z
  .object({ kind: z.string(), value: z.string(), path: z.string() })
  .meta({ id: "DirectHit" })
  .nullable();

const searching = { tag: "Search", role: "viewer", scope: "read" } as const;

export const searchRoutes = {
  search: route(paths.search, {
    ...searching,
    summary: "Articles that a search finds, with the passage",
    description:
      'Words, "phrases", rans*, fields such as actor:APT29 or score>=70, AND (or nothing), OR, NOT or -, parentheses, and pasted indicators, ' +
      "defanged or not. `direct` says that all of it is one indicator, flaw or technique that articles speak of. " +
      "`sort=match` ranks the newest thousand.",
    query: z.object({
      ...pageQuery(20),
      q: searchText,
      sort: z.enum(["newest", "match", "score", "hunt"]).default("newest"),
      count: z.enum(["exact", "estimate"]).optional(),
    }),
    response: page(articleLine).extend({ direct }),
    problems: ["bad_cursor", "bad_query"],
    bucket: "search",
  }),
  parseSearch: route(paths.parseSearch, {
    ...searching,
    summary: "How a search is read: its parts, its one canonical writing, what is wrong with it",
    query: z.object({ q: searchText }),
    response: z
      .object({
        /** null when it cannot be read. */
        query: z.string().nullable(),
        /** Places count UTF-16 units from 0. */
        chips: z.array(
          z.object({
            text: z.string(),
            field: z.string().nullable(),
            start: z.int(),
            end: z.int(),
            negated: z.boolean(),
          }),
        ),
        problems: z.array(z.object({ message: z.string(), hint: z.string(), start: z.int(), end: z.int() })),
      })
      .meta({ id: "ParsedSearch" }),
  }),
};
