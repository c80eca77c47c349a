import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import {
  decimalText,
  flagText,
  id,
  idParams,
  idText,
  line,
  numberText,
  page,
  pageQuery,
  time,
  timeText,
  wordsText,
} from "../shapes.ts";
import { tagText } from "./triage.ts";

const states = ["new", "read", "kept", "dismissed", "snoozed"] as const;

const named = z.object({ id, type: z.string(), value: z.string(), label: z.string().nullable() });

const facts = z
  .object({
    /** Different ones; what the tenant rejected or knows as harmless does not count. */
    indicators: z.int(),
    /** Of those, which no article named before the story began. */
    new_indicators: z.int(),
    techniques: z.int(),
    tags: z.array(z.string()),
    /** The three most trusted that tell it. */
    sources: z.array(z.object({ slug: z.string(), name: z.string() })),
    /** The four that say most: actors, malware, flaws, tools. */
    names: z.array(named),
    /** The four parts of the score that weigh most. */
    why: z.array(z.object({ name: z.string(), points: z.number(), reason: z.string() })),
  })
  .meta({ id: "StoryFacts" });

const storyLine = z
  .object({
    id,
    title: z.string(),
    score: z.number().nullable(),
    /** Without twins. */
    articles: z.int(),
    twins: z.int(),
    owners: z.int(),
    pinned: z.boolean(),
    state: z.enum(states),
    starred: z.boolean(),
    /** Username. */
    assignee: z.string().nullable(),
    snoozed_until: time.nullable(),
    first_at: time,
    last_at: time,
    /** With `expand=facts`. */
    facts: facts.optional(),
  })
  .meta({ id: "StoryLine" });

const rankPart = z.object({ name: z.string(), value: z.number(), points: z.number(), reason: z.string() });

const story = z
  .object({
    id,
    title: z.string(),
    title_article_id: id.nullable(),
    pinned: z.boolean(),
    first_at: time,
    last_at: time,
    article_count: z.int(),
    twin_count: z.int(),
    owner_count: z.int(),
    updated_at: time,
    /** What looks like two stories in one, for an analyst to decide. */
    split_proposal: z
      .object({ by: z.array(z.string()), groups: z.array(z.array(id)), sentence: z.string() })
      .nullable(),
    score: z.number().nullable(),
    score_parts: z.array(rankPart),
    articles: z.array(
      z.object({
        article_id: id,
        title: z.string(),
        source: z.string(),
        owner: z.string(),
        url: z.string().nullable(),
        published_at: time.nullable(),
        collected_at: time,
        by: z.string(),
        kind: z.string(),
        similarity: z.number(),
        twin_of: id.nullable(),
        why: z.string(),
        /** What no earlier article of the story has; articles are in the order of their appearance. */
        adds: z.object({ indicators: z.int(), techniques: z.int(), names: z.int() }),
      }),
    ),
    entities: z
      .array(
        z.object({
          id,
          type: z.string(),
          value: z.string(),
          label: z.string().nullable(),
          articles: z.int(),
        }),
      )
      .meta({
        description:
          "The 60 that say most: names, flaws and techniques before other indicators. All are in `/indicators` and `/entities` with `story`.",
      }),
    roundups: z.array(
      z.object({ article_id: id, title: z.string(), kind: z.string(), similarity: z.number() }),
    ),
    changes: z.array(
      z.object({
        id,
        kind: z.string(),
        from: id,
        into: id,
        by: z.string(),
        actor: z.string(),
        reason: z.string(),
        at: time,
        undone_at: time.nullable(),
      }),
    ),
    /** With `expand=notes`: the newest 100. */
    notes: z
      .array(
        z.object({
          id,
          text: z.string(),
          actor: z.string(),
          revision: z.int(),
          created_at: time,
          updated_at: time,
        }),
      )
      .optional(),
    /** With `expand=triage`. */
    triage: z
      .object({
        state: z.enum(states),
        starred: z.boolean(),
        assignee: z.string().nullable(),
        snoozed_until: time.nullable(),
        tags: z.array(z.string()),
        actor: z.string().nullable(),
        changed_at: time.nullable(),
      })
      .optional(),
  })
  .meta({ id: "Story" });

const membership = z
  .object({
    story: z.object({ id, title: z.string() }),
    article: z.object({ id, title: z.string() }),
    by: z.string(),
    kind: z.string(),
    similarity: z.number(),
    joined_at: time,
    /** One sentence and the numbers behind it. */
    reasons: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Membership" });

const reason = line(500).optional();

const shared =
  "Stories are shared by all tenants: where there is more than one, this needs the operator scope beside the role.";

/** Analysts put articles together and take them apart. */
const reshaping = { tag: "Stories", role: "analyst", scope: "write", idempotent: true } as const;

export const storyRoutes = {
  listStories: route(paths.listStories, {
    tag: "Stories",
    summary: "Articles on the same event",
    description:
      "Pinned ones first, then by `sort`; those without a score come last. `q` is a part of the title.",
    query: z.object({
      ...pageQuery(),
      sort: z.enum(["newest", "score"]).default("newest"),
      since: timeText.optional(),
      until: timeText.optional(),
      q: line(200).optional(),
      state: wordsText(states).optional(),
      min_score: decimalText(0, 100).optional(),
      min_articles: numberText(1, 10_000).optional(),
      source: line(200).optional(),
      entity: idText.optional(),
      pinned: flagText.optional(),
      starred: flagText.optional(),
      assignee: line(100).optional().meta({ description: "A username; none: nobody's" }),
      tag: tagText.optional().meta({ description: "A tag of people" }),
      watched: flagText.optional().meta({ description: "true: for which a watchlist speaks" }),
      expand: wordsText(["facts"]).optional(),
    }),
    response: page(storyLine),
    problems: ["bad_cursor", "not_found"],
    role: "viewer",
    scope: "read",
  }),
  getStory: route(paths.getStory, {
    tag: "Stories",
    summary: "A story with its articles and why each belongs",
    description: "A story that was merged leads to the one that has its articles now.",
    params: idParams,
    query: z.object({ expand: wordsText(["notes", "triage"]).optional() }),
    response: story,
    role: "viewer",
    scope: "read",
  }),
  explainMembership: route(paths.explainMembership, {
    tag: "Stories",
    summary: "Why an article belongs to a story",
    params: z.object({ id: idText, article_id: idText }),
    response: membership,
    role: "viewer",
    scope: "read",
  }),
  changeStory: route(paths.changeStory, {
    tag: "Stories",
    summary: "Pin a story, or let it go",
    description: shared,
    params: idParams,
    body: z.strictObject({ pinned: z.boolean() }),
    response: z.object({ id, title: z.string(), pinned: z.boolean() }),
    role: "analyst",
    scope: "write",
  }),
  mergeStory: route(paths.mergeStory, {
    ...reshaping,
    summary: "Merge stories, for good",
    description: `\`into\`: this one goes into that one. \`from\`: those come into this one. Each change can be undone. ${shared}`,
    params: idParams,
    body: z.union([
      z.strictObject({ into: id, reason }),
      z.strictObject({ from: z.array(id).min(1).max(50), reason }),
    ]),
    response: z.object({
      id,
      changes: z.array(z.object({ change_id: id, into: id, from: id, moved: z.int() })),
    }),
    problems: ["conflict", "invalid"],
  }),
  splitStory: route(paths.splitStory, {
    ...reshaping,
    summary: "Take articles out of a story into one of their own, for good",
    description: `What stays and what goes are never put together again by rule. ${shared}`,
    params: idParams,
    body: z.strictObject({ article_ids: z.array(id).min(1).max(500), reason }),
    response: z.object({ change_id: id, from: id, into: id, moved: z.int() }),
    problems: ["conflict", "invalid"],
  }),
  undoStoryChange: route(paths.undoStoryChange, {
    ...reshaping,
    summary: "Take a merge or a split back",
    description: `Made by rule or by hand; not while a later change builds on it. ${shared}`,
    params: idParams,
    response: z.object({ kind: z.enum(["merge", "split"]), stories: z.array(id), moved: z.int() }),
    problems: ["conflict"],
  }),
};
