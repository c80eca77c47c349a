import { type SQL, sql } from "drizzle-orm";
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

import { sources } from "./sources.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Where the text of an article comes from; `none` waits for a page that could not be read yet. */
export type TextSource = "page" | "feed" | "pdf" | "file" | "none";

export const articles = pgTable(
  "articles",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    sourceId: bigint({ mode: "number" })
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    guid: text(),
    url: text(),
    canonicalUrl: text(),
    /** By this two listed URLs are the same article: canonical, without scheme and www. */
    urlKey: text().notNull(),
    /** The same of the URL at which the page was found in the end. */
    canonicalKey: text().notNull(),
    title: text().notNull(),
    authors: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    categories: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    publishedAt: timestamp({ withTimezone: true }),
    publishedRaw: text(),
    /** `future`: clamped to the time of collection; `unreadable`: the raw date says nothing to us. */
    publishedFlag: text(),
    modifiedAt: timestamp({ withTimezone: true }),
    collectedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    changedAt: timestamp({ withTimezone: true }),
    language: text(),
    summary: text(),
    text: text().notNull(),
    html: text().notNull(),
    links: jsonb().$type<{ url: string; text: string }[]>().notNull().default([]),
    textSource: text().$type<TextSource>().notNull(),
    contentHash: text(),
    /** Of the entry as the feed gave it: when it changes, the page is read again. */
    entryHash: text(),
    wordCount: integer().notNull().default(0),
    version: smallint().notNull().default(1),
    rejectedReason: text(),
    /** A person took it back in: rules reject it no more. */
    restoredAt: timestamp({ withTimezone: true }),
    /** What is special about the text, such as that it was cut at the cap. */
    textNote: text(),

    pageEtag: text(),
    pageLastModified: text(),
    scrapedAt: timestamp({ withTimezone: true }),
    scrapeAttempts: smallint().notNull().default(0),
    scrapeError: text(),
    scrapeMessage: text(),
    /** When the page is to be read (again); null when there is nothing left to do. */
    scrapeDueAt: timestamp({ withTimezone: true }),

    // article_search (first migration) takes less of a text whose tsvector would exceed PostgreSQL's 1 MB.
    search: tsvector().generatedAlwaysAs((): SQL => sql`article_search("title", "text")`),
  },
  (table) => [
    uniqueIndex("articles_url_key").on(table.urlKey),
    uniqueIndex("articles_canonical_key").on(table.canonicalKey),
    uniqueIndex("articles_source_guid").on(table.sourceId, table.guid),
    // The same text twice is one article and a copy; texts of a few words are too often the same by chance.
    uniqueIndex("articles_content_hash")
      .on(table.contentHash)
      .where(sql`${table.wordCount} >= 50 and ${table.rejectedReason} is null`),
    index("articles_published").on(sql`coalesce(${table.publishedAt}, ${table.collectedAt}) desc`, table.id),
    index("articles_collected").on(table.collectedAt),
    index("articles_scrape_due")
      .on(table.sourceId, table.scrapeDueAt)
      .where(sql`${table.scrapeDueAt} is not null`),
    index("articles_source_published").on(
      table.sourceId,
      sql`coalesce(${table.publishedAt}, ${table.collectedAt}) desc`,
    ),
    // Few, so that counting the others is all of them less these.
    index("articles_rejected")
      .on(sql`coalesce(${table.publishedAt}, ${table.collectedAt}) desc`)
      .where(sql`${table.rejectedReason} is not null`),
    index("articles_incomplete")
      .on(sql`coalesce(${table.publishedAt}, ${table.collectedAt}) desc`)
      .where(sql`${table.scrapeError} is not null`),
    index("articles_search").using("gin", table.search),
  ],
);

/** What an article said before its publisher changed it. */
export const articleVersions = pgTable(
  "article_versions",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    articleId: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    version: smallint().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    html: text().notNull(),
    contentHash: text(),
    wordCount: integer().notNull(),
    replacedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex("article_versions_number").on(table.articleId, table.version)],
);

/** The same article seen elsewhere: at another source, or the same text at another URL. */
export const articleCopies = pgTable(
  "article_copies",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    articleId: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    sourceId: bigint({ mode: "number" })
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    /** By this the source names the entry: its guid, else its URL key. */
    entryKey: text().notNull(),
    url: text(),
    urlKey: text().notNull(),
    title: text().notNull(),
    publishedAt: timestamp({ withTimezone: true }),
    reason: text().$type<"same_url" | "same_text">().notNull(),
    similarity: real().notNull(),
    seenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("article_copies_entry").on(table.sourceId, table.entryKey),
    index("article_copies_article").on(table.articleId),
  ],
);

export type Article = typeof articles.$inferSelect;
