import { bigint, boolean, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What runs by itself, and when it did last. */
export const schedules = pgTable("schedules", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  intervalSeconds: integer().notNull(),
  enabled: boolean().notNull().default(true),
  lastRunAt: timestamp({ withTimezone: true }),
  nextRunAt: timestamp({ withTimezone: true }),
});
