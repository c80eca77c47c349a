import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, line, page, pageQuery, time } from "../shapes.ts";

const tag = "Schedules";

const params = z.object({ name: z.string().regex(/^[a-zA-Z0-9_-]{1,100}$/) });

const schedule = z
  .object({
    id,
    name: z.string(),
    job: z.string(),
    text: z.string(),
    enabled: z.boolean(),
    interval_seconds: z.int().nullable(),
    cron: z.string().nullable(),
    time_zone: z.string(),
    jitter_seconds: z.int(),
    overlap: z.string(),
    next_run_at: time.nullable(),
    requested_at: time.nullable(),
    requested_by: z.string().nullable().meta({ description: "Only with operator scope" }),
    last_run_at: time.nullable(),
    last_status: z.string().nullable(),
    last_duration_ms: z.int().nullable(),
    last_run_id: id.nullable(),
    last_error: z.string().nullable(),
    fired: z.int(),
    skipped: z.int(),
    changed: z.array(z.string()).meta({ description: "What differs from the configuration" }),
    revision: z.int(),
    updated_at: time,
  })
  .meta({ id: "Schedule" });

/** The process that starts what is due; null when none lives. */
const scheduler = z.object({ id: z.string(), last_beat_at: time }).nullable();

export const scheduleRoutes = {
  listSchedules: route(paths.listSchedules, {
    tag,
    summary: "What runs by itself, and when",
    query: z.object(pageQuery()),
    response: page(schedule).extend({ scheduler }),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  getSchedule: route(paths.getSchedule, {
    tag,
    summary: "One schedule",
    params,
    response: schedule,
    role: "viewer",
    scope: "read",
  }),
  changeSchedule: route(paths.changeSchedule, {
    tag,
    summary: "Change a schedule",
    description: "An interval takes the place of a cron line, and the other way round.",
    params,
    body: z.object({
      enabled: z.boolean().optional(),
      interval_seconds: z
        .int()
        .min(10)
        .max(366 * 86_400)
        .optional(),
      cron: line(100).optional(),
      time_zone: line(100).optional(),
      jitter_seconds: z.int().min(0).max(86_400).optional(),
      overlap: z.enum(["skip", "queue"]).optional(),
    }),
    response: schedule,
    problems: ["invalid"],
    role: "analyst",
    scope: "operator",
    ifMatch: true,
  }),
  resetSchedule: route(paths.resetSchedule, {
    tag,
    summary: "Take back what people changed of a schedule",
    params,
    response: schedule,
    problems: ["invalid"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
  runSchedule: route(paths.runSchedule, {
    tag,
    summary: "Start a schedule now, beside its plan",
    description: "The scheduler starts it at its next look; without one that lives it waits for one.",
    params,
    response: z.object({ name: z.string(), requested_at: time.nullable(), scheduler }),
    status: 202,
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
};
