import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, line, page, pageQuery, time } from "../shapes.ts";

const kinds = ["term", "entity", "sector", "product", "vendor", "country"] as const;

const watch = z
  .object({
    id,
    kind: z.enum(kinds),
    value: z.string(),
    /** How much it matters, 0.1 to 5. */
    weight: z.number(),
    note: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: "Watch" });

export const watchlistRoutes = {
  listWatches: route(paths.listWatches, {
    tag: "Watchlists",
    summary: "What your tenant watches: articles and stories that speak of it rank higher and say so",
    query: z.object(pageQuery()),
    response: page(watch),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  addWatch: route(paths.addWatch, {
    tag: "Watchlists",
    summary: "Watch something; what is watched already gets the new weight and note",
    description: "Stories are ranked again by the next ranking.",
    body: z.object({
      kind: z.enum(kinds),
      value: line(200),
      weight: z.number().min(0.1).max(5).optional(),
      note: line(500).nullable().optional(),
    }),
    response: watch,
    status: 201,
    problems: ["invalid"],
    role: "analyst",
    scope: "write",
    idempotent: true,
  }),
  removeWatch: route(paths.removeWatch, {
    tag: "Watchlists",
    summary: "Watch it no longer",
    params: idParams,
    response: null,
    role: "analyst",
    scope: "write",
  }),
};
