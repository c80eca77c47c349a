import { bigint, index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/**
 * What screens are told while they are open, kept for an hour so that one that lost its connection misses nothing.
 * Written by `emit_event` (migration 0003) only, which hands out ids in the order of their commits.
 */
export const events = pgTable(
  "events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** run.progress, run.finished, job.changed, story.created, story.merged, source.health, triage.changed, session.revoked … */
    event: text().notNull(),
    /** Whom it concerns, such as `run:311`, `jobs`, `stories`, `sources`. */
    topic: text().notNull(),
    /** Only for this tenant, or only for this user; null for everybody. */
    tenantId: bigint({ mode: "number" }),
    userId: bigint({ mode: "number" }),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [index("events_at").on(table.at)],
);
