import type { FastifyInstance, FastifyRequest } from "fastify";

import { isOwnHost } from "./check-request.ts";
import { HttpProblem } from "./handler.ts";
import { isHttps } from "./request-state.ts";
import { securityHeaders, strictTransport } from "./security-headers.ts";
import type { WebDeps } from "./web-deps.ts";

/** Bytes; a search as long as it may be fits in escaped. */
const longestUrl = 8_192;

/** Stands before everything, also before what is not there: headers of every answer, our own names, no secret in a URL. */
export function guard(app: FastifyInstance, { settings }: Pick<WebDeps, "settings">): void {
  app.addHook("onRequest", (request, reply, done) => {
    void reply.headers(headersFor(request));
    done(refusalOf(request, settings));
  });
}

/** The headers that every answer to this request has, also one that no hook has seen. */
export function headersFor(request: FastifyRequest): Record<string, string> {
  return {
    ...securityHeaders,
    "x-request-id": request.id,
    ...(isHttps(request) && { "strict-transport-security": strictTransport }),
  };
}

function refusalOf(request: FastifyRequest, settings: WebDeps["settings"]): HttpProblem | undefined {
  if (!isOwnHost(request.host, settings))
    return new HttpProblem(
      "misdirected",
      "This service is not known under that name; web.public_url and web.hosts list the names under which it answers.",
    );
  if (request.url.length > longestUrl)
    return new HttpProblem("uri_too_long", `An address has at most ${longestUrl} bytes.`);
  // Addresses are kept by proxies, browsers and logs: a token in one is lost.
  if (/cti_pat_[a-z2-7]{8}_/i.test(request.url))
    return new HttpProblem(
      "validation_failed",
      "A token belongs in the header Authorization. This one has been seen by everything on the way: revoke it.",
    );
  return undefined;
}
