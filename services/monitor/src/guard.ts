import type { Logger } from "@cti/observe/logger";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { hasLogin, type LoginCheck } from "./auth.ts";
import { isOwnHost, isOwnRead, isOwnWrite, type OwnNames } from "./check-request.ts";
import { sendProblem } from "./problem.ts";
import type { Throttle } from "@cti/domain/accounts/throttle";

/** The one path for which nobody must log in. */
const openPath = "/health/live";
const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/** On every answer, so that a browser neither runs, frames nor keeps what it is told. */
export const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // With no-referrer a form would send the origin "null", which a write must not have.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

export type GuardDeps = { names: OwnNames; logins: LoginCheck; throttle: Throttle; log: Logger };

/** Stands before every route: our own name, a login, and for writes our own pages. */
export function guard(app: FastifyInstance, deps: GuardDeps): void {
  app.addHook("onRequest", async (request, reply) => {
    void reply.headers(securityHeaders);
    if (!isOwnHost(request.headers.host, deps.names))
      return sendProblem(
        reply,
        421,
        "This dashboard is not known under that name; monitor.hosts lists the names under which it answers.",
      );
    if (request.url.split("?", 1)[0] === openPath) return;
    const isReading = reading.has(request.method);
    if (isReading && !isOwnRead(request.headers))
      return sendProblem(reply, 403, "Another site cannot build this dashboard into its pages.");
    const refused = await refuseLogin(request, reply, deps);
    if (refused) return refused;
    if (!isReading && !isOwnWrite(request.headers)) {
      deps.log.warn({ address: request.ip, url: request.url }, "write from another site refused");
      return sendProblem(reply, 403, "Changes are only taken from the pages of this dashboard itself.");
    }
  });
}

async function refuseLogin(
  request: FastifyRequest,
  reply: FastifyReply,
  { logins, throttle, log }: GuardDeps,
): Promise<FastifyReply | null> {
  const { authorization } = request.headers;
  if (logins.isKnown(authorization)) return null;
  if (!hasLogin(authorization)) return ask(reply);
  const outcome = await throttle.attempt(request.ip, () => logins.verify(authorization));
  if (outcome === "right") return null;
  if (outcome === "busy") {
    void reply.header("retry-after", "10");
    return sendProblem(reply, 429, "Too many logins from this address wait for an answer; try again later.");
  }
  log.warn({ address: request.ip }, "login to the dashboard failed");
  return ask(reply);
}

function ask(reply: FastifyReply): FastifyReply {
  void reply.header("www-authenticate", 'Basic realm="CTI Scraper", charset="UTF-8"');
  return sendProblem(reply, 401, "Log in with the user and password of monitor.auth.");
}
