import type { Db } from "@cti/db/client";
import { dailyReports } from "@cti/db/schema/daily-reports";
import { desc, sql } from "drizzle-orm";

/** A report by its most telling numbers. */
export type ReportLine = {
  day: string;
  timeZone: string;
  createdAt: Date;
  articles: number;
  stories: number;
  failing: number;
};

/** The reports that are stored, the latest first. */
export async function listDailyReports(db: Db, limit: number): Promise<ReportLine[]> {
  const { report } = dailyReports;
  return db
    .select({
      day: dailyReports.day,
      timeZone: dailyReports.timeZone,
      createdAt: dailyReports.createdAt,
      articles: sql<number>`(${report}->'articles'->>'new')::int`,
      stories: sql<number>`jsonb_array_length(${report}->'stories')`,
      failing: sql<number>`jsonb_array_length(${report}->'sources'->'failing')`,
    })
    .from(dailyReports)
    .orderBy(desc(dailyReports.day))
    .limit(limit);
}
