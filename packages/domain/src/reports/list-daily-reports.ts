import type { Db } from "@cti/db/client";
import { dailyReports } from "@cti/db/schema/daily-reports";
import { desc, lt, sql } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { isDay } from "./check-day.ts";

/** A report by its most telling numbers. */
export type ReportLine = {
  day: string;
  timeZone: string;
  createdAt: Date;
  articles: number;
  stories: number;
  failing: number;
};

/** The reports that are stored, the latest first. Throws BadCursor. */
export async function listDailyReports(
  db: Db,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<{ items: ReportLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "reports", "text");
  if (after && !isDay(after.key)) throw new BadCursor();
  const { report } = dailyReports;
  const rows = await db
    .select({
      day: dailyReports.day,
      timeZone: dailyReports.timeZone,
      createdAt: dailyReports.createdAt,
      articles: sql<number>`(${report}->'articles'->>'new')::int`,
      stories: sql<number>`jsonb_array_length(${report}->'stories')`,
      failing: sql<number>`jsonb_array_length(${report}->'sources'->'failing')`,
    })
    .from(dailyReports)
    .where(after ? lt(dailyReports.day, after.key) : undefined)
    .orderBy(desc(dailyReports.day))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ day }) => writeCursor("reports", day, 0));
}
