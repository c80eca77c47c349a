import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, time } from "../shapes.ts";

const rank = z
  .object({
    subject: z.enum(["article", "story"]),
    id,
    title: z.string(),
    /** 100 × product / (product + middle). */
    total: z.number(),
    product: z.number(),
    middle: z.number(),
    parts: z.array(z.object({ name: z.string(), value: z.number(), points: z.number(), reason: z.string() })),
    version: z.string(),
    ranked_at: time,
  })
  .meta({ id: "Rank" });

const explaining = { params: idParams, response: rank, role: "viewer", scope: "read" } as const;

export const rankRoutes = {
  explainArticleRank: route(paths.explainArticleRank, {
    ...explaining,
    tag: "Articles",
    summary: "Why an article ranks where it does",
  }),
  explainStoryRank: route(paths.explainStoryRank, {
    ...explaining,
    tag: "Stories",
    summary: "Why a story ranks where it does",
  }),
};
