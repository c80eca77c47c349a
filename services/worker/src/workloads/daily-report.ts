import { writeDailyReport } from "@cti/domain/reports/write-daily-report";
import type { Workload } from "@cti/queue/queue-types";

import type { WorkloadDeps } from "./workload-deps.ts";

/** Stores what a day brought. */
export function dailyReport({ stage, timeZone }: WorkloadDeps): Workload {
  return {
    job: "daily-report",
    run: async ({ payload: { date, trigger, actor } }) => {
      const options = { day: date ?? null, timeZone, trigger, actor };
      const { runId, status, day, report } = await writeDailyReport(stage, options);
      return { runId, status, day, new: report.articles.new, failing: report.sources.failing.length };
    },
  };
}
