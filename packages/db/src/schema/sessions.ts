import { bigint, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

import { tenants } from "./tenants.ts";
import { users } from "./users.ts";

/** A browser that is signed in. */
export const sessions = pgTable(
  "sessions",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** SHA-256 in hex of the 256 bits that the cookie holds. */
    tokenHash: text().notNull().unique(),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tenantId: bigint({ mode: "number" })
      .notNull()
      .references(() => tenants.id, { onDelete: "cascade" }),
    /** How they signed in: password, password+totp, password+recovery, oidc, setup. */
    method: text().notNull(),
    address: text(),
    userAgent: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
    /** The end however busy it is. */
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

export type Session = typeof sessions.$inferSelect;
