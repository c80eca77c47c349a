import { bigint, index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

import { tenantColumn } from "./tenants.ts";
import { users } from "./users.ts";

/** What programs show instead of a password: cti_pat_ID_SECRET, of which only a hash is kept. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantColumn(),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The ID of the token, for lists and logs. */
    prefix: text().notNull().unique(),
    /** SHA-256 in hex of the whole token. */
    tokenHash: text().notNull().unique(),
    scopes: text().array().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
    lastUsedFrom: text(),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index("api_tokens_user").on(table.userId)],
);
