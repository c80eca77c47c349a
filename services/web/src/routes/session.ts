import type { sessionRoutes } from "@cti/contract/routes/session";
import { renewSession } from "@cti/domain/accounts/account";
import { login, type LoginResult, tenantOf } from "@cti/domain/accounts/login";
import {
  announceRevoked,
  endReplaced,
  listSessions,
  type Replaced,
  revokeSession,
  revokeSessions,
} from "@cti/domain/accounts/sessions";
import type { Principal } from "@cti/domain/accounts/principal";
import { DomainError } from "@cti/domain/errors";

import { describeSession, welcome } from "../describe-session.ts";
import { gateOf } from "../gate-of.ts";
import { type Call, type Handlers, HttpProblem } from "../handler.ts";
import { finishSignIn, startSignIn } from "../oidc/sign-in.ts";
import { ownSession } from "../own-session.ts";
import { requireSafety, sessionCookie } from "../session-cookie.ts";

/** Seconds. */
const pauseWhenBusy = "10";

export const sessionHandlers: Handlers<typeof sessionRoutes> = {
  getSession: (call, deps) => describeSession(call.who, call, deps),
  login: async (call, deps) => {
    const { body, address, userAgent, who } = call;
    requireSafety(call, deps.settings);
    const { db, now, settings } = deps;
    const result = await login(
      { db, gate: gateOf(deps), now, sessionMaxMs: settings.sessionMaxMs },
      {
        username: body.username,
        password: body.password,
        code: body.code ?? null,
        tenant: body.tenant ?? null,
        address,
        userAgent,
        replaces: replacedBy(who),
      },
    );
    return welcome(tokenOf(result, call), { ...call, now: now() }, deps);
  },
  switchTenant: async (call, deps) => {
    const { body, who, now } = call;
    const tenantId = await tenantOf(deps.db, who.userId, body.tenant);
    if (tenantId === null) throw new DomainError("not_found", `You belong to no tenant ${body.tenant}`);
    const { token } = await call.inTenant(async (tx) => {
      const renewed = await renewSession(tx, ownSession(who), { tenantId, revokeOthers: false, now });
      await announceRevoked(tx, renewed.revoked);
      return renewed;
    });
    return welcome(token, call, deps);
  },
  logout: async (call, { settings }) => {
    const { who } = call;
    await call.inTenant(async (tx) => {
      const revoked = await endReplaced(tx, replacedBy(who));
      await call.audit(tx, "session.logout", who.id, {});
      await announceRevoked(tx, revoked);
    });
    call.header("set-cookie", sessionCookie(null, call, settings));
    call.header("clear-site-data", '"cache", "cookies", "storage"');
    return undefined;
  },
  startOidc: async (call, deps) => {
    call.header("location", await startSignIn(call, deps));
    return undefined;
  },
  finishOidc: async (call, deps) => {
    call.header("location", await finishSignIn(call, replacedBy(call.who), deps));
    return undefined;
  },
  listSessions: (call, { settings }) => {
    const { query, who, now } = call;
    const { limit, cursor = null } = query;
    return call.inTenant((tx) =>
      listSessions(
        tx,
        { userId: who.userId, current: who.sessionId },
        { now, idleMs: settings.sessionIdleMs, limit, cursor },
      ),
    );
  },
  revokeSession: async (call) => {
    const { params, who } = call;
    await call.inTenant(async (tx) => {
      const revoked = await revokeSession(tx, params.id, who.userId);
      await call.audit(tx, "session.revoke", `session:${revoked.id}`, {});
      await announceRevoked(tx, [revoked]);
    });
    return undefined;
  },
  revokeOtherSessions: (call) => {
    const { who } = call;
    return call.inTenant(async (tx) => {
      const revoked = await revokeSessions(tx, who.userId, { except: who.sessionId });
      await call.audit(tx, "session.revoke", `user:${who.userId}`, { sessions: revoked.length });
      await announceRevoked(tx, revoked);
      return { revoked: revoked.length };
    });
  },
};

function tokenOf(result: LoginResult, call: Pick<Call, "header">): string {
  switch (result.outcome) {
    case "in":
      return result.token;
    case "wrong":
      throw new HttpProblem("login_failed", "User name, password or code is wrong.");
    case "code_required":
      throw new HttpProblem("code_required", "Send the code of your authenticator app, or a recovery code.");
    case "no_tenant":
      throw new HttpProblem("forbidden", "You belong to no tenant that is open; ask an admin.");
    case "busy":
      call.header("retry-after", pauseWhenBusy);
      throw new HttpProblem(
        "rate_limited",
        "Too many sign-ins wait for this account or address; try again soon.",
      );
  }
}

/** A browser that is signed in and signs in anew has one session in the end. */
function replacedBy(who: Principal | null): Replaced | null {
  return who === null || who.sessionId === null ? null : { sessionId: who.sessionId, userId: who.userId };
}
