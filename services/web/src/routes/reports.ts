import type { reportRoutes } from "@cti/contract/routes/reports";
import { listDailyReports } from "@cti/domain/reports/list-daily-reports";
import { readDailyReport } from "@cti/domain/reports/read-daily-report";
import { toReport, toReportLine } from "@cti/domain/reports/report-line";

import { type Handlers, HttpProblem } from "../handler.ts";

export const reportHandlers: Handlers<typeof reportRoutes> = {
  listReports: async (call) => {
    const { limit, cursor = null } = call.query;
    const { items, next_cursor } = await call.inTenant((tx) => listDailyReports(tx, { limit, cursor }));
    return { items: items.map(toReportLine), next_cursor };
  },
  getReport: async (call) => {
    const { day } = call.params;
    const stored = await call.inTenant((tx) => readDailyReport(tx, day));
    if (!stored) throw new HttpProblem("not_found", `There is no report of ${day}`);
    return toReport(stored);
  },
};
