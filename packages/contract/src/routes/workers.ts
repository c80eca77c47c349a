import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { flagText, page, pageQuery, time } from "../shapes.ts";

const worker = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(["online", "lost", "stopped"]).meta({ description: "lost: it fell silent without a word" }),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    queues: z.record(z.string(), z.number()),
    active: z.array(
      z.object({ id: z.string(), queue: z.string(), name: z.string(), started_at: z.string() }),
    ),
    rss_bytes: z.number(),
    clock_skew_ms: z.number(),
    silent_ms: z.number(),
    started_at: time,
    last_beat_at: time,
    stopped_at: time.nullable(),
  })
  .meta({ id: "Worker" });

export const workerRoutes = {
  listWorkers: route(paths.listWorkers, {
    tag: "Workers",
    summary: "Processes and what they do",
    query: z.object({
      ...pageQuery(),
      all: flagText
        .optional()
        .meta({ description: "Also those that have been silent for more than five minutes" }),
    }),
    response: page(worker),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
};
