import { setTimeout as wait } from "node:timers/promises";

import { QueueError } from "@cti/queue/queue-error";
import type { FastifyInstance } from "fastify";

import { createLoginCheck } from "./auth.ts";
import { guard, securityHeaders } from "./guard.ts";
import type { MonitorDeps } from "./monitor-deps.ts";
import { MonitorError } from "./monitor-error.ts";
import { problemStatus, sendProblem } from "./problem.ts";
import { createThrottle } from "@cti/domain/accounts/throttle";

export type Monitor = {
  /** Where it listens, such as http://127.0.0.1:5555. */
  url: string;
  close(): Promise<void>;
};

const rememberedAddresses = 1_000;
const mostConnections = 64;

/** Serves the dashboard of the queue. Throws MonitorError when the port cannot be had. */
export async function startMonitor(deps: MonitorDeps): Promise<Monitor> {
  // Loaded here, so that a process which may never serve the dashboard does not carry it.
  const { fastify } = await import("fastify");
  const { mountBoard } = await import("./board/mount-board.ts");
  const { addPages } = await import("./pages/add-pages.ts");
  const { addFlowerPaths } = await import("./flower/add-flower-paths.ts");
  const { addHealthPaths } = await import("./add-health-paths.ts");

  const { settings, log, now } = deps;
  const app = fastify({
    // What may be changed takes a number or a name.
    bodyLimit: 4_096,
    // Answered before anything else sees the request: nothing of it is repeated.
    frameworkErrors: (_error, _request, reply) =>
      void sendProblem(reply.headers(securityHeaders), 400, "This address cannot be read."),
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.server.maxConnections = mostConnections;
  // Asked while it is open, an address stays known: who hangs up at once is still named in the audit log.
  app.server.on("connection", (socket) => void socket.remoteAddress);
  answerErrors(app, deps);
  guard(app, {
    names: { host: settings.host, hosts: settings.hosts ?? [] },
    logins: createLoginCheck(settings.auth),
    throttle: createThrottle({
      now,
      wait: (ms) => wait(ms, undefined, { ref: false }),
      capacity: rememberedAddresses,
    }),
    log,
  });
  // The forms of our pages carry nothing but their address.
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_, __, done) =>
    done(null, undefined),
  );
  addHealthPaths(app, deps);
  addFlowerPaths(app, deps);
  await addPages(app, deps);
  await mountBoard(app, deps);
  const url = await listen(app, deps);
  log.info({ url }, "dashboard is served");
  return { url, close: () => app.close() };
}

function answerErrors(app: FastifyInstance, { log }: MonitorDeps): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof QueueError) {
      log.warn({ err: error, url: request.url }, "queue not reached");
      return sendProblem(reply, 503, error.message);
    }
    const status = problemStatus(error);
    if (status !== 500) return sendProblem(reply, status, error instanceof Error ? error.message : "");
    log.error({ err: error, method: request.method, url: request.url }, "request failed");
    return sendProblem(reply, 500, "This could not be answered; the log of the dashboard says why.");
  });
  app.setNotFoundHandler((_, reply) => sendProblem(reply, 404, "There is nothing under this address."));
}

async function listen(app: FastifyInstance, { settings }: MonitorDeps): Promise<string> {
  const { host, port } = settings;
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw new MonitorError(explain(error, host, port), { cause: error });
  }
}

function explain(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EADDRINUSE")
    return `Port ${port} on ${host} is taken by another process: set another one with monitor.port.`;
  if (code === "EACCES")
    return `Port ${port} on ${host} needs more rights: set one above 1023 with monitor.port.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `This machine has no address ${host}: set monitor.host to one that it has, such as 127.0.0.1.`;
  return `The dashboard cannot listen on ${host} port ${port}: ${error instanceof Error ? error.message : String(error)}`;
}
