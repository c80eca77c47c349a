import type { reportRoutes } from "@cti/contract/routes/reports";
import { listDailyReports } from "@cti/domain/reports/list-daily-reports";
import { readDailyReport } from "@cti/domain/reports/read-daily-report";

import { type Handlers, HttpProblem } from "../handler.ts";

export const reportHandlers: Handlers<typeof reportRoutes> = {
  listReports: async (call) => {
    const { limit, cursor = null } = call.query;
    const { items, next_cursor } = await call.inTenant((tx) => listDailyReports(tx, { limit, cursor }));
    return {
      items: items.map(({ timeZone, createdAt, ...line }) => ({
        ...line,
        time_zone: timeZone,
        created_at: createdAt,
      })),
      next_cursor,
    };
  },
  getReport: async (call) => {
    const { day } = call.params;
    const stored = await call.inTenant((tx) => readDailyReport(tx, day));
    if (!stored) throw new HttpProblem("not_found", `There is no report of ${day}`);
    const { report, timeZone, createdAt } = stored;
    const { articles, sources, runs } = report;
    return {
      ...report,
      day: stored.day,
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
  },
};
