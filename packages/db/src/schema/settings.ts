import { jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What the installation remembers about itself, such as the version of the source pack. */
export const settings = pgTable("settings", {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
