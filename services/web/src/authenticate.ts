import type { Route } from "@cti/contract/route";
import { authenticateSession, authenticateToken } from "@cti/domain/accounts/authenticate";
import type { Principal } from "@cti/domain/accounts/principal";
import type { FastifyRequest } from "fastify";

import { type Credential, readCredential } from "./credential.ts";
import { HttpProblem } from "./handler.ts";
import { addressOf } from "./request-state.ts";
import type { WebDeps } from "./web-deps.ts";

type AuthDeps = Pick<WebDeps, "db" | "now" | "settings">;

/**
 * Who asks; null when no credential came. Throws HttpProblem unauthenticated for one that is not (or no longer) good,
 * but where people sign in: there an old cookie must not stand in the way.
 */
export async function authenticate(
  request: FastifyRequest,
  route: Pick<Route, "role">,
  deps: AuthDeps,
): Promise<Principal | null> {
  const credential = readCredential(request, deps.settings);
  if (credential === null) return null;
  const who = await principalOf(credential, request, deps);
  if (who === null && route.role !== "anyone")
    throw new HttpProblem(
      "unauthenticated",
      credential.kind === "session"
        ? "This session has ended: sign in again."
        : "This token is not known, has expired or was revoked.",
    );
  return who;
}

async function principalOf(
  credential: Credential,
  request: FastifyRequest,
  { db, now, settings }: AuthDeps,
): Promise<Principal | null> {
  if (credential.kind === "malformed") return null;
  const seen = { now: now(), address: addressOf(request) };
  return credential.kind === "token"
    ? authenticateToken(db, credential.token, seen)
    : authenticateSession(db, credential.token, { ...seen, idleMs: settings.sessionIdleMs });
}
