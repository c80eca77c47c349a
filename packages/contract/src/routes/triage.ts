import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { bulkResult, id, idParams, line, paragraphs, time } from "../shapes.ts";

export const triageStates = ["new", "read", "kept", "dismissed", "snoozed"] as const;

export const triageLine = z
  .object({
    /** A snoozed subject whose time has come is new. */
    state: z.enum(triageStates),
    starred: z.boolean(),
    /** Username. */
    assignee: z.string().nullable(),
    snoozed_until: time.nullable(),
    tags: z.array(z.string()),
    /** Who changed it last. */
    actor: z.string().nullable(),
    changed_at: time.nullable(),
  })
  .meta({ id: "Triage" });

/** A tag of people: folded to lower case. */
export const tagText = line(60);

const change = {
  state: z.enum(triageStates).optional(),
  starred: z.boolean().optional(),
  assignee: line(100).nullable().optional(),
  snoozed_until: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .nullable()
    .optional(),
};

const changing = { tag: "Triage", role: "analyst", scope: "write" } as const;
const reading = { tag: "Triage", role: "viewer", scope: "read" } as const;

const setting =
  "What is not named stays as it is. A time in `snoozed_until` snoozes; without one a snoozed subject waits for somebody.";

export const triageRoutes = {
  getArticleTriage: route(paths.getArticleTriage, {
    ...reading,
    summary: "What people did with an article",
    params: idParams,
    response: triageLine,
  }),
  setArticleTriage: route(paths.setArticleTriage, {
    ...changing,
    summary: "State, star, assignee or snooze of an article",
    description: setting,
    params: idParams,
    body: z.strictObject(change),
    response: triageLine,
    problems: ["invalid"],
  }),
  getStoryTriage: route(paths.getStoryTriage, {
    ...reading,
    summary: "What people did with a story",
    params: idParams,
    response: triageLine,
  }),
  setStoryTriage: route(paths.setStoryTriage, {
    ...changing,
    summary: "State, star, assignee or snooze of a story",
    description: setting,
    params: idParams,
    body: z.strictObject(change),
    response: triageLine,
    problems: ["invalid"],
  }),
  bulkTriage: route(paths.bulkTriage, {
    ...changing,
    summary: "The same for many articles or stories",
    description:
      "By `ids`, or for articles by `query` in the search language, which may find 10,000. `dry_run` only says what would change. " +
      "The token undoes it once, within ten minutes.",
    body: z.strictObject({
      subject: z.enum(["article", "story"]),
      ids: z.array(id).min(1).max(1_000).optional(),
      query: paragraphs(4_000, 0).optional(),
      action: z.strictObject({
        ...change,
        add_tags: z.array(tagText).max(20).optional(),
        remove_tags: z.array(tagText).max(20).optional(),
      }),
      dry_run: z.boolean().default(false),
    }),
    response: bulkResult.meta({ id: "BulkResult" }),
    problems: ["invalid", "bad_query"],
    idempotent: true,
    secret: true,
    bucket: "search",
  }),
  undo: route(paths.undo, {
    ...changing,
    summary: "Take a bulk action back",
    description: "Restores everything as it was, but for what somebody changed since: that is left alone.",
    body: z.strictObject({
      undo_token: z.string().regex(/^[\w-]{43}$/, "Give undo_token as it was given out"),
    }),
    response: z
      .object({ action: z.string(), restored: z.int(), skipped: z.int(), skipped_ids: z.array(id) })
      .meta({ id: "Undone" }),
    problems: ["not_found", "gone"],
  }),
};
