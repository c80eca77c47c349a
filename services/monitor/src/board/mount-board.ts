import path from "node:path";
import { fileURLToPath } from "node:url";

import type { BullMQAdapter as Adapter } from "@bull-board/api/bullMQAdapter";
import type { ControllerHandlerReturnType, UIConfig } from "@bull-board/api/typings/app";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { auditAct } from "../audit.ts";
import type { MonitorDeps } from "../monitor-deps.ts";
import { problemStatus } from "../problem.ts";
import { createHistoryProvider } from "./history-provider.ts";
import { boardWrites, writeSubject } from "./writes.ts";

export const boardPath = "/board";

const uiConfig: UIConfig = {
  boardTitle: "CTI Scraper",
  hideDocsLink: true,
  // On PostgreSQL BullMQ cannot tell who serves a queue, and the board would say that nobody does.
  showWorkers: false,
  miscLinks: [
    { text: "Workers", url: "/workers" },
    { text: "Jobs now", url: "/jobs" },
    { text: "History", url: "/history" },
  ],
};

/** The board and its loading page write styles into the page; everything else comes from here. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'self'";

/** Mounts the board of BullMQ, with its writes limited and audited. */
export async function mountBoard(app: FastifyInstance, deps: MonitorDeps): Promise<void> {
  const { createBullBoard } = await import("@bull-board/api");
  const { BullMQAdapter } = await import("@bull-board/api/bullMQAdapter");
  const { FastifyAdapter } = await import("@bull-board/fastify");
  const server = new FastifyAdapter();
  server.setBasePath(boardPath);
  createBullBoard({
    queues: deps.bullQueues.map(
      (queue) =>
        new BullMQAdapter(queue as ConstructorParameters<typeof Adapter>[0], {
          externalJobUrl: ({ id }) => ({
            displayText: "Tries, revoke",
            href: `/jobs/${encodeURIComponent(`${nameOf(queue)}:${id}`)}`,
          }),
        }),
    ),
    serverAdapter: server,
    options: {
      uiBasePath: path.dirname(fileURLToPath(import.meta.resolve("@bull-board/ui/package.json"))),
      uiConfig,
      historyProvider: createHistoryProvider(deps.db),
    },
  });
  server.setErrorHandler((error) => boardError(deps, error));
  await app.register(
    async (scope) => {
      protect(scope, deps);
      await scope.register(server.registerPlugin());
    },
    { prefix: boardPath },
  );
}

function protect(scope: FastifyInstance, deps: MonitorDeps): void {
  // Writes of whoever is logged in; those that were refused before are not for the audit log.
  const writes = new WeakSet<FastifyRequest>();
  scope.addHook("onRequest", async (request, reply) => {
    void reply.header("content-security-policy", policy);
    if (request.method === "GET" || request.method === "HEAD") return;
    writes.add(request);
    if (actionOf(request) === undefined) return reply.code(403).send(refusal);
  });
  scope.addHook("onSend", async (request, reply, payload) => {
    // Written down once: an error while that is done leads here again.
    if (writes.delete(request)) await auditWrite(deps, request, reply.statusCode);
    return withoutForeignFonts(payload);
  });
}

async function auditWrite(deps: MonitorDeps, request: FastifyRequest, status: number): Promise<void> {
  const { body, routeOptions } = request;
  const params = request.params as Record<string, string | undefined>;
  await auditAct(deps, request, {
    action: actionOf(request) ?? "board.refused",
    subject: writeSubject(params),
    outcome: status < 400 ? "done" : `refused (${status})`,
    detail: {
      route: routeOptions.url,
      ...(params["queueStatus"] !== undefined && { state: params["queueStatus"] }),
      ...(typeof body === "object" && body !== null && { body }),
    },
  });
}

const refusal = {
  error: { key: "ERRORS.FORBIDDEN" },
  message: "This dashboard does not add, edit or limit jobs; use the commands of the product.",
};

function actionOf({ method, routeOptions: { url = "" } }: FastifyRequest): string | undefined {
  return boardWrites[`${method} ${url.slice(boardPath.length)}`];
}

/** The page of the board asks a font server of Google, which would tell it who watches; the fonts of the system do. */
function withoutForeignFonts(payload: unknown): unknown {
  if (typeof payload !== "string" || !payload.startsWith("<!DOCTYPE")) return payload;
  return payload.replaceAll(/<link href="https:[^>]*>/g, "");
}

function boardError({ log }: MonitorDeps, error: Error): ControllerHandlerReturnType {
  const status = problemStatus(error);
  if (status === 500) log.error({ err: error }, "the board failed");
  const message =
    status === 500 ? "The queue could not do that; the log of the dashboard says why." : error.message;
  return {
    status: status as 500,
    body: { error: { key: "ERRORS.INTERNAL_SERVER_ERROR" }, message },
  };
}

/** BullMQ's name of a queue, which is ours. */
function nameOf(queue: unknown): string {
  return (queue as { name: string }).name;
}
