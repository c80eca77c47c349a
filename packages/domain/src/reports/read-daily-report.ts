import type { Db } from "@cti/db/client";
import { type DailyReport, dailyReports } from "@cti/db/schema/daily-reports";
import { desc, eq } from "drizzle-orm";

import { checkDay } from "./check-day.ts";

export type StoredReport = { day: string; timeZone: string; createdAt: Date; report: DailyReport };

/** The report of a day (YYYY-MM-DD), or the latest one; null when there is none. */
export async function readDailyReport(db: Db, day: string | null): Promise<StoredReport | null> {
  if (day !== null) checkDay(day);
  const [row] = await db
    .select()
    .from(dailyReports)
    .where(day === null ? undefined : eq(dailyReports.day, day))
    .orderBy(desc(dailyReports.day))
    .limit(1);
  return row ?? null;
}
