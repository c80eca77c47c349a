import { bigint, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

import { tenantColumn } from "./tenants.ts";

export type Subject = "article" | "story" | "entity";

/** What people write beside an article, a story or an entity; a subset of Markdown. */
export const notes = pgTable(
  "notes",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantColumn(),
    subject: text().$type<Subject>().notNull(),
    subjectId: bigint({ mode: "number" }).notNull(),
    text: text().notNull(),
    actor: text().notNull(),
    revision: integer().notNull().default(1),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("notes_subject").on(table.tenantId, table.subject, table.subjectId)],
);

/** Labels of a tenant's own; those of sources and feeds are columns there. */
export const subjectTags = pgTable(
  "subject_tags",
  {
    tenantId: tenantColumn(),
    subject: text().$type<Subject>().notNull(),
    subjectId: bigint({ mode: "number" }).notNull(),
    tag: text().notNull(),
    actor: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.subject, table.subjectId, table.tag] }),
    index("subject_tags_tag").on(table.tenantId, table.tag),
  ],
);
