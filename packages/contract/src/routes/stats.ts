import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { day, id, time, timeText } from "../shapes.ts";
import { queueLine } from "./queues.ts";
import { runLine } from "./runs.ts";

const tag = "Home";
const count = z.int();

const sourceState = z.enum(["ok", "failing", "dead", "quiet", "never"]);
const triageCounts = z.record(z.enum(["new", "read", "kept", "dismissed", "snoozed"]), count);

export const statsRoutes = {
  getStats: route(paths.getStats, {
    tag,
    summary: "How much there is",
    description: "Up to a minute old, see `as_of`.",
    response: z
      .object({
        as_of: time,
        sources: z.object({ total: count, enabled: count, failing: count, due: count }),
        articles: z.object({
          total: count,
          last_24h: count,
          last_7d: count,
          words: z.number(),
          versions: count,
          copies: count,
          incomplete: count,
          rejected: count,
        }),
        understood: z.object({
          extracted: count,
          entities: count,
          twins: count,
          stories: count,
          several_tell: count,
        }),
        languages: z.array(z.object({ language: z.string(), count })),
        top_sources: z.array(z.object({ source: z.string(), articles: count })),
        database_bytes: z.number(),
      })
      .meta({ id: "Stats" }),
    role: "viewer",
    scope: "read",
  }),
  getNav: route(paths.getNav, {
    tag,
    summary: "The numbers beside the names of the pages",
    description:
      "Cheap enough to be asked for often. With `since` only stories with an article since then count.",
    query: z.object({ since: timeText.optional() }),
    response: z
      .object({
        as_of: time,
        /** For the tenant. */
        stories: z.object({
          new: count,
          more: z.boolean().meta({ description: "There are more than 1,000, and 1,000 is what `new` says" }),
        }),
        sources: z.object({
          failing: count.meta({ description: "Followed, and not read at their last check" }),
        }),
        runs: z.object({ running: count }),
        jobs: z
          .object({ running: count, waiting: count })
          .nullable()
          .meta({ description: "null while the queue does not answer" }),
      })
      .meta({ id: "Nav" }),
    role: "viewer",
    scope: "read",
  }),
  getDashboard: route(paths.getDashboard, {
    tag,
    summary: "What the home screen shows, in one answer",
    description:
      "Triage and top stories are two seconds old at most; the rest is some seconds older, see `as_of`.",
    response: z
      .object({
        as_of: time,
        days: z.array(z.object({ day, tier_1: count, tier_2: count, tier_3: count, total: count })),
        totals: z.object({ articles: count, stories: count }),
        triage: z.object({ article: triageCounts, story: triageCounts }),
        top_stories: z.array(
          z.object({
            id,
            title: z.string(),
            score: z.number(),
            articles: count,
            owners: count,
            last_at: time,
          }),
        ),
        sources: z.object({
          enabled: count,
          states: z.record(sourceState, count),
          worst: z.array(
            z.object({
              id,
              slug: z.string(),
              name: z.string(),
              state: sourceState,
              last_error: z.string().nullable(),
            }),
          ),
        }),
        runs: z.array(runLine),
        queues: z.array(queueLine).nullable().meta({ description: "null while the queue does not answer" }),
      })
      .meta({ id: "Dashboard" }),
    role: "viewer",
    scope: "read",
  }),
};
