import type { MetricsHistoryProvider } from "@bull-board/api/typings/app";
import type { Db } from "@cti/db/client";
import { countJobEnds, measureJobs } from "@cti/domain/workers/job-history";

/** What the board draws beyond the memory of the queue: it comes from the job records, which survive restarts. */
export function createHistoryProvider(db: Db): MetricsHistoryProvider {
  return {
    getHistory: async ({ queue, metric, from, to, granularity }) => {
      // How old waiting jobs were is not recorded.
      if (metric === "queueage") return [];
      const span = { queue, from: dateOf(from), to: dateOf(to) };
      const counts = await countJobEnds(db, { ...span, outcome: metric, bucket: granularity });
      return counts.map(({ at, count }) => ({ ts: at.getTime(), value: count }));
    },
    getLatency: async ({ queue, metric, from, to, granularity, percentiles }) => {
      const times = await measureJobs(db, {
        queue,
        from: dateOf(from),
        to: dateOf(to),
        time: metric === "runtime" ? "runtime" : "wait",
        bucket: granularity === "range" ? "all" : granularity,
        percentiles,
      });
      return times.map(({ at, count, values }) => ({ ts: at.getTime(), count, values }));
    },
  };
}

/** Times come from a URL; those beyond the calendar of PostgreSQL mean the ends of it. */
function dateOf(ms: number): Date {
  return new Date(Math.max(0, Math.min(ms, Date.UTC(9999, 0))));
}
