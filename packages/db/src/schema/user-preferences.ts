import { bigint, jsonb, pgTable, timestamp } from "drizzle-orm/pg-core";

import { users } from "./users.ts";

/** How somebody likes the application, and when they looked at a page last. Nothing here decides anything. */
export type Preferences = {
  theme: "dark" | "light" | "system" | null;
  /** A name of the IANA; null is UTC. */
  time_zone: string | null;
  density: "compact" | "comfortable" | null;
  /** Keys of single letters work. */
  keys_enabled: boolean;
  /** The key of an action, where it is not the usual one. */
  keys: Record<string, string>;
  /** When a page was looked at last: RFC 3339 in UTC. */
  visits: Record<string, string>;
  /** The filters of a page as a query string. */
  views: Record<string, string>;
};

export const userPreferences = pgTable("user_preferences", {
  userId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** What is not in it is as usual. */
  value: jsonb().$type<Partial<Preferences>>().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});
