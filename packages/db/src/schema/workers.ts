import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

export type ProcessKind = "worker" | "scheduler" | "monitor" | "web" | "daemon";
export type ActiveJob = { id: string; queue: string; name: string; startedAt: string };

/** The heartbeat of each process of ours: who is there, and what it is doing. */
export const workers = pgTable("workers", {
  id: text().primaryKey(),
  kind: text().$type<ProcessKind>().notNull(),
  host: text().notNull(),
  pid: integer().notNull(),
  version: text().notNull(),
  queues: jsonb().$type<Record<string, number>>().notNull().default({}),
  active: jsonb().$type<ActiveJob[]>().notNull().default([]),
  rssBytes: bigint({ mode: "number" }).notNull().default(0),
  /** Its own clock minus the database's, in milliseconds. */
  clockSkewMs: integer().notNull().default(0),
  startedAt: timestamp({ withTimezone: true }).notNull(),
  lastBeatAt: timestamp({ withTimezone: true }).notNull(),
  /** When it said goodbye; null for one that lives or died without a word. */
  stoppedAt: timestamp({ withTimezone: true }),
});

export type WorkerRow = typeof workers.$inferSelect;

/** Each job that ended: the history that outlives the queue. */
export const jobRecords = pgTable(
  "job_records",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** The queue's id of it, "QUEUE:KEY"; a retried job has a row per try. */
    jobId: text().notNull(),
    queue: text().notNull(),
    name: text().notNull(),
    outcome: text().notNull(),
    attempt: integer().notNull(),
    worker: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    result: jsonb().$type<Record<string, unknown>>(),
    error: text(),
    runId: bigint({ mode: "number" }),
    addedAt: timestamp({ withTimezone: true }).notNull(),
    startedAt: timestamp({ withTimezone: true }).notNull(),
    finishedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index("job_records_finished").on(table.finishedAt.desc(), table.id.desc()),
    index("job_records_job").on(table.jobId),
    index("job_records_name").on(table.name, table.finishedAt.desc()),
    // The same try may be told twice when a worker dies between the row and the queue.
    uniqueIndex("job_records_once").on(table.jobId, table.attempt, table.startedAt),
  ],
);

export type JobRecord = typeof jobRecords.$inferSelect;
