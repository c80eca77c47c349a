import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

import type { RunStatus } from "./runs.ts";

/** `skip`: while the last job still waits or runs, a tick only counts. `queue`: one tick is remembered for after it. */
export type OverlapPolicy = "skip" | "queue";

/** What config.yaml says of a schedule; a person's change to the row stays, whatever the file says later. */
export type ScheduleSeed = {
  intervalSeconds: number | null;
  cron: string | null;
  timeZone: string;
  jitterSeconds: number;
  overlap: OverlapPolicy;
  enabled: boolean;
};

/** What runs by itself: every so often or at the times of a cron line, never both. */
export const schedules = pgTable(
  "schedules",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull().unique(),
    /** What it starts: a job of the queue, or `collect-due`, which the scheduler does itself. */
    job: text().notNull().default("collect-due"),
    intervalSeconds: integer(),
    cron: text(),
    timeZone: text().notNull().default("UTC"),
    /** Each start is moved by up to so many seconds, so that installations do not march in step. */
    jitterSeconds: integer().notNull().default(0),
    overlap: text().$type<OverlapPolicy>().notNull().default("skip"),
    enabled: boolean().notNull().default(true),
    /** The values that the configuration wrote last: what differs from them now was changed by a person. */
    seed: jsonb().$type<ScheduleSeed>(),
    /** When it is to start next; null while disabled. */
    nextRunAt: timestamp({ withTimezone: true }),
    /** "Run now" of a person: the next look of the scheduler starts it. */
    requestedAt: timestamp({ withTimezone: true }),
    requestedBy: text(),
    lastRunAt: timestamp({ withTimezone: true }),
    lastStatus: text().$type<RunStatus>(),
    lastDurationMs: integer(),
    lastRunId: bigint({ mode: "number" }),
    lastError: text(),
    /** Counts what people changed; runs do not. */
    revision: integer().notNull().default(1),
    /** Ticks that started something, and ticks that fell into the previous run. */
    fired: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("schedules_next")
      .on(table.nextRunAt)
      .where(sql`${table.enabled}`),
  ],
);

export type Schedule = typeof schedules.$inferSelect;
