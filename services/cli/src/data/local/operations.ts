import { jobRoutes } from "@cti/contract/routes/jobs";
import { queueRoutes } from "@cti/contract/routes/queues";
import { runRoutes } from "@cti/contract/routes/runs";
import { scheduleRoutes } from "@cti/contract/routes/schedules";
import { workerRoutes } from "@cti/contract/routes/workers";
import { getRun } from "@cti/domain/runs/get-run";
import { listRuns, runStats, toRunStatsLine } from "@cti/domain/runs/history";
import { pageRuns } from "@cti/domain/runs/page-runs";
import { closeDeadRuns } from "@cti/domain/runs/run-lock";
import { changeSchedule, resetSchedule } from "@cti/domain/schedules/change-schedule";
import { requestRun } from "@cti/domain/schedules/request-run";
import { getScheduleLine, listScheduleLines } from "@cti/domain/schedules/schedule-line";
import { getJob } from "@cti/domain/workers/get-job";
import { toQueueLine } from "@cti/domain/workers/job-line";
import { pageJobRecords } from "@cti/domain/workers/page-job-records";
import { pageJobs } from "@cti/domain/workers/page-jobs";
import { cancelJob, retryJob } from "@cti/domain/workers/steer-jobs";
import { pageWorkers } from "@cti/domain/workers/worker-line";
import type { QueueName } from "@cti/queue/jobs";
import type { JobState } from "@cti/queue/queue-types";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import { type LocalDeps, viewOf } from "./local-deps.ts";

export function localRuns(deps: LocalDeps): Data["runs"] {
  return {
    list: async ({ limit, all, ...filter }) => {
      const db = await deps.db();
      await closeDeadRuns(db, deps.now());
      const view = viewOf(deps);
      const items = await walk(limit, async (page) =>
        runRoutes.listRuns.response.parse(await pageRuns(db, { ...filter, news: !all, ...page }, view)),
      );
      const { hidden } = await listRuns(db, { ...filter, limit, all });
      return { items, hidden };
    },
    show: async (id) => runRoutes.getRun.response.parse(await getRun(await deps.db(), id, viewOf(deps))),
    stats: async (days) =>
      runRoutes.getRunStats.response
        .omit({ as_of: true })
        .parse(toRunStatsLine(await runStats(await deps.db(), days, deps.now()))),
  };
}

export function localSchedules(deps: LocalDeps): Data["schedules"] {
  const show: Data["schedules"]["show"] = async (name) =>
    scheduleRoutes.getSchedule.response.parse(
      await getScheduleLine(await deps.seeded(), name, deps.now(), viewOf(deps)),
    );
  const list: Data["schedules"]["list"] = async () => {
    const { schedules, scheduler } = await listScheduleLines(await deps.seeded(), deps.now(), viewOf(deps));
    const listed = { items: schedules, next_cursor: null, scheduler };
    const { items, ...rest } = scheduleRoutes.listSchedules.response.parse(listed);
    return { schedules: items, scheduler: rest.scheduler };
  };
  return {
    list,
    show,
    run: async (name) => {
      await requestRun(await deps.seeded(), name, { by: deps.actor, now: deps.now() });
      return list();
    },
    change: async (name, wish) => {
      await changeSchedule(await deps.seeded(), name, wish, deps.now());
      return show(name);
    },
    reset: async (name) => {
      await resetSchedule(await deps.seeded(), name, deps.now());
      return show(name);
    },
  };
}

export function localJobs(deps: LocalDeps): Data["jobs"] {
  const both = async (): Promise<Parameters<typeof retryJob>[0]> => ({
    db: await deps.db(),
    queues: await deps.queues(),
  });
  return {
    list: async ({ queue, states, limit }) => {
      const queues = await deps.queues();
      const view = viewOf(deps);
      const filter = {
        queue: queue as QueueName | undefined,
        states: states as JobState[] | undefined,
      };
      const jobs = await walk(limit, async (page) =>
        jobRoutes.listJobs.response.parse(await pageJobs(queues, { ...filter, ...page }, view)),
      );
      const items = (await queues.states()).map(toQueueLine).sort((a, b) => (a.name < b.name ? -1 : 1));
      return { queues: queueRoutes.listQueues.response.parse({ items, next_cursor: null }).items, jobs };
    },
    show: async (id) => jobRoutes.getJob.response.parse(await getJob(await both(), id, viewOf(deps))),
    history: async ({ limit, error: text, ...filter }) => {
      const db = await deps.db();
      return walk(limit, async (page) =>
        jobRoutes.listJobRecords.response.parse(
          await pageJobRecords(db, { ...filter, text, ...page }, viewOf(deps)),
        ),
      );
    },
    retry: async (id) => retryJob(await both(), id),
    cancel: async (id) => cancelJob(await both(), id, deps.actor),
  };
}

export function localWorkers(deps: LocalDeps): Data["workers"] {
  return {
    list: async (all) => {
      const db = await deps.db();
      return walk(Infinity, async (page) =>
        workerRoutes.listWorkers.response.parse(await pageWorkers(db, { all, ...page })),
      );
    },
  };
}
