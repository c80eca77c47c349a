import { isAtLeast } from "@cti/contract/access";
import { openApiDocument } from "@cti/contract/openapi";
import { maskAddressesIn } from "@cti/domain/sources/mask-address";
import type { HealthReport } from "@cti/observe/health";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { authenticate } from "./authenticate.ts";
import { isLoopbackName } from "./check-request.ts";
import { HttpProblem } from "./handler.ts";
import type { Limits } from "./limit-requests.ts";
import { addressOf } from "./request-state.ts";
import type { WebDeps } from "./web-deps.ts";

/** What is not part of the contract: /health and /metrics as every process has them, OpenAPI. */
export function addPlainPaths(
  app: FastifyInstance,
  { deps, limits }: { deps: WebDeps; limits: Limits },
): void {
  const { health, metrics } = deps;
  // Only here nobody must be signed in, but who is may see more.
  const route = { role: "anyone" } as const;
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.who = await authenticate(request, route, deps);
    await limits.count(request, reply);
  };
  const serve = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): void => {
    app.get(url, { onRequest }, async (request, reply) => handler(request, reply));
  };
  const serveHealth = (name: string, read: () => HealthReport | Promise<HealthReport>): void => {
    for (const url of [`/health${name}`, ...(name === "" ? [] : [`/api/health${name}`])])
      serve(url, async (request, reply) => sendHealth(request, reply, await read()));
  };
  serveHealth("", () => health.report());
  serveHealth("/ready", () => health.ready());
  serveHealth("/live", () => health.live());
  serve("/metrics", async (request, reply) => {
    if (!isLocal(request)) checkOperator(request);
    const text = await metrics.render();
    return reply.type(metrics.contentType).send(text);
  });
  const document = JSON.stringify(openApiDocument());
  serve("/api/openapi.json", (_, reply) => reply.type("application/json; charset=utf-8").send(document));
}

function sendHealth(request: FastifyRequest, reply: FastifyReply, report: HealthReport): FastifyReply {
  const { who } = request;
  const maySeeAll =
    isLocal(request) ||
    (who !== null && who.role !== null && isAtLeast(who.role, "viewer") && who.scopes.includes("read"));
  // What a source last said may name its address with a login, which is for operators alone, also on this machine.
  const isOperator = who?.scopes.includes("operator") ?? false;
  const seen = isOperator ? report : maySeeAll ? maskAddressesIn(report) : statusesOf(report);
  return reply.code(report.status === "error" ? 503 : 200).send(seen);
}

/** That something is wrong, not what: messages name hosts, sources and versions. */
function statusesOf({ status, timestamp, components }: HealthReport): Record<string, unknown> {
  const states = Object.entries(components).map(([name, component]) => [name, { status: component.status }]);
  return { status, timestamp, components: Object.fromEntries(states) };
}

/** From this machine, and not through a proxy on it: those who are behind that one are not. */
function isLocal(request: FastifyRequest): boolean {
  const { headers } = request;
  const isForwarded = ["forwarded", "via", "x-forwarded-for", "x-real-ip"].some(
    (name) => headers[name] !== undefined,
  );
  return !isForwarded && isLoopbackName(addressOf(request));
}

function checkOperator({ who }: FastifyRequest): void {
  if (who === null) throw new HttpProblem("unauthenticated", "Send a token that holds the scope operator.");
  if (!who.scopes.includes("operator")) throw new HttpProblem("forbidden", "This takes the scope operator.");
}
