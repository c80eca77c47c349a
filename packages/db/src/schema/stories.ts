import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

import { articles } from "./articles.ts";

export type SplitProposal = { by: [string, string]; groups: [number[], number[]]; sentence: string };

/** Articles on one event. A story that was merged stays as a row that points to where it went. */
export const stories = pgTable(
  "stories",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    title: text().notNull(),
    /** The article whose title it bears. */
    titleArticleId: bigint({ mode: "number" }),
    pinned: boolean().notNull().default(false),
    mergedInto: bigint({ mode: "number" }),
    firstAt: timestamp({ withTimezone: true }).notNull(),
    lastAt: timestamp({ withTimezone: true }).notNull(),
    /** Articles without twins; twins count apart. */
    articleCount: integer().notNull(),
    twinCount: integer().notNull().default(0),
    /** Sources that tell it in their own words. */
    ownerCount: integer().notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
    /** What looks like two stories in one, for an analyst to decide. */
    splitProposal: jsonb().$type<SplitProposal>(),
    rankDueAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index("stories_last")
      .on(table.lastAt.desc())
      .where(sql`${table.mergedInto} is null`),
    index("stories_pinned")
      .on(table.lastAt.desc(), table.id.desc().nullsFirst())
      .where(sql`${table.pinned} and ${table.mergedInto} is null`),
  ],
);

/** Why an article belongs to its story. */
export const storyArticles = pgTable(
  "story_articles",
  {
    articleId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => articles.id, { onDelete: "cascade" }),
    storyId: bigint({ mode: "number" })
      .notNull()
      .references(() => stories.id),
    by: text().$type<"rule" | "analyst">().notNull(),
    /** created, joined, twin, constraint, merged, split. */
    kind: text().notNull(),
    /** The site that tells it; several feeds of one site are one voice. */
    owner: text().notNull(),
    similarity: real().notNull(),
    reasons: jsonb().$type<Record<string, unknown>>().notNull(),
    joinedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("story_articles_story").on(table.storyId)],
);

/** Stories that a round-up speaks of, or that are near a story without being it. */
export const storyRelations = pgTable(
  "story_relations",
  {
    articleId: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    storyId: bigint({ mode: "number" })
      .notNull()
      .references(() => stories.id),
    kind: text().$type<"roundup" | "related">().notNull(),
    similarity: real().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.storyId] }),
    index("story_relations_story").on(table.storyId),
  ],
);

/** Merges and splits, by rule or by hand; each can be undone. */
export const storyChanges = pgTable(
  "story_changes",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().$type<"merge" | "split">().notNull(),
    /** The story that lost articles, and the one that has them now. */
    fromStoryId: bigint({ mode: "number" }).notNull(),
    intoStoryId: bigint({ mode: "number" }).notNull(),
    by: text().$type<"rule" | "analyst">().notNull(),
    actor: text().notNull(),
    reason: text().notNull(),
    /** The rows of the moved articles as they were before. */
    moved: jsonb().$type<StoryMembership[]>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    undoneAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index("story_changes_from").on(table.fromStoryId),
    index("story_changes_into").on(table.intoStoryId),
  ],
);

export type StoryMembership = typeof storyArticles.$inferSelect;

/** What an analyst decided about two articles; kept by every later clustering. */
export const storyConstraints = pgTable(
  "story_constraints",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().$type<"must" | "cannot">().notNull(),
    articleA: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    articleB: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    /** The change that it came from; undoing that one lifts it. */
    changeId: bigint({ mode: "number" }).references(() => storyChanges.id, { onDelete: "cascade" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("story_constraints_a").on(table.articleA),
    index("story_constraints_b").on(table.articleB),
  ],
);

export type Story = typeof stories.$inferSelect;
