import { z } from "zod";

import { indicatorTypes } from "../entity-words.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, line, page, pageQuery, time } from "../shapes.ts";

const benignEntry = z
  .object({
    id,
    type: z.string().nullable(),
    match: z.string(),
    value: z.string(),
    /** Slug of the source in whose articles alone it holds. */
    source: z.string().nullable(),
    note: z.string().nullable(),
    actor: z.string(),
    created_at: time,
  })
  .meta({ id: "BenignEntry" });

const changing = { tag: "Benign entries", role: "analyst", scope: "write" } as const;

export const benignRoutes = {
  listBenign: route(paths.listBenign, {
    tag: "Benign entries",
    summary: "What the tenant knows as harmless",
    query: z.object(pageQuery()),
    response: page(benignEntry),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  addBenign: route(paths.addBenign, {
    ...changing,
    summary: "Declare a value, a domain or a range harmless",
    description:
      "Takes effect at once, in what is stored and in what comes; nothing is dropped. `match`: exact, domain (with all " +
      "below it), cidr or prefix.",
    body: z.strictObject({
      value: line(2_048),
      match: z.enum(["exact", "domain", "cidr", "prefix"]).default("exact"),
      type: z.enum(indicatorTypes).nullish(),
      source: line(200).nullish(),
      note: line(500).nullish(),
    }),
    response: benignEntry.extend({ entities: z.int(), articles: z.int() }).meta({ id: "NewBenignEntry" }),
    status: 201,
    problems: ["invalid", "conflict", "not_found"],
    idempotent: true,
  }),
  removeBenign: route(paths.removeBenign, {
    ...changing,
    summary: "Take an entry back",
    params: idParams,
    response: null,
  }),
};
