import type { Logger } from "@cti/observe/logger";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** A line per request for developers; of what was sent only the route's own words, never query, body or credential. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook("onResponse", (request, reply, done) => {
    const theirs = clientsId(request);
    log.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        request_id: request.id,
        principal: request.who?.id ?? null,
        ...(theirs !== null && { client_request_id: theirs }),
      },
      "answered",
    );
    done();
  });
}

/** By which a client finds its own request in our log. */
function clientsId({ headers }: FastifyRequest): string | null {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : null;
}
