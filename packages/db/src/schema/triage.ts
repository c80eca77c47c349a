import { bigint, boolean, index, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

import { tenantColumn } from "./tenants.ts";

export const triageStates = ["new", "read", "kept", "dismissed", "snoozed"] as const;
export type TriageState = (typeof triageStates)[number];

/** What a person did with an article or a story; without a row it is new. */
export const triage = pgTable(
  "triage",
  {
    tenantId: tenantColumn(),
    subject: text().$type<"article" | "story">().notNull(),
    subjectId: bigint({ mode: "number" }).notNull(),
    state: text().$type<TriageState>().notNull(),
    starred: boolean().notNull().default(false),
    /** Who is to look into it: a username. */
    assignee: text(),
    /** A snoozed one is new again then. */
    snoozedUntil: timestamp({ withTimezone: true }),
    actor: text().notNull(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.subject, table.subjectId] }),
    index("triage_state").on(table.tenantId, table.subject, table.state),
  ],
);
