import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

import type { Counts } from "./runs.ts";
import { runs } from "./runs.ts";
import { sources } from "./sources.ts";

export type CheckOutcome = "ok" | "not_modified" | "failed";

/** One look at one source: what was found, or why it was not. */
export const sourceChecks = pgTable(
  "source_checks",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    sourceId: bigint({ mode: "number" })
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    runId: bigint({ mode: "number" }).references(() => runs.id, { onDelete: "set null" }),
    startedAt: timestamp({ withTimezone: true }).notNull(),
    durationMs: integer().notNull(),
    outcome: text().$type<CheckOutcome>().notNull(),
    reason: text(),
    message: text(),
    wireBytes: bigint({ mode: "number" }).notNull().default(0),
    counts: jsonb().$type<Counts>().notNull(),
    warnings: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
  },
  (table) => [
    index("source_checks_source").on(table.sourceId, table.startedAt.desc()),
    index("source_checks_run").on(table.runId),
  ],
);
