import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

/** Why a source is here: the built-in pack and the samples update what they own, people's own are left alone. */
export type SourceOrigin = "pack" | "samples" | "user" | "import";

export type SourceSettings = {
  include?: RuleRow[];
  exclude?: RuleRow[];
  selectors?: { item?: string; link?: string; title?: string; date?: string; summary?: string };
  userAgent?: string;
  ignoreRobots?: boolean;
};

export type RuleRow = { field: "title" | "url" | "text" | "any"; words?: string; pattern?: string };

export const sources = pgTable(
  "sources",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    kind: text().$type<SourceKind>().notNull(),
    url: text().notNull(),
    siteUrl: text(),
    tier: smallint().notNull().default(2),
    weight: real().notNull().default(1),
    tags: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    enabled: boolean().notNull().default(true),
    intervalSeconds: integer(),
    note: text(),
    origin: text().$type<SourceOrigin>().notNull(),
    /** The values that the pack wrote last: what differs from them now was changed by a person. */
    packValues: jsonb().$type<Record<string, unknown>>(),
    settings: jsonb().$type<SourceSettings>().notNull().default({}),
    /** Feed attributes that OPML carried and we have no column for. */
    opml: jsonb().$type<Record<string, string>>(),

    etag: text(),
    lastModified: text(),
    template: jsonb().$type<unknown>(),
    nextCheckAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** When a job for it was added last; it is not added again until it was checked or the job seems lost. */
    queuedAt: timestamp({ withTimezone: true }),
    lastCheckedAt: timestamp({ withTimezone: true }),
    lastSuccessAt: timestamp({ withTimezone: true }),
    lastNewAt: timestamp({ withTimezone: true }),
    consecutiveFailures: integer().notNull().default(0),
    lastError: text(),
    lastErrorMessage: text(),
    /** Counts what people changed; checks do not. */
    revision: integer().notNull().default(1),
    removedAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("sources_due")
      .on(table.nextCheckAt)
      .where(sql`${table.enabled} and ${table.removedAt} is null`),
  ],
);

export const sourceKinds = ["rss", "atom", "json", "sitemap", "listing", "wp-json", "file"] as const;
export type SourceKind = (typeof sourceKinds)[number];
export type Source = typeof sources.$inferSelect;
