import { randomUUID } from "node:crypto";
import { constants } from "node:zlib";

import { routes } from "@cti/contract/routes";
import compress from "@fastify/compress";
import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyHttpOptions,
  type RawServerDefault,
} from "fastify";

import { addPlainPaths } from "./add-plain-paths.ts";
import { answerBadHttp } from "./answer-bad-http.ts";
import { answerErrors, toldOfBadAddress } from "./answer-errors.ts";
import { checkExposure } from "./check-exposure.ts";
import { endConnections } from "./end-connections.ts";
import { guard, headersFor } from "./guard.ts";
import { handlers } from "./handlers.ts";
import { HttpProblem } from "./handler.ts";
import { addLimits } from "./limit-requests.ts";
import { logRequests } from "./log-requests.ts";
import { parseJson } from "./parse-json.ts";
import { registerRoutes, type RouteTable } from "./register-routes.ts";
import { addRequestState } from "./request-state.ts";
import { sendProblem } from "./send-problem.ts";
import { builtClient, longestPart, serveClient } from "./serve-client.ts";
import { takePolicyReports } from "./take-policy-reports.ts";
import type { WebDeps } from "./web-deps.ts";

/** Documented addresses of earlier versions; what they name answers as it does under /api/v1. */
const aliases = {
  "/api/v1/sources": "/api/sources",
  "/api/v1/articles": "/api/articles",
  "/api/v1/health": "/api/health",
};

const mostConnections = 1_000;

/**
 * The service without a port: every route of the contract behind its checks, and the browser application. Throws WebError when it is set up in a way
 * that must not be served, or a route is not declared as it should.
 */
export async function buildApp(
  deps: WebDeps,
  table: RouteTable = { routes, handlers },
  clientFolder: string = builtClient,
): Promise<FastifyInstance> {
  const { settings, log } = deps;
  checkExposure(settings);
  const app = fastify(serverOptions(settings));
  app.server.maxConnections = mostConnections;
  // An expectation that nobody knows is ignored, instead of answered without our headers.
  app.server.on(
    "checkExpectation",
    (request, response) => void app.server.emit("request", request, response),
  );
  addRequestState(app);
  answerErrors(app, log);
  guard(app, deps);
  logRequests(app, log);
  addParsers(app);
  await addCompression(app);
  const limits = await addLimits(app, settings);
  app.setNotFoundHandler(
    {
      preHandler: (request: FastifyRequest, reply: FastifyReply) => limits.count(request, reply),
    },
    () => {
      throw new HttpProblem("not_found", "There is nothing under this address.");
    },
  );
  const open = new Set<AbortController>();
  endConnections(app, open);
  addPlainPaths(app, { deps, limits });
  takePolicyReports(app, { deps, limits });
  await serveClient(app, clientFolder);
  registerRoutes(app, table, { deps, limits, open, aliases });
  await app.ready();
  return app;
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- what Fastify takes, as far as it is set
function serverOptions(settings: WebDeps["settings"]) {
  return {
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: settings.trustedProxies.length > 0 ? settings.trustedProxies : false,
    bodyLimit: settings.bodyLimit,
    // A whole request, headers and body, must have come by then.
    requestTimeout: 30_000,
    // Neither side has sent anything for so long; event streams send a sign of life more often.
    connectionTimeout: 120_000,
    // Who names no host is told so by us, with our headers.
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384, requireHostHeader: false },
    forceCloseConnections: "idle",
    // What comes while the service stops is still answered, and the connection closed after it.
    return503OnClosing: false,
    routerOptions: { maxParamLength: longestPart },
    frameworkErrors: (error, request, reply) =>
      void sendProblem(request, reply.headers(headersFor(request)), toldOfBadAddress(error)),
    clientErrorHandler: answerBadHttp,
  } satisfies FastifyHttpOptions<RawServerDefault>;
}

/** JSON and OPML; a body of any other kind is refused. */
function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_, body, done) => {
    try {
      done(null, parseJson(String(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  app.addContentTypeParser("text/x-opml", { parseAs: "string" }, (_, body, done) => done(null, body));
}

async function addCompression(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    // Brotli costs more of a processor for each answer than it saves on the way; who takes nothing else gets it.
    encodings: ["gzip", "br"],
    threshold: 1_024,
    zlibOptions: { level: 4 },
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } },
    customTypes: /^(application\/(problem\+)?json|application\/x-ndjson|text\/(?!event-stream))/,
  });
}
