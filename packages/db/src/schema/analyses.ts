import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

import { articles } from "./articles.ts";
import { stories } from "./stories.ts";
import { tenantColumn } from "./tenants.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const bits = customType<{ data: string }>({ dataType: () => "bit varying" });

export type AnalysisSubject = "article" | "story";
export type AnalysisStatus = "queued" | "running" | "completed" | "failed" | "cancelled";

/**
 * What a local model said of an article or a story. It is made of nothing but articles, so it is everybody's, like
 * them; what people say of it is their tenant's.
 */
export const analyses = pgTable(
  "analyses",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    subject: text().$type<AnalysisSubject>().notNull(),
    subjectId: bigint({ mode: "number" }).notNull(),
    /** summary, hunt, detection, entities, translation. */
    kind: text().notNull(),
    model: text().notNull(),
    promptVersion: text().notNull(),
    /** Of texts, prompt, model and parameters: an equal one is answered from here. */
    inputHash: text().notNull(),
    /** Tokens of context, most parts and so on. */
    params: jsonb().$type<Record<string, unknown>>().notNull(),
    status: text().$type<AnalysisStatus>().notNull(),
    /** Job of the queue that does it. */
    jobId: text(),
    runId: bigint({ mode: "number" }),
    /** `AnalysisOutput` of the package llm, once it is completed. */
    output: jsonb().$type<unknown>(),
    error: text(),
    promptTokens: integer().notNull().default(0),
    outputTokens: integer().notNull().default(0),
    /** Time that the model took, in milliseconds. */
    modelMs: integer().notNull().default(0),
    /** Answers that had to be asked for again. */
    repairs: smallint().notNull().default(0),
    requestedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp({ withTimezone: true }),
    finishedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index("analyses_subject").on(table.subject, table.subjectId, table.kind, table.id.desc()),
    index("analyses_input").on(table.inputHash),
    // One of a kind at a time; a second request gets the first one.
    uniqueIndex("analyses_open")
      .on(table.inputHash)
      .where(sql`${table.status} in ('queued', 'running')`),
  ],
);

export type Analysis = typeof analyses.$inferSelect;

/** What a model has answered of an analysis that is not finished, so that a restart asks only for the rest. */
export const analysisParts = pgTable(
  "analysis_parts",
  {
    analysisId: bigint({ mode: "number" })
      .notNull()
      .references(() => analyses.id, { onDelete: "cascade" }),
    part: text().notNull(),
    result: jsonb().$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.analysisId, table.part] })],
);

export type AnalysisVerdict = "up" | "down" | "accepted" | "rejected";

/** What people say of an analysis (up, down) or of one of its claims (accepted, rejected). */
export const analysisVerdicts = pgTable(
  "analysis_verdicts",
  {
    tenantId: tenantColumn(),
    analysisId: bigint({ mode: "number" })
      .notNull()
      .references(() => analyses.id, { onDelete: "cascade" }),
    /** 0 is the whole. */
    claim: smallint().notNull(),
    verdict: text().$type<AnalysisVerdict>().notNull(),
    actor: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.analysisId, table.claim, table.actor] })],
);

/** What an article is about, as a direction: title and lead by an embedding model, to a hundredth of its size. */
export const articleEmbeddings = pgTable(
  "article_embeddings",
  {
    articleId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => articles.id, { onDelete: "cascade" }),
    model: text().notNull(),
    dimension: smallint().notNull(),
    /** A signed byte per dimension, of the vector at length 1 times `scale`. */
    vector: bytea().notNull(),
    scale: real().notNull(),
    /** The signs: vectors that are near differ in few, which PostgreSQL counts fast. */
    signs: bits().notNull(),
    inputHash: text().notNull(),
    embeddedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index("article_embeddings_model").on(table.model)],
);

/** Two stories whose articles mean much the same, for an analyst to decide. */
export const mergeProposals = pgTable(
  "merge_proposals",
  {
    /** The smaller number. */
    storyA: bigint({ mode: "number" })
      .notNull()
      .references(() => stories.id),
    storyB: bigint({ mode: "number" })
      .notNull()
      .references(() => stories.id),
    similarity: real().notNull(),
    model: text().notNull(),
    /** Why, for people. */
    sentence: text().notNull(),
    proposedAt: timestamp({ withTimezone: true }).notNull(),
    dismissedAt: timestamp({ withTimezone: true }),
    dismissedBy: text(),
  },
  (table) => [
    primaryKey({ columns: [table.storyA, table.storyB] }),
    index("merge_proposals_b").on(table.storyB),
  ],
);
