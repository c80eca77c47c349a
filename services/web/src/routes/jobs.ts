import type { jobRoutes } from "@cti/contract/routes/jobs";
import { emitEvent } from "@cti/domain/events/emit-event";
import { getJob } from "@cti/domain/workers/get-job";
import { pageJobRecords } from "@cti/domain/workers/page-job-records";
import { pageJobs } from "@cti/domain/workers/page-jobs";
import { cancelJob, retryFailed, retryJob } from "@cti/domain/workers/steer-jobs";

import type { Handlers } from "../handler.ts";
import { viewOf } from "./viewer.ts";

/** What is done to a queue is no part of a transaction: it is written down once it has happened. */
export const jobHandlers: Handlers<typeof jobRoutes> = {
  listJobs: ({ query, ...call }, { queues }) => {
    const { queue, state: states, limit, cursor = null } = query;
    return pageJobs(queues, { queue, states, limit, cursor }, viewOf(call));
  },
  listJobRecords: ({ query, ...call }) => {
    const { cursor = null, error: text, ...filter } = query;
    return call.inTenant((tx) => pageJobRecords(tx, { ...filter, text, cursor }, viewOf(call)));
  },
  getJob: (call, { queues }) => call.inTenant((db) => getJob({ db, queues }, call.params.id, viewOf(call))),
  cancelJob: (call, { queues }) =>
    call.inTenant(async (tx) => {
      const { id } = call.params;
      const outcome = await cancelJob({ db: tx, queues }, id, call.actor);
      await call.audit(tx, "job.cancel", id, { outcome });
      await emitEvent(tx, { event: "job.changed", topic: "jobs", data: { job_id: id, outcome } });
      return { id, outcome };
    }),
  retryJob: (call, { queues }) =>
    call.inTenant(async (tx) => {
      const { id } = call.params;
      await retryJob({ db: tx, queues }, id);
      await call.audit(tx, "job.retry", id, {});
      await emitEvent(tx, { event: "job.changed", topic: "jobs", data: { job_id: id, outcome: "waiting" } });
      call.header("location", `/api/v1/jobs/${encodeURIComponent(id)}`);
      return { id };
    }),
  retryFailedJobs: async (call, { queues }) => {
    const { queue, name } = call.body;
    const { retried, left } = await retryFailed(queues, { queue, name });
    await call.inTenant(async (tx) => {
      const detail = { retried: retried.length, left, ids: retried.slice(0, 100), name: name ?? null };
      await call.audit(tx, "job.retry_failed", queue === undefined ? "all queues" : `queue ${queue}`, detail);
      await emitEvent(tx, { event: "job.changed", topic: "jobs", data: { retried: retried.length } });
    });
    return { retried, left };
  },
};
