import type { runRoutes } from "@cti/contract/routes/runs";
import { getRun } from "@cti/domain/runs/get-run";
import { runStats, toRunStatsLine } from "@cti/domain/runs/history";
import { pageRuns } from "@cti/domain/runs/page-runs";
import { getScheduleLine } from "@cti/domain/schedules/schedule-line";
import { requestRun } from "@cti/domain/schedules/request-run";
import { jobs } from "@cti/queue/jobs";

import type { Handlers } from "../handler.ts";
import { recent } from "./recent.ts";
import { viewOf } from "./viewer.ts";

const statsAge = { fresh: 30_000, stale: 300_000 };
const usualDays = 30;
/** The stage that the scheduler starts, and its schedule. */
const round = "rss_fetcher";

const jobOfStage = {
  article_scraper: "scrape-missing",
  entity_extractor: "extract-entities",
  semantic_clusterer: "cluster",
  article_ranker: "rank",
} as const;

export const runHandlers: Handlers<typeof runRoutes> = {
  listRuns: (call) =>
    call.inTenant((tx) => pageRuns(tx, { ...call.query, cursor: call.query.cursor ?? null }, viewOf(call))),
  startRun: (call, { queues }) =>
    call.inTenant(async (tx) => {
      const { stage, all = false } = call.body;
      if (stage === round) {
        const { requested_at } = await getScheduleLine(tx, round, call.now, { names: false });
        await requestRun(tx, round, { by: call.actor, now: call.now });
        await call.audit(tx, "run.start", stage, { schedule: round });
        return { stage, job_id: null, queue: null, name: "collect-due", added: requested_at === null };
      }
      const name = jobOfStage[stage];
      const { id, added } = await queues.enqueue(name, { trigger: "api", actor: call.actor, all });
      await call.audit(tx, "run.start", stage, { job: id, added, all });
      call.header("location", `/api/v1/jobs/${encodeURIComponent(id)}`);
      return { stage, job_id: id, queue: jobs[name].queue, name, added };
    }),
  getRunStats: async ({ query, now }, deps) => {
    const { days = usualDays } = query;
    const { value, at } = await recent(deps, `runs of ${days} days`, statsAge, () =>
      runStats(deps.db, days, now),
    );
    return { ...toRunStatsLine(value), as_of: at };
  },
  getRun: (call) => call.inTenant((tx) => getRun(tx, call.params.id, viewOf(call))),
};
