import type { DailyReport } from "@cti/db/schema/daily-reports";

import type { ReportLine as Listed } from "./list-daily-reports.ts";
import type { StoredReport } from "./read-daily-report.ts";

/** The JSON of a report in a list. */
export type ReportLine = Omit<Listed, "timeZone" | "createdAt"> & { time_zone: string; created_at: Date };

/** The JSON of a report. */
export type ReportDetail = Omit<DailyReport, "articles" | "sources" | "runs"> & {
  day: string;
  time_zone: string;
  created_at: Date;
  articles: { new: number; updated: number; by_source: DailyReport["articles"]["bySource"] };
  sources: {
    checked: number;
    failing: { source: string; reason: string; failures: number; last_success_at: string | null }[];
    quiet: { source: string; last_new_at: string | null }[];
  };
  runs: { total: number; failed: number; with_errors: number };
};

export function toReportLine({ timeZone, createdAt, ...line }: Listed): ReportLine {
  return { ...line, time_zone: timeZone, created_at: createdAt };
}

export function toReport({ day, timeZone, createdAt, report }: StoredReport): ReportDetail {
  const { articles, sources, runs } = report;
  return {
    ...report,
    day,
    time_zone: timeZone,
    created_at: createdAt,
    articles: { new: articles.new, updated: articles.updated, by_source: articles.bySource },
    sources: {
      checked: sources.checked,
      failing: sources.failing.map(({ lastSuccessAt, ...source }) => ({
        ...source,
        last_success_at: lastSuccessAt,
      })),
      quiet: sources.quiet.map(({ source, lastNewAt }) => ({ source, last_new_at: lastNewAt })),
    },
    runs: { total: runs.total, failed: runs.failed, with_errors: runs.withErrors },
  };
}
