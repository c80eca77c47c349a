import { readFile } from "node:fs/promises";

import { findJobRecords } from "@cti/domain/workers/find-job-records";
import { listWorkers } from "@cti/domain/workers/list-workers";
import type { FastifyInstance, FastifyReply } from "fastify";

import { boardPath } from "../board/mount-board.ts";
import type { MonitorDeps } from "../monitor-deps.ts";
import { revokeJob } from "../revoke-job.ts";
import { historyPage } from "./history-page.ts";
import { readHistorySearch, readText } from "./history-search.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { jobPage, readRevocation } from "./job-page.ts";
import { jobsPage } from "./jobs-page.ts";
import { layout } from "./layout.ts";
import { workersPage } from "./workers-page.ts";

const historySize = 50;
const shownJobs = 100;

type Query = { Querystring: Record<string, unknown> };
type JobRoute = Query & { Params: { id: string } };

/** Our own pages beside the board: no script, one style sheet. */
export async function addPages(app: FastifyInstance, deps: MonitorDeps): Promise<void> {
  const { db, queues, now, settings } = deps;
  const css = await readFile(new URL("monitor.css", import.meta.url), "utf8");
  const send = (reply: FastifyReply, title: string, path: string, body: Html): FastifyReply =>
    reply.type("text/html; charset=utf-8").send(layout({ title, path, version: settings.version, body }));

  app.get("/", (_, reply) => reply.redirect(boardPath));
  app.get("/monitor.css", (_, reply) =>
    reply.type("text/css; charset=utf-8").header("cache-control", "private, max-age=3600").send(css),
  );
  app.get<Query>("/workers", async ({ query }, reply) => {
    const all = query["all"] !== undefined;
    return send(
      reply,
      "Workers",
      "/workers",
      workersPage(await listWorkers(db, { all }), { all, now: now() }),
    );
  });
  app.get("/jobs", async (_, reply) => {
    const [jobs, states] = await Promise.all([
      queues.list({ states: ["active", "waiting", "delayed"], limit: shownJobs }),
      queues.states(),
    ]);
    return send(reply, "Jobs now", "/jobs", jobsPage(jobs, states, shownJobs));
  });
  app.get<Query>("/history", async ({ query }, reply) => {
    const search = readHistorySearch(query);
    const { id: jobId, state: outcome, ...rest } = search;
    const found = await findJobRecords(db, { ...rest, jobId, outcome, limit: historySize });
    return send(reply, "History", "/history", historyPage(found, search));
  });
  app.get<JobRoute>("/jobs/:id", async ({ params, query }, reply) => {
    const id = readText(params.id) ?? "";
    const revoked = readRevocation(query["revoked"]);
    const [job, { records }] = await Promise.all([
      queues.find(id),
      findJobRecords(db, { jobId: id, limit: historySize }),
    ]);
    // A revoked job that never began has left no trace.
    if (!job && records.length === 0 && !revoked) {
      void reply.code(404);
      return send(reply, "No such job", "/jobs/", html`<p>Neither the queue nor the history knows it.</p>`);
    }
    return send(reply, `Job ${id}`, "/jobs/", jobPage(id, { job, records, revoked }));
  });
  app.post<JobRoute>("/jobs/:id/revoke", async (request, reply) => {
    const id = readText(request.params.id) ?? "";
    const outcome = await revokeJob(deps, request, id);
    return reply.redirect(`/jobs/${encodeURIComponent(id)}?revoked=${outcome}`, 303);
  });
}
