import { bigint, boolean, index, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";

import { analyses } from "./analyses.ts";
import { articles } from "./articles.ts";
import { entities } from "./entities.ts";

/** A quote that bears a claim out, and where it stood in the title or text (UTF-16 units) when it was found. */
export type ClaimQuote = {
  quote: string;
  spans: { field: "title" | "text"; start: number; end: number }[];
};

/**
 * What a claim names that somebody accepted, by article. While a tenant accepts it the article mentions the entity:
 * `mentions` has a row of it where the rules find nothing, also after a new extraction. Like mentions this is
 * everybody's; who accepted stands in `analysis_verdicts`.
 */
export const claimMentions = pgTable(
  "claim_mentions",
  {
    analysisId: bigint({ mode: "number" })
      .notNull()
      .references(() => analyses.id, { onDelete: "cascade" }),
    /** Of that analysis, from 1. */
    claim: smallint().notNull(),
    articleId: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    entityId: bigint({ mode: "number" })
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    /** As the article wrote it: the name, or the quote where it stands for a technique. */
    matched: text().notNull(),
    /** Those of this article. */
    quotes: jsonb().$type<ClaimQuote[]>().notNull(),
    /** Whether the last word of any tenant is that it is right. */
    accepted: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.analysisId, table.claim, table.articleId] }),
    index("claim_mentions_article").on(table.articleId, table.entityId),
    index("claim_mentions_entity").on(table.entityId),
  ],
);
