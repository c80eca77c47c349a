import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { page, pageQuery } from "../shapes.ts";

const tag = "Queues";

export const queueName = z.enum(["collect", "process", "upkeep", "analyse"]);

export const queueLine = z
  .object({
    name: z.string(),
    paused: z.boolean(),
    counts: z.record(z.string(), z.number()),
    oldest_waiting_ms: z.number().nullable(),
  })
  .meta({ id: "Queue" });

const steered = z.object({ name: z.string(), paused: z.boolean() });
const params = z.object({ name: queueName });

export const queueRoutes = {
  listQueues: route(paths.listQueues, {
    tag,
    summary: "Queues with how many jobs are in which state",
    query: z.object(pageQuery()),
    response: page(queueLine),
    problems: ["unavailable", "bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  pauseQueue: route(paths.pauseQueue, {
    tag,
    summary: "Let no job of a queue begin",
    params,
    response: steered,
    problems: ["unavailable"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
  resumeQueue: route(paths.resumeQueue, {
    tag,
    summary: "Let its jobs begin again",
    params,
    response: steered,
    problems: ["unavailable"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
};
