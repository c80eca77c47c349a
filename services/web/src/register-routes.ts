import type { Route } from "@cti/contract/route";
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";

import { authenticate } from "./authenticate.ts";
import { checkAccess } from "./check-access.ts";
import { checkMediaType } from "./check-media-type.ts";
import { checkRoutes } from "./check-routes.ts";
import { readIfMatch } from "./etag.ts";
import { createStreamRoom, guardStream } from "./guard-stream.ts";
import { type Call, HttpProblem, type Stream } from "./handler.ts";
import { withIdempotency } from "./idempotency/with-idempotency.ts";
import type { Limits } from "./limit-requests.ts";
import { makeCall } from "./make-call.ts";
import { parseRequest, type Parts } from "./parse-request.ts";
import { readFields } from "./pick-fields.ts";
import { refuseCrossSite } from "./refuse-cross-site.ts";
import { type Ready, sendReady, sendStream, toReady } from "./send-answer.ts";
import type { WebDeps } from "./web-deps.ts";

export type RouteTable = {
  routes: Record<string, Route>;
  /** One for each route; `Handlers` says what it takes and gives. */
  handlers: Record<string, unknown>;
};

type AnyHandler = (call: Call, deps: WebDeps) => Promise<unknown>;

/** What is the same for all routes. */
export type Serving = {
  deps: WebDeps;
  limits: Limits;
  /** Of the requests that are being answered: when the service stops they abort, and open streams end. */
  open: Set<AbortController>;
  /** Other addresses under which a route answers, by its own path. */
  aliases: Readonly<Record<string, string>>;
};

const methods: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Serves every route of the contract, and says for every address which methods it takes. Throws WebError, see `checkRoutes`. */
export function registerRoutes(
  app: FastifyInstance,
  { routes, handlers }: RouteTable,
  serving: Serving,
): void {
  checkRoutes(routes, handlers);
  const room = createStreamRoom();
  const taken = new Map<string, HTTPMethods[]>();
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name] as AnyHandler;
    const alias = serving.aliases[route.path];
    const urls = alias !== undefined && route.method === "GET" ? [route.path, alias] : [route.path];
    for (const url of urls) {
      taken.set(url, [...(taken.get(url) ?? []), route.method]);
      register(app, url, { name, route, handler, serving, room });
    }
  }
  for (const [url, known] of taken) refuseOthers(app, url, known);
}

type Served = {
  name: string;
  route: Route;
  handler: AnyHandler;
  serving: Serving;
  room: ReturnType<typeof createStreamRoom>;
};

function register(app: FastifyInstance, url: string, served: Served): void {
  const { name, route, serving } = served;
  const { deps, limits } = serving;
  app.route({
    method: route.method,
    url,
    bodyLimit: route.bodyLimit ?? deps.settings.bodyLimit,
    // An event must not wait for others to be compressed with.
    ...(route.stream?.includes("text/event-stream") && { compress: false }),
    onRequest: async (request, reply) => {
      refuseCrossSite(request, deps.settings);
      await admit(request, reply, { name, route, deps, limits });
      checkAccess(name, route, request.who);
      checkMediaType(request, route);
    },
    handler: (request, reply) => answer(request, reply, served),
  });
}

/** Finds out who asks and counts the request; bad credentials count for the address that they come from. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, route, deps, limits }: { name: string; route: Route; deps: WebDeps; limits: Limits },
): Promise<void> {
  try {
    request.who = await authenticate(request, route, deps);
  } finally {
    await limits.count(request, reply, route.bucket ?? bucketOf(name, request));
  }
}

const searchable = new Set(["listArticles", "listStories", "listEntities", "listIndicators"]);

/** A list that is searched costs as much as a search, and counts as one. */
function bucketOf(name: string, { query }: FastifyRequest): Route["bucket"] {
  const { q, matching } = asRecord(query);
  const isSearched = q !== undefined || matching !== undefined;
  return isSearched && searchable.has(name) ? "search" : undefined;
}

async function answer(request: FastifyRequest, reply: FastifyReply, served: Served): Promise<FastifyReply> {
  const { route, handler, serving } = served;
  const { deps } = serving;
  const { fields: given, ...query } = asRecord(request.query);
  const isPicking = route.method === "GET" && route.response !== null;
  const fields = isPicking ? readFields(route, given) : null;
  const parts = parseRequest(route, {
    params: request.params,
    query: isPicking || given === undefined ? query : { ...query, fields: given },
    body: request.body,
  });
  const ifMatch = route.ifMatch ? readIfMatch(request.headers["if-match"]) : null;
  const call = makeCall({ request, reply, deps }, { parts, ifMatch, signal: untilGone(reply, serving) });
  if (route.stream !== undefined) {
    const stream = guarded({ request, reply }, served, (await handler(call, deps)) as Stream);
    return sendStream({ request, reply, log: deps.log }, route, stream);
  }
  const run = async (): Promise<Ready> => {
    const ready = toReady(route, await handler(call, deps), fields);
    const location = reply.getHeader("location");
    return typeof location === "string" ? { ...ready, headers: { ...ready.headers, location } } : ready;
  };
  return sendReady({ request, reply }, await onceIfAsked(request, { route, deps, parts }, run));
}

/** Rows only go on as long as their reader may have them; streams of events see to that themselves. */
function guarded(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { name, route, serving, room }: Served,
  stream: Stream,
): Stream {
  const { body, type } = stream;
  const { who } = request;
  if (typeof body === "string" || type === "text/event-stream" || who === null) return stream;
  const checkAgain = async (): Promise<void> => {
    checkAccess(name, route, await authenticate(request, route, serving.deps));
  };
  const enter = (): void => {
    const leave = room(who.userId);
    // Also where nothing was read after the first row, because the client was gone.
    if (reply.raw.destroyed) leave();
    else reply.raw.once("close", leave);
  };
  return { ...stream, body: guardStream(body, { checkAgain, enter }) };
}

/** With an Idempotency-Key a repetition gets the first answer. */
async function onceIfAsked(
  request: FastifyRequest,
  { route, deps, parts }: { route: Route; deps: WebDeps; parts: Parts },
  run: () => Promise<Ready>,
): Promise<Ready> {
  const key = request.headers["idempotency-key"];
  const { who } = request;
  if (!route.idempotent || key === undefined || who === null) return run();
  if (typeof key !== "string") throw new HttpProblem("validation_failed", "Send one Idempotency-Key.");
  return withIdempotency(deps, { route, who, key, url: request.url, body: parts.body, now: deps.now() }, run);
}

/** Aborts when the client hangs up before it has its answer, or the service stops. */
function untilGone(reply: FastifyReply, { open }: Serving): AbortSignal {
  const gone = new AbortController();
  open.add(gone);
  reply.raw.once("close", () => {
    open.delete(gone);
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

function refuseOthers(app: FastifyInstance, url: string, taken: readonly HTTPMethods[]): void {
  const known: HTTPMethods[] = taken.includes("GET") ? [...taken, "HEAD"] : [...taken];
  const allow = known.sort().join(", ");
  app.route({
    method: methods.filter((method) => !known.includes(method)),
    url,
    exposeHeadRoute: false,
    onRequest: (_, reply, done) => {
      void reply.header("allow", allow);
      done(new HttpProblem("method_not_allowed", `This address takes ${allow}.`));
    },
    handler: (_, reply) => reply,
  });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
