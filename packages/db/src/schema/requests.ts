import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

import { tenantColumn } from "./tenants.ts";

/** Requests that carried an Idempotency-Key, so that a second one gets the answer of the first, for 24 h. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    tenantId: tenantColumn(),
    /** Who asked: `user:ID` or `token:ID`. */
    principal: text().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    /** SHA-256 in hex over path and body. */
    requestHash: text().notNull(),
    /** null while the first one is being answered. */
    status: integer(),
    headers: jsonb().$type<Record<string, string>>(),
    body: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.principal, table.route, table.key] }),
    index("idempotency_keys_created").on(table.createdAt),
  ],
);

/** How to take a bulk action back, for ten minutes. */
export const undoTokens = pgTable(
  "undo_tokens",
  {
    /** SHA-256 in hex of the token. */
    tokenHash: text().primaryKey(),
    tenantId: tenantColumn(),
    principal: text().notNull(),
    action: text().notNull(),
    /** The rows as they were before. */
    before: jsonb().$type<unknown>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index("undo_tokens_expires").on(table.expiresAt)],
);
