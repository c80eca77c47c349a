import type { userRoutes } from "@cti/contract/routes/users";
import { addUser } from "@cti/domain/accounts/add-user";
import { changeUser, newPassword } from "@cti/domain/accounts/change-user";
import type { Principal } from "@cti/domain/accounts/principal";
import { removeUser } from "@cti/domain/accounts/remove-user";
import { announceRevoked, listSessions, revokeSessions } from "@cti/domain/accounts/sessions";
import type { UserLine, Viewer } from "@cti/domain/accounts/user-rows";
import { getUser, listUsers } from "@cti/domain/accounts/users";

import type { Handlers } from "../handler.ts";

export const userHandlers: Handlers<typeof userRoutes> = {
  listUsers: (call) => {
    const { limit, cursor = null } = call.query;
    return call.inTenant((tx) => listUsers(tx, viewerOf(call.who), { limit, cursor }));
  },
  createUser: (call, { settings }) => {
    const { body, who, now } = call;
    const added = {
      username: body.username,
      name: body.name ?? null,
      kind: body.kind ?? "person",
      password: body.password ?? null,
      role: body.role ?? "viewer",
      operator: body.operator ?? false,
    } as const;
    return call.inTenant(async (tx) => {
      const breached = settings.breachedPasswords;
      const { user, password } = await addUser(tx, viewerOf(who), added, { breached, now });
      await call.audit(tx, "user.create", `user:${user.id}`, { after: worthTelling(user) });
      return { ...user, password };
    });
  },
  getUser: (call) => call.inTenant((tx) => getUser(tx, viewerOf(call.who), call.params.id)),
  changeUser: (call, { settings }) => {
    const { params, body, who, now, ifMatch: revision } = call;
    const made = body.generate_password === true ? newPassword() : null;
    const change = {
      ...(body.name !== undefined && { name: body.name }),
      ...(body.role !== undefined && { role: body.role }),
      ...(body.operator !== undefined && { operator: body.operator }),
      ...(body.disabled !== undefined && { disabled: body.disabled }),
      ...((made ?? body.password) !== undefined && { password: made ?? body.password ?? "" }),
    };
    return call.inTenant(async (tx) => {
      const options = { revision, breached: settings.breachedPasswords, now };
      const { before, after, revoked } = await changeUser(tx, viewerOf(who), params.id, change, options);
      const detail = {
        before: worthTelling(before),
        after: worthTelling(after),
        new_credential: change.password !== undefined,
        revoked: revoked.length,
      };
      await call.audit(tx, "user.change", `user:${after.id}`, detail, concernOf(before));
      await announceRevoked(tx, revoked);
      return { ...after, password: made };
    });
  },
  removeUser: async (call) => {
    const { params, who, ifMatch: revision } = call;
    await call.inTenant(async (tx) => {
      const { user, revoked } = await removeUser(tx, viewerOf(who), params.id, { revision });
      const detail = { before: worthTelling(user) };
      await call.audit(tx, "user.remove", `user:${user.id}`, detail, concernOf(user));
      await announceRevoked(tx, revoked);
    });
    return undefined;
  },
  listUserSessions: (call, { settings }) => {
    const { params, query, who, now } = call;
    const { limit, cursor = null } = query;
    return call.inTenant(async (tx) => {
      const { id: userId } = await getUser(tx, viewerOf(who), params.id);
      const whose = { userId, ...ownTenantOf(who), current: who.sessionId };
      return listSessions(tx, whose, { now, idleMs: settings.sessionIdleMs, limit, cursor });
    });
  },
  revokeUserSessions: (call) => {
    const { params, who } = call;
    return call.inTenant(async (tx) => {
      const user = await getUser(tx, viewerOf(who), params.id);
      const { id } = user;
      const revoked = await revokeSessions(tx, id, ownTenantOf(who));
      const detail = { sessions: revoked.length };
      await call.audit(tx, "session.revoke", `user:${id}`, detail, concernOf(user));
      await announceRevoked(tx, revoked);
      return { revoked: revoked.length };
    });
  },
};

function viewerOf({ userId, tenantId, operator, scopes }: Principal): Viewer {
  return { userId, tenantId, operator: operator && scopes.includes("operator") };
}

/** An admin ends what goes on in their tenant, an operator everything. */
function ownTenantOf(who: Principal): { tenantId?: number } {
  return viewerOf(who).operator ? {} : { tenantId: who.tenantId };
}

/** What an operator does to somebody of another tenant is nothing for the admins of their own. */
function concernOf({ kind, role }: UserLine): "installation" | undefined {
  return kind === "person" && role === null ? "installation" : undefined;
}

function worthTelling({
  username,
  name,
  kind,
  role,
  operator,
  disabled_at,
}: UserLine): Record<string, unknown> {
  return { username, name, kind, role, operator, disabled_at };
}
