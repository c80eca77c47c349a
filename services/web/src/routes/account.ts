import type { accountRoutes } from "@cti/contract/routes/account";
import { changePassword, confirmIdentity, readOwnUser } from "@cti/domain/accounts/account";
import { announceRevoked, revokeSessions } from "@cti/domain/accounts/sessions";
import { beginTotp, confirmTotp, removeTotp } from "@cti/domain/accounts/totp";

import { gateOf } from "../gate-of.ts";
import type { Handlers } from "../handler.ts";
import { ownSession } from "../own-session.ts";
import { sessionCookie } from "../session-cookie.ts";

export const accountHandlers: Handlers<typeof accountRoutes> = {
  changePassword: async (call, deps) => {
    const { body, who, now } = call;
    const { breachedPasswords: breached } = deps.settings;
    const sessionId = ownSession(who);
    const proof = { password: body.current_password, address: call.address };
    const user = await confirmIdentity({ db: deps.db, gate: gateOf(deps), now }, who.userId, proof);
    const token = await call.inTenant(async (tx) => {
      const change = { password: body.password, breached, sessionId, now };
      const changed = await changePassword(tx, user, change);
      await call.audit(tx, "account.password", `user:${who.userId}`, { revoked: changed.revoked.length });
      await announceRevoked(tx, changed.revoked);
      return changed.token;
    });
    call.header("set-cookie", sessionCookie(token, call, deps.settings));
    return undefined;
  },
  beginTotp: async (call, deps) => {
    const { body, who, now, address } = call;
    await confirmIdentity({ db: deps.db, gate: gateOf(deps), now }, who.userId, {
      password: body.password,
      address,
    });
    return call.inTenant((tx) => beginTotp(tx, who.userId));
  },
  confirmTotp: (call) => {
    const { body, who, now } = call;
    return call.inTenant(async (tx) => {
      const codes = await confirmTotp(tx, await readOwnUser(tx, who.userId), body.code, now);
      // Whoever else was signed in did not have to show it.
      const revoked = await revokeSessions(tx, who.userId, { except: who.sessionId });
      await call.audit(tx, "account.totp", `user:${who.userId}`, { set: true, revoked: revoked.length });
      await announceRevoked(tx, revoked);
      return { recovery_codes: codes };
    });
  },
  removeTotp: async (call, deps) => {
    const { body, who, now, address } = call;
    const proof = { password: body.password, code: body.code, address };
    await confirmIdentity({ db: deps.db, gate: gateOf(deps), now }, who.userId, proof);
    await call.inTenant(async (tx) => {
      await removeTotp(tx, who.userId);
      const revoked = await revokeSessions(tx, who.userId, { except: who.sessionId });
      await call.audit(tx, "account.totp", `user:${who.userId}`, { set: false, revoked: revoked.length });
      await announceRevoked(tx, revoked);
    });
    return undefined;
  },
};
