import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, line, page, pageQuery, time, timeText, wordsText } from "../shapes.ts";
import { queueName } from "./queues.ts";

const tag = "Jobs";
const states = ["waiting", "active", "delayed", "completed", "failed"] as const;
const names = [
  "collect-source",
  "scrape-missing",
  "extract-entities",
  "cluster",
  "rank",
  "cleanup",
  "daily-report",
  "backup",
  "connectivity-check",
  "analyse",
  "embed-articles",
  "analyse-top",
  "pull-model",
] as const;

/** QUEUE:KEY. */
const jobId = z.string().regex(/^(collect|process|upkeep|analyse):[\w-]{1,200}$/, "Write QUEUE:KEY");
const params = z.object({ id: jobId });

const jobLine = z
  .object({
    id: z.string(),
    queue: z.string(),
    name: z.string(),
    state: z.string().meta({
      description:
        "waiting, active, delayed, completed, failed; cancelled of one that the queue has forgotten",
    }),
    attempts: z.int(),
    max_attempts: z.int().nullable(),
    added_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
    worker: z.string().nullable(),
    error: z.string().nullable(),
    source_id: id.nullable(),
    run_id: id.nullable(),
  })
  .meta({ id: "JobLine" });

const data = z.record(z.string(), z.unknown()).nullable();

const job = jobLine
  .extend({
    payload: data,
    progress: data,
    result: data,
    is_held: z.boolean().meta({ description: "The queue still has it, so it can be cancelled or retried" }),
    tries: z.array(
      z.object({
        attempt: z.int(),
        outcome: z.string(),
        worker: z.string(),
        run_id: id.nullable(),
        error: z.string().nullable(),
        started_at: time,
        finished_at: time,
      }),
    ),
  })
  .meta({ id: "Job" });

const outcomes = ["completed", "failed", "retrying", "cancelled", "handed_back"] as const;

const jobRecord = z
  .object({
    id,
    job_id: z.string(),
    queue: z.string(),
    name: z.string(),
    attempt: z.int(),
    outcome: z.string(),
    worker: z.string(),
    run_id: id.nullable(),
    error: z.string().nullable(),
    payload: data,
    result: data,
    added_at: time,
    started_at: time,
    finished_at: time,
  })
  .meta({ id: "JobRecord" });

export const jobRoutes = {
  listJobRecords: route(paths.listJobRecords, {
    tag,
    summary: "Tries of jobs that ended, kept longer than the queues keep them",
    query: z.object({
      ...pageQuery(),
      name: z.enum(names).optional(),
      outcome: z.enum(outcomes).optional(),
      worker: line(200).optional(),
      since: timeText.optional(),
      error: line(200).optional().meta({ description: "Words of its error" }),
    }),
    response: page(jobRecord),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  listJobs: route(paths.listJobs, {
    tag,
    summary: "Jobs that the queues hold, the one that was added last first",
    query: z.object({
      ...pageQuery(),
      queue: queueName.optional(),
      state: wordsText(states).optional(),
    }),
    response: page(jobLine),
    problems: ["unavailable", "bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  getJob: route(paths.getJob, {
    tag,
    summary: "A job with its progress, its result and its tries",
    params,
    response: job,
    problems: ["unavailable"],
    role: "viewer",
    scope: "read",
  }),
  cancelJob: route(paths.cancelJob, {
    tag,
    summary: "Take a waiting job out of its queue, or tell a running one to stop",
    params,
    response: z.object({ id: z.string(), outcome: z.enum(["removed", "signalled"]) }),
    problems: ["unavailable", "conflict"],
    role: "analyst",
    scope: "operator",
  }),
  retryJob: route(paths.retryJob, {
    tag,
    summary: "Put a failed job back into its queue",
    params,
    response: z.object({ id: z.string() }),
    status: 202,
    problems: ["unavailable", "conflict"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
  retryFailedJobs: route(paths.retryFailedJobs, {
    tag,
    summary: "Put failed jobs back into their queues, up to 500 at a time",
    body: z.object({ queue: queueName.optional(), name: z.enum(names).optional() }),
    response: z.object({
      retried: z.array(z.string()),
      left: z.int().meta({ description: "Have failed and are still there: ask again" }),
    }),
    status: 202,
    problems: ["unavailable"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
};
