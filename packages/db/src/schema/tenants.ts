import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

import { users } from "./users.ts";

/** A team whose work (triage, notes, verdicts, lists, tokens) nobody else sees; sources and articles are everybody's. */
export const tenants = pgTable("tenants", {
  id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** Closed: nobody signs in to it, nothing of it is removed. */
  disabledAt: timestamp({ withTimezone: true }),
  revision: integer().notNull().default(1),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** In the order of what they may do. */
export const roles = ["viewer", "analyst", "admin"] as const;
export type Role = (typeof roles)[number];

/** What a user is in a tenant. */
export const memberships = pgTable(
  "memberships",
  {
    tenantId: bigint({ mode: "number" })
      .notNull()
      .references(() => tenants.id, { onDelete: "cascade" }),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text().$type<Role>().notNull(),
    /** Given by a group of the identity provider, which may take it away again. */
    fromProvider: boolean().notNull().default(false),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    index("memberships_user").on(table.userId),
  ],
);

/** The tenant of this transaction or connection, see `current_tenant` (migration 0003); NULL sees and writes nothing. */
export const currentTenant = sql<number>`current_tenant()`;

/** Belongs to every table of a tenant's own; row-level security asks for it once more. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- a column whose type only drizzle can write
export const tenantColumn = () =>
  bigint({ mode: "number" })
    .notNull()
    .default(currentTenant)
    .references(() => tenants.id, { onDelete: "cascade" });
