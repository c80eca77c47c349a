import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, line, page, pageQuery, paragraphs, time } from "../shapes.ts";

const targets = ["articles", "stories"] as const;
const sorts = ["newest", "score", "hunt", "match"] as const;

/** What a screen remembers of itself: a few named words, numbers and lists of words. */
const view = z
  .record(
    z.string().regex(/^[a-z_]{1,40}$/, "Write names in small letters"),
    z.union([line(200, 0), z.number(), z.boolean(), z.null(), z.array(line(100, 0)).max(50)]),
  )
  .refine((value) => Object.keys(value).length <= 30, "At most 30 members");

const savedSearch = z
  .object({
    id,
    name: z.string(),
    query: z.string(),
    target: z.enum(targets),
    sort: z.string().nullable(),
    /** `private` is seen by its owner only, `team` by the whole tenant. */
    visibility: z.enum(["private", "team"]),
    view: z.record(z.string(), z.unknown()),
    /** Username; null when the account is gone. */
    owner: z.string().nullable(),
    revision: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "SavedSearch" });

const values = {
  name: line(120),
  query: paragraphs(4_000, 0),
  target: z.enum(targets),
  sort: z.enum(sorts).nullable(),
  visibility: z.enum(["private", "team"]),
  view,
};

const changing = { tag: "Saved searches", role: "analyst", scope: "write" } as const;
const reading = { tag: "Saved searches", role: "viewer", scope: "read" } as const;

export const savedSearchRoutes = {
  listSavedSearches: route(paths.listSavedSearches, {
    ...reading,
    summary: "Searches of the team and your own, by name",
    query: z.object({ ...pageQuery(200), target: z.enum(targets).optional() }),
    response: page(savedSearch),
    problems: ["bad_cursor"],
  }),
  createSavedSearch: route(paths.createSavedSearch, {
    ...changing,
    summary: "Keep a search",
    body: z.strictObject({
      ...values,
      target: values.target.default("articles"),
      sort: values.sort.default(null),
      visibility: values.visibility.default("private"),
      view: view.default({}),
    }),
    response: savedSearch,
    status: 201,
    problems: ["bad_query", "conflict"],
    idempotent: true,
  }),
  getSavedSearch: route(paths.getSavedSearch, {
    ...reading,
    summary: "One saved search",
    params: idParams,
    response: savedSearch,
  }),
  changeSavedSearch: route(paths.changeSavedSearch, {
    ...changing,
    summary: "Change a search of your own, or as an admin one of the team",
    params: idParams,
    body: z.strictObject({
      name: values.name.optional(),
      query: values.query.optional(),
      target: values.target.optional(),
      sort: values.sort.optional(),
      visibility: values.visibility.optional(),
      view: view.optional(),
    }),
    response: savedSearch,
    problems: ["bad_query", "conflict"],
    ifMatch: true,
  }),
  removeSavedSearch: route(paths.removeSavedSearch, {
    ...changing,
    summary: "Remove a search of your own, or as an admin one of the team",
    params: idParams,
    response: null,
    ifMatch: true,
  }),
};
