import { z } from "zod";

/** Who asked for a job; handed on to the run that it becomes. */
const origin = {
  trigger: z.enum(["cli", "schedule", "api", "daemon", "peer"]).default("schedule"),
  actor: z.string().max(200).default("scheduler"),
  /** Name of the schedule that fired, whose row gets the outcome. */
  schedule: z.string().max(100).optional(),
};
const sweep = z.object({ ...origin, limit: z.int().positive().optional(), all: z.boolean().default(false) });

/** Queues differ in what they keep busy: the network, the processors, nothing much, or the local model. */
export const queueNames = ["collect", "process", "upkeep", "analyse"] as const;
export type QueueName = (typeof queueNames)[number];

export type JobSpec<Payload extends z.ZodType = z.ZodType> = {
  queue: QueueName;
  payload: Payload;
  /** What is worked on: while a job of this key waits or runs, another one is not added. */
  key: (payload: z.output<Payload>) => string;
  /** How often it is tried in all; between two tries `backoffMs`, doubled each time, ±50 %. */
  attempts: number;
  backoffMs: number;
  /** After so long the signal of the job aborts, and the job fails. */
  timeLimitMs: number;
  /** 1 is taken first. */
  priority: number;
};

const minute = 60_000;

/** Every job that exists: where it waits, what it carries, how it is retried. */
export const jobs = {
  "collect-source": job({
    queue: "collect",
    payload: z.object({ ...origin, sourceId: z.int().positive(), force: z.boolean().default(false) }),
    key: ({ sourceId }) => `source-${sourceId}`,
    attempts: 3,
    backoffMs: 5_000,
    timeLimitMs: 30 * minute,
    priority: 5,
  }),
  "scrape-missing": job({
    queue: "collect",
    payload: sweep,
    key: () => "scrape-missing",
    attempts: 3,
    backoffMs: 30_000,
    timeLimitMs: 60 * minute,
    priority: 10,
  }),
  "extract-entities": job({
    queue: "process",
    payload: sweep,
    key: () => "extract-entities",
    attempts: 3,
    backoffMs: 30_000,
    timeLimitMs: 120 * minute,
    priority: 10,
  }),
  cluster: job({
    queue: "process",
    payload: sweep,
    key: () => "cluster",
    attempts: 3,
    backoffMs: 10_000,
    timeLimitMs: 120 * minute,
    priority: 5,
  }),
  rank: job({
    queue: "process",
    payload: sweep,
    key: () => "rank",
    attempts: 3,
    backoffMs: 10_000,
    timeLimitMs: 120 * minute,
    priority: 5,
  }),
  cleanup: job({
    queue: "upkeep",
    payload: z.object(origin),
    key: () => "cleanup",
    attempts: 3,
    backoffMs: minute,
    timeLimitMs: 30 * minute,
    priority: 10,
  }),
  "daily-report": job({
    queue: "upkeep",
    payload: z.object({ ...origin, date: z.iso.date().optional() }),
    key: () => "daily-report",
    attempts: 3,
    backoffMs: minute,
    timeLimitMs: 10 * minute,
    priority: 5,
  }),
  backup: job({
    queue: "upkeep",
    payload: z.object(origin),
    key: () => "backup",
    attempts: 2,
    backoffMs: 10 * minute,
    timeLimitMs: 360 * minute,
    priority: 5,
  }),
  "connectivity-check": job({
    queue: "upkeep",
    payload: z.object(origin),
    key: () => "connectivity-check",
    attempts: 1,
    backoffMs: minute,
    timeLimitMs: 10 * minute,
    priority: 10,
  }),
  analyse: job({
    queue: "analyse",
    payload: z.object({ ...origin, analysisId: z.int().positive() }),
    key: ({ analysisId }) => `analysis-${analysisId}`,
    attempts: 3,
    backoffMs: 30_000,
    timeLimitMs: 120 * minute,
    priority: 50,
  }),
  "embed-articles": job({
    queue: "analyse",
    payload: sweep,
    key: () => "embed-articles",
    attempts: 3,
    backoffMs: minute,
    timeLimitMs: 120 * minute,
    priority: 100,
  }),
  "analyse-top": job({
    queue: "upkeep",
    payload: z.object(origin),
    key: () => "analyse-top",
    attempts: 2,
    backoffMs: minute,
    timeLimitMs: 10 * minute,
    priority: 10,
  }),
  "pull-model": job({
    queue: "upkeep",
    payload: z.object({ ...origin, model: z.string().min(1).max(200) }),
    key: ({ model }) => `pull-${model.replaceAll(/[^\w-]/g, "-")}`,
    attempts: 3,
    backoffMs: 30_000,
    timeLimitMs: 360 * minute,
    priority: 5,
  }),
} as const;

export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as JobName[];
/** As a caller writes it. */
export type JobInput<Name extends JobName> = z.input<(typeof jobs)[Name]["payload"]>;
/** As a handler gets it. */
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]["payload"]>;

/** How long finished jobs stay to be looked at in the queue itself; `job_records` keeps them longer. */
export const retention = {
  completed: { age: 3_600, count: 500 },
  failed: { age: 7 * 86_400, count: 2_000 },
} as const;

function job<Payload extends z.ZodType>(spec: JobSpec<Payload>): JobSpec<Payload> {
  return spec;
}
