import { recordAudit } from "@cti/domain/audit/record";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import type { FastifyReply, FastifyRequest } from "fastify";

import { isLoopbackHost } from "./check-request.ts";
import { readCookie } from "./credential.ts";
import { type Call, HttpProblem } from "./handler.ts";
import type { Parts } from "./parse-request.ts";
import { addressOf, isHttps } from "./request-state.ts";
import { inTurn } from "./turns-of.ts";
import type { WebDeps } from "./web-deps.ts";

/** The name of whoever is not signed in, in rows that name somebody. */
const nobody = "nobody";

/** Nobody waits longer for an answer, and what goes on unseen keeps others from theirs. */
const longestStatementMs = 30_000;

/** A request as its handler sees it; `signal` aborts when the client hangs up or the service stops. */
export function makeCall(
  { request, reply, deps }: { request: FastifyRequest; reply: FastifyReply; deps: WebDeps },
  { parts, ifMatch, signal }: { parts: Parts; ifMatch: number | null; signal: AbortSignal },
): Call {
  const { who } = request;
  const now = deps.now();
  const address = addressOf(request);
  const actor = who?.username ?? nobody;
  const call = {
    ...parts,
    who,
    actor,
    address,
    userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null,
    isSecure: isHttps(request) || isLoopbackHost(request.host),
    requestId: request.id,
    now,
    ifMatch,
    lastEventId: textOf(request.headers["last-event-id"]),
    signal,
    inTenant: async <T>(work: Parameters<typeof asTenant<T>>[2]): Promise<T> => {
      if (who === null) throw new HttpProblem("unauthenticated", "Sign in first.");
      return inTurn(deps, who.userId, () =>
        asTenant(deps.db, who.tenantId, work, { timeoutMs: longestStatementMs }),
      );
    },
    audit: async (tx, action, subject, detail, concerns) => {
      const tenant = concerns === "installation" ? { tenantId: null } : {};
      await recordAudit(tx, { actor, address, action, subject, detail, now, ...tenant });
    },
    cookie: (name) => readCookie(request, name),
    header: (name, value) => void reply.header(name, value),
  } satisfies Omit<Call, "params" | "query" | "body" | "who"> & { who: typeof who };
  // What the parts are is said by the route's schemas, which they have passed.
  return call as unknown as Call;
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header.slice(0, 100) : null;
}
