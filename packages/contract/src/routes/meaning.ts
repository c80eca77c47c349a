import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, line, numberText, time } from "../shapes.ts";
import { articleLine } from "./articles.ts";

const reading = { role: "viewer", scope: "read" } as const;
const limit = numberText(1, 100)
  .optional()
  .transform((value) => value ?? 20)
  .meta({ override: { type: "integer", minimum: 1, maximum: 100, default: 20 } });

/** `meaning`: by embeddings of the model that is set. `words`: by the words that they share, where there are none. */
const basis = z.enum(["meaning", "words"]);
const near = z.object({
  basis,
  /** Why it goes by words, for people; null where it goes by meaning. */
  message: z.string().nullable(),
  items: z.array(z.object({ article: articleLine, similarity: z.number() })),
});

const whatToWrite = "Write what you look for, such as: attackers reset passwords over the phone";

export const meaningRoutes = {
  listSimilarArticles: route(paths.listSimilarArticles, {
    ...reading,
    tag: "Articles",
    summary: "Articles that are about much the same, the nearest first",
    params: idParams,
    query: z.object({ limit }),
    response: near,
  }),
  searchByMeaning: route(paths.searchByMeaning, {
    ...reading,
    tag: "Search",
    summary: "Articles that mean what a sentence says, in whatever words",
    query: z.object({ q: line(500, 1, whatToWrite), limit }),
    response: near,
    bucket: "search",
  }),
  listMergeProposals: route(paths.listMergeProposals, {
    ...reading,
    tag: "Stories",
    summary: "Stories that may be the same event, by what their articles mean",
    params: idParams,
    response: z.object({
      items: z.array(
        z
          .object({
            story: z.object({ id, title: z.string(), articles: z.int(), last_at: time }),
            similarity: z.number(),
            sentence: z.string(),
            proposed_at: time,
          })
          .meta({ id: "MergeProposal" }),
      ),
    }),
  }),
  dismissMergeProposal: route(paths.dismissMergeProposal, {
    tag: "Stories",
    role: "analyst",
    scope: "write",
    summary: "Say that they are not, so that they are not proposed again",
    params: idParams.extend({ other_id: idParams.shape.id }),
    response: null,
    status: 204,
  }),
  restoreMergeProposal: route(paths.restoreMergeProposal, {
    tag: "Stories",
    role: "analyst",
    scope: "write",
    summary: "Take such a dismissal back",
    params: idParams.extend({ other_id: idParams.shape.id }),
    response: null,
    status: 204,
  }),
};
