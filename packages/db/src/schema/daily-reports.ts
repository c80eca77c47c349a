import { date, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export type DailyReport = {
  from: string;
  until: string;
  articles: { new: number; updated: number; bySource: { source: string; new: number }[] };
  stories: { id: number; title: string; score: number | null; articles: number; owners: number }[];
  indicators: { type: string; new: number }[];
  sources: {
    checked: number;
    failing: { source: string; reason: string; failures: number; lastSuccessAt: string | null }[];
    quiet: { source: string; lastNewAt: string | null }[];
  };
  runs: { total: number; failed: number; withErrors: number };
};

/** What a day brought, one row per day of the report's time zone. */
export const dailyReports = pgTable("daily_reports", {
  day: date().primaryKey(),
  report: jsonb().$type<DailyReport>().notNull(),
  timeZone: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
