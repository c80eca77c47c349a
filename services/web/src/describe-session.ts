import type { session } from "@cti/contract/routes/session";
import { listOwnTenants, readOwnUser } from "@cti/domain/accounts/account";
import { authenticateSession } from "@cti/domain/accounts/authenticate";
import type { Principal } from "@cti/domain/accounts/principal";
import { canReshape } from "@cti/domain/stories/may-reshape";
import type { z } from "zod";

import { type Call, HttpProblem } from "./handler.ts";
import { isSafe, sessionCookie } from "./session-cookie.ts";
import type { WebDeps } from "./web-deps.ts";

type Described = z.input<typeof session>;
type SessionCall = Pick<Call, "address" | "header" | "isSecure" | "now">;

/** Who asks, as the screens show it. */
export async function describeSession(
  who: Principal,
  call: Pick<Call, "isSecure">,
  { db, settings }: WebDeps,
): Promise<Described> {
  const user = await readOwnUser(db, who.userId);
  const own = await listOwnTenants(db, who.userId);
  // A token knows only the tenant that it was made for.
  const tenants = who.kind === "token" ? own.filter(({ id }) => id === who.tenantId) : own;
  const tenant = tenants.find(({ id }) => id === who.tenantId);
  if (!tenant)
    throw new HttpProblem("unauthenticated", "You no longer belong to this tenant: sign in again.");
  return {
    kind: who.kind,
    user: {
      id: user.id,
      username: user.username,
      name: user.name,
      must_change_password: user.mustChangePassword,
      totp: user.totpConfirmedAt !== null,
      has_password: user.passwordHash !== null,
    },
    tenant,
    tenants,
    role: who.role,
    operator: who.operator,
    scopes: [...who.scopes],
    can_reshape_stories: await canReshape(db, who),
    expires_at: who.expiresAt,
    insecure: !isSafe(call, settings),
  };
}

/** Hands the browser the cookie of its new session, and tells it who it is now. */
export async function welcome(token: string, call: SessionCall, deps: WebDeps): Promise<Described> {
  const { db, settings } = deps;
  call.header("set-cookie", sessionCookie(token, call, settings));
  const seen = { now: call.now, address: call.address, idleMs: settings.sessionIdleMs };
  const who = await authenticateSession(db, token, seen);
  if (who === null)
    throw new HttpProblem("unauthenticated", "This session has ended already: sign in again.");
  return describeSession(who, call, deps);
}
