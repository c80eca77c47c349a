import { bigint, pgTable, real, text, timestamp, unique } from "drizzle-orm/pg-core";

import { tenantColumn } from "./tenants.ts";

export const watchKinds = ["term", "entity", "sector", "product", "vendor", "country"] as const;
export type WatchKind = (typeof watchKinds)[number];

/** What the user cares about: articles and stories that speak of it rank higher and say so. */
export const watchlists = pgTable(
  "watchlists",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantColumn(),
    kind: text().$type<WatchKind>().notNull(),
    value: text().notNull(),
    weight: real().notNull().default(1),
    note: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique("watchlists_value").on(table.tenantId, table.kind, table.value)],
);
