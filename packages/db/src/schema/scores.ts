import { bigint, index, jsonb, pgTable, primaryKey, real, text, timestamp } from "drizzle-orm/pg-core";

import { currentTenant } from "./tenants.ts";

/** How much an article or a story matters now, and why. */
export const scores = pgTable(
  "scores",
  {
    /** What matters depends on watchlists and verdicts. No foreign key: they are many, and tenants go rarely. */
    tenantId: bigint({ mode: "number" }).notNull().default(currentTenant),
    subject: text().$type<"article" | "story">().notNull(),
    subjectId: bigint({ mode: "number" }).notNull(),
    total: real().notNull(),
    /** Of the subject: what its age counts from. */
    at: timestamp({ withTimezone: true }).notNull(),
    /** The total is 100 × product / (product + middle). */
    product: real().notNull(),
    middle: real().notNull(),
    parts: jsonb().$type<RankPart[]>().notNull(),
    version: text().notNull(),
    rankedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.subject, table.subjectId] }),
    index("scores_total").on(table.tenantId, table.subject, table.total.desc()),
  ],
);

export type RankPart = { name: string; value: number; points: number; reason: string };
