import { z } from "zod";

import { indicatorTypes, mentionStatuses, nameTypes } from "../entity-words.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, idText, page, pageQuery, wordsText } from "../shapes.ts";
import { entityVerdict, judgement } from "./entities.ts";

const mention = z
  .object({
    entity_id: id,
    type: z.string(),
    value: z.string(),
    label: z.string().nullable(),
    external_id: z.string().nullable(),
    status: z.string(),
    role: z.string().nullable(),
    confidence: z.number(),
    reasons: z.array(z.string()),
    verdict: z.enum(["accepted", "rejected"]).nullable(),
    benign: z.string().nullable(),
    matched: z.string(),
    count: z.int(),
    in_title: z.boolean(),
    /** Offsets count UTF-16 units of the field. */
    places: z.array(z.object({ field: z.enum(["title", "text"]), start: z.int(), end: z.int() })),
  })
  .meta({ id: "Mention" });

const judging = {
  tag: "Mentions",
  params: z.object({ id: idText, entity_id: idText }),
  role: "analyst",
  scope: "write",
} as const;

export const mentionRoutes = {
  listArticleMentions: route(paths.listArticleMentions, {
    tag: "Mentions",
    summary: "What an article names, and at which places",
    params: idParams,
    query: z.object({
      ...pageQuery(200),
      type: wordsText([...indicatorTypes, ...nameTypes]).optional(),
      status: wordsText(mentionStatuses).optional(),
    }),
    response: page(mention),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  judgeMention: route(paths.judgeMention, {
    ...judging,
    summary: "Accept or reject it in this article, for the tenant",
    body: judgement,
    response: entityVerdict,
  }),
  unjudgeMention: route(paths.unjudgeMention, {
    ...judging,
    summary: "Forget that verdict",
    response: null,
  }),
};
