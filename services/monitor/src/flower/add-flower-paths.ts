import { findJobRecords } from "@cti/domain/workers/find-job-records";
import { listWorkers } from "@cti/domain/workers/list-workers";
import { jobNames } from "@cti/queue/jobs";
import type { FastifyInstance } from "fastify";

import type { MonitorDeps } from "../monitor-deps.ts";
import { readText } from "../pages/history-search.ts";
import { sendProblem } from "../problem.ts";
import { revokeJob } from "../revoke-job.ts";
import { describeWorkers } from "./describe-workers.ts";
import { findTasks, readTaskFilter } from "./find-tasks.ts";
import { taskOfJob, taskOfRecord } from "./task.ts";

type Query = { Querystring: Record<string, unknown> };
type TaskRoute = { Params: { id: string } };

/** The paths of Flower's API that dashboards and scripts read. */
export function addFlowerPaths(app: FastifyInstance, deps: MonitorDeps): void {
  const { db, queues } = deps;

  app.get<Query>("/api/workers", async ({ query }) => {
    const workers = describeWorkers(await listWorkers(db, { all: false }));
    const asked = readText(query["workername"]);
    const chosen = Object.entries(workers).filter(([name]) => asked === undefined || name === asked);
    // With ?status=1 Flower only says who is there.
    const onlyStatus = readText(query["status"]) !== undefined;
    return Object.fromEntries(chosen.map(([name, worker]) => [name, onlyStatus ? worker.status : worker]));
  });
  app.get<Query>("/api/tasks", async ({ query }) =>
    Object.fromEntries(await findTasks(deps, readTaskFilter(query))),
  );
  app.get("/api/task/types", () => ({ "task-types": jobNames }));
  app.get<TaskRoute>("/api/task/info/:id", async ({ params }, reply) => {
    const id = readText(params.id) ?? "";
    const job = await queues.find(id);
    if (job) return taskOfJob(job);
    const { records } = await findJobRecords(db, { jobId: id, limit: 1 });
    const [record] = records;
    return record ? taskOfRecord(record) : sendProblem(reply, 404, `Unknown task ${id}`);
  });
  app.get("/api/queues/length", async () => {
    const states = await queues.states();
    return {
      active_queues: states.map(({ queue, counts }) => ({
        name: queue,
        messages: counts.waiting + counts.delayed,
      })),
    };
  });
  app.post<TaskRoute>("/api/task/revoke/:id", async (request, reply) => {
    const id = readText(request.params.id) ?? "";
    const outcome = await revokeJob(deps, request, id);
    if (outcome === "gone") return sendProblem(reply, 404, `Task ${id} is unknown or has ended`);
    return { message: `Revoked '${id}'`, outcome };
  });
  app.get("/healthcheck", (_, reply) => reply.type("text/plain; charset=utf-8").send("OK"));
}
