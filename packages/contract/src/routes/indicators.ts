import { z } from "zod";

import { indicatorTypes } from "../entity-words.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { flagText, idParams, page, pageQuery, wordsText } from "../shapes.ts";
import { cardQuery, entity, entityLine, entitySort, mentionQuery } from "./entities.ts";

const indicatorQuery = { type: wordsText(indicatorTypes).optional(), ...mentionQuery };

export const indicatorRoutes = {
  listIndicators: route(paths.listIndicators, {
    tag: "Indicators",
    summary: "Addresses, hashes, files and flaws that articles name",
    description: "Those that reports present as evidence, unless `status` says otherwise.",
    query: z.object({ ...pageQuery(), sort: entitySort, ...indicatorQuery }),
    response: page(entityLine),
    problems: ["bad_cursor", "not_found"],
    role: "viewer",
    scope: "read",
  }),
  getIndicator: route(paths.getIndicator, {
    tag: "Indicators",
    summary: "One indicator: where it stands, as what, and in which company",
    params: idParams,
    query: cardQuery,
    response: entity,
    role: "viewer",
    scope: "read",
  }),
  exportIndicators: route(paths.exportIndicators, {
    tag: "Indicators",
    summary: "All indicators that a filter lets through, for other programs",
    description:
      "In the order of their numbers. `text` is one value a line. `defanged` gives values that nobody clicks by mistake. " +
      "CSV cells that a spreadsheet would take for a formula get an apostrophe in front.",
    query: z.object({
      ...indicatorQuery,
      format: z.enum(["csv", "ndjson", "json", "text"]).default("csv"),
      defanged: flagText.optional(),
    }),
    response: null,
    stream: ["text/csv", "application/x-ndjson", "application/json", "text/plain"],
    problems: ["not_found"],
    role: "viewer",
    scope: "export",
    bucket: "export",
  }),
};
