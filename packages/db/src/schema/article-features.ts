import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  index,
  integer,
  json,
  pgTable,
  real,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

import { articles } from "./articles.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** What makes up a score: its parts' points add up to it. */
export type ScorePart = { name: string; points: number; reason: string };

/** What was computed of an article's text. Apart from it, so that a new state does not rewrite the text's row. */
export const articleFeatures = pgTable(
  "article_features",
  {
    articleId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => articles.id, { onDelete: "cascade" }),
    /** Of the code and the knowledge that extracted; another one today means that the article is due again. */
    extractorVersion: text().notNull(),
    extractedAt: timestamp({ withTimezone: true }).notNull(),
    quality: smallint().notNull(),
    qualityParts: json().$type<ScorePart[]>().notNull(),
    huntScore: smallint().notNull(),
    huntParts: json().$type<ScorePart[]>().notNull(),
    /** MinHash of 128 numbers; null for texts of a few words. */
    signature: bytea(),
    /** 32 bands of the signature: texts that share one are compared. */
    bands: integer().array(),
    /** What stories are made of, packed. */
    storyFeatures: bytea().notNull(),
    clusteredAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    // Without a pending list, which every search would have to read through.
    index("article_features_bands").using("gin", table.bands).with({ fastupdate: false }),
    index("article_features_hunt").on(table.huntScore.desc(), table.articleId.desc().nullsFirst()),
    index("article_features_version").on(table.extractorVersion),
    index("article_features_unclustered")
      .on(table.articleId)
      .where(sql`${table.clusteredAt} is null`),
  ],
);

export type TwinKind = "exact" | "near" | "syndicated" | "excerpt";

/** An article whose text is (nearly) that of another one, its primary, which was first. */
export const articleTwins = pgTable(
  "article_twins",
  {
    articleId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => articles.id, { onDelete: "cascade" }),
    primaryId: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    kind: text().$type<TwinKind>().notNull(),
    similarity: real().notNull(),
    /** Share of the twin's word triples that the primary has, and the other way round. */
    contained: real().notNull(),
    containing: real().notNull(),
    /** Why the primary is held to be first. */
    firstBecause: text().notNull(),
    linkedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("article_twins_primary").on(table.primaryId)],
);
