import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** found = new + updated + unchanged + duplicate + rejected + failed, always. */
export type Counts = {
  found: number;
  new: number;
  updated: number;
  unchanged: number;
  duplicate: number;
  rejected: number;
  failed: number;
};

export type RunStatus = "running" | "completed" | "completed_with_errors" | "failed" | "cancelled";
export type RunTrigger = "cli" | "schedule" | "api" | "daemon" | "peer";
export type RunProblem = { source?: string; reason: string; message: string };

/** A unit of work that a person would ask about. */
export const runs = pgTable(
  "runs",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().notNull(),
    trigger: text().$type<RunTrigger>().notNull(),
    actor: text().notNull(),
    params: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    status: text().$type<RunStatus>().notNull().default("running"),
    startedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp({ withTimezone: true }),
    counts: jsonb().$type<Partial<Counts>>().notNull().default({}),
    metrics: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    errors: jsonb().$type<RunProblem[]>().notNull().default([]),
    warnings: jsonb().$type<string[]>().notNull().default([]),
  },
  (table) => [
    index("runs_started").on(table.startedAt.desc()),
    index("runs_running")
      .on(table.id)
      .where(sql`${table.status} = 'running'`),
  ],
);

export type Run = typeof runs.$inferSelect;
