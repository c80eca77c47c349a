import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { page, pageQuery, time } from "../shapes.ts";

const knowledgeSet = z
  .object({
    kind: z.string(),
    name: z.string(),
    version: z.string(),
    items: z.int(),
    origin: z.string(),
    synced_at: time,
    warnings: z.array(z.string()),
  })
  .meta({ id: "KnowledgeSet" });

export const knowledgeRoutes = {
  listKnowledge: route(paths.listKnowledge, {
    tag: "Knowledge",
    summary: "ATT&CK, galaxies, warninglists and flaws that were loaded, in which version, from where",
    query: z.object(pageQuery()),
    response: page(knowledgeSet),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
};
