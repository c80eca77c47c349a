import {
  bigint,
  boolean,
  date,
  jsonb,
  integer,
  pgTable,
  real,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

export type KnowledgeKind = "attack" | "galaxy" | "warninglist" | "kev" | "epss" | "cvss";

/** A body of knowledge that was loaded, in one version. */
export const knowledgeSets = pgTable(
  "knowledge_sets",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().$type<KnowledgeKind>().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    /** File, folder or URL. */
    origin: text().notNull(),
    contentHash: text().notNull(),
    items: integer().notNull(),
    /** What matching needs of it, in our own shape; empty where the items have a table of their own. */
    data: jsonb().$type<unknown>().notNull(),
    warnings: text().array().notNull(),
    syncedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique("knowledge_sets_name").on(table.kind, table.name)],
);

/** What is known of a published flaw, whoever says it. */
export const vulnerabilities = pgTable("vulnerabilities", {
  cve: text().primaryKey(),
  name: text(),
  vendor: text(),
  product: text(),
  kevAddedOn: date({ mode: "string" }),
  kevDueOn: date({ mode: "string" }),
  kevRansomware: boolean(),
  cvss: real(),
  cvssVector: text(),
  cvssVersion: text(),
  epss: real(),
  epssPercentile: real(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});
