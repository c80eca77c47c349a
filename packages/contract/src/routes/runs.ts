import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { flagText, id, idParams, line, numberText, page, pageQuery, time, timeText } from "../shapes.ts";

const tag = "Runs";
const counts = z.record(z.string(), z.number());
const statuses = ["running", "completed", "completed_with_errors", "failed", "cancelled"] as const;
const triggers = ["cli", "schedule", "api", "daemon", "peer"] as const;

export const runLine = z
  .object({
    id,
    kind: z.string(),
    trigger: z.string(),
    actor: z.string().nullable().meta({ description: "Somebody else's name needs the operator scope" }),
    status: z.string(),
    started_at: time,
    finished_at: time.nullable(),
    duration_ms: z.number().nullable(),
    counts,
    errors: z.int().meta({ description: "How many it told" }),
    warnings: z.int(),
  })
  .meta({ id: "RunLine" });

const run = runLine
  .extend({
    params: z.record(z.string(), z.unknown()),
    metrics: z.record(z.string(), z.unknown()),
    errors: z.array(z.object({ source: z.string().optional(), reason: z.string(), message: z.string() })),
    warnings: z.array(z.string()),
    checks: z.array(
      z.object({
        source: z.string(),
        outcome: z.string(),
        reason: z.string().nullable(),
        message: z.string().nullable(),
        counts,
        duration_ms: z.number(),
      }),
    ),
  })
  .meta({ id: "Run" });

const stages = [
  "rss_fetcher",
  "article_scraper",
  "entity_extractor",
  "semantic_clusterer",
  "article_ranker",
] as const;

export const runRoutes = {
  listRuns: route(paths.listRuns, {
    tag,
    summary: "Runs, the latest first",
    query: z.object({
      ...pageQuery(),
      kind: line(100).optional(),
      status: z.enum(statuses).optional(),
      trigger: z.enum(triggers).optional(),
      since: timeText.optional(),
      until: timeText.optional(),
      news: flagText
        .optional()
        .meta({ description: "Without scheduled checks and rounds that brought nothing new" }),
    }),
    response: page(runLine),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  startRun: route(paths.startRun, {
    tag,
    summary: "Start a stage now",
    description:
      "`rss_fetcher` queues every source and is started by the scheduler, so it has no job of its own. While a job of the stage waits or runs, that one is named and `added` is false.",
    body: z.object({
      stage: z.enum(stages),
      all: z.boolean().optional().meta({ description: "Also what has been done before" }),
    }),
    response: z
      .object({
        stage: z.enum(stages),
        job_id: z.string().nullable(),
        queue: z.string().nullable(),
        name: z.string(),
        added: z.boolean(),
      })
      .meta({ id: "StartedStage" }),
    status: 202,
    problems: ["unavailable", "not_found"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
  getRunStats: route(paths.getRunStats, {
    tag,
    summary: "What the runs of the last days did together",
    query: z.object({ days: numberText(1, 365).optional() }),
    response: z
      .object({
        as_of: time,
        days: z.int(),
        runs: z.int(),
        by_status: counts,
        articles: z.object({
          new: z.int(),
          updated: z.int(),
          duplicate: z.int(),
          rejected: z.int(),
          failed: z.int(),
        }),
        average_duration_ms: z.number(),
        failures_by_reason: z.array(z.object({ reason: z.string(), count: z.int() })),
      })
      .meta({ id: "RunStats" }),
    role: "viewer",
    scope: "read",
  }),
  getRun: route(paths.getRun, {
    tag,
    summary: "A run with what each source gave",
    params: idParams,
    response: run,
    role: "viewer",
    scope: "read",
  }),
};
