import { sql } from "drizzle-orm";
import { bigint, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

import { tenantColumn } from "./tenants.ts";
import { users } from "./users.ts";

/** A query that somebody keeps: for themselves, or for the whole tenant. */
export const savedSearches = pgTable(
  "saved_searches",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantColumn(),
    name: text().notNull(),
    /** In the search language. */
    query: text().notNull(),
    /** What it lists. */
    target: text().$type<"articles" | "stories">().notNull().default("articles"),
    sort: text(),
    visibility: text().$type<"private" | "team">().notNull().default("private"),
    /** How the screen shows it: columns, density. */
    view: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    ownerId: bigint({ mode: "number" }).references(() => users.id, { onDelete: "set null" }),
    actor: text().notNull(),
    revision: integer().notNull().default(1),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("saved_searches_name").on(
      table.tenantId,
      sql`lower(${table.name})`,
      sql`(case when ${table.visibility} = 'team' then 0 else coalesce(${table.ownerId}, -1) end)`,
    ),
  ],
);
