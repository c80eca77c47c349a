import type { tenantRoutes } from "@cti/contract/routes/tenants";
import type { Principal } from "@cti/domain/accounts/principal";
import { announceRevoked } from "@cti/domain/accounts/sessions";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { changeTenant } from "@cti/domain/tenants/change-tenant";
import { createTenant } from "@cti/domain/tenants/create-tenant";
import { getTenantFor } from "@cti/domain/tenants/get-tenant";
import { listMembers } from "@cti/domain/tenants/list-members";
import { listTenants, type TenantFilter } from "@cti/domain/tenants/list-tenants";
import { removeMember } from "@cti/domain/tenants/remove-member";
import { removeTenant } from "@cti/domain/tenants/remove-tenant";
import { setMember } from "@cti/domain/tenants/set-member";

import { type Handlers, HttpProblem } from "../handler.ts";

/** What is done to a tenant stands in its own part of the audit log, whoever did it. */
export const tenantHandlers: Handlers<typeof tenantRoutes> = {
  listTenants: (call) => {
    const { limit, cursor = null } = call.query;
    return call.inTenant((tx) => listTenants(tx, filterOf(call.who), { limit, cursor }));
  },
  createTenant: (call, { db }) =>
    db.transaction(async (tx) => {
      const tenant = await createTenant(tx, call.body, call.now);
      const { id, slug, name } = tenant;
      await asTenant(tx, id, (own) => call.audit(own, "tenant.create", `tenant:${id}`, { slug, name }));
      call.header("location", `/api/v1/tenants/${id}`);
      return tenant;
    }),
  getTenant: (call) => call.inTenant((tx) => getTenantFor(tx, call.who, call.params.id)),
  changeTenant: (call, { db }) => {
    const { params, body, who, now, ifMatch: expected } = call;
    return asTenant(db, params.id, async (tx) => {
      await getTenantFor(tx, who, params.id);
      if (body.disabled !== undefined && !mayOperate(who))
        throw new HttpProblem("forbidden", "Only operators close and open tenants");
      const { before, after } = await changeTenant(tx, params.id, body, { expected, now });
      await call.audit(tx, "tenant.change", `tenant:${params.id}`, {
        before: { name: before.name, disabled_at: before.disabled_at },
        after: { name: after.name, disabled_at: after.disabled_at },
      });
      return after;
    });
  },
  removeTenant: async (call) => {
    const { params, query, ifMatch: expected } = call;
    await call.inTenant(async (tx) => {
      const { id, slug, name } = await removeTenant(tx, params.id, { confirm: query.confirm, expected });
      await call.audit(tx, "tenant.remove", `tenant:${id}`, { slug, name });
    });
    return undefined;
  },
  listMembers: (call) => {
    const { params, query, who } = call;
    const { limit, cursor = null } = query;
    return call.inTenant(async (tx) => {
      const { id } = await getTenantFor(tx, who, params.id);
      return listMembers(tx, id, { limit, cursor });
    });
  },
  setMember: (call, { db }) => {
    const { params, body, who } = call;
    return asTenant(db, params.id, async (tx) => {
      const { id: tenantId } = await getTenantFor(tx, who, params.id);
      const knownAs = mayOperate(who) ? null : (body.username ?? "");
      const member = { tenantId, userId: params.user_id, role: body.role, knownAs };
      const { before, after, revoked } = await setMember(tx, member);
      if (before !== after.role)
        await call.audit(tx, "user.role", `user:${after.user_id}`, {
          username: after.username,
          before: { role: before },
          after: { role: after.role },
        });
      await announceRevoked(tx, revoked);
      return after;
    });
  },
  removeMember: async (call, { db }) => {
    const { params, who } = call;
    await asTenant(db, params.id, async (tx) => {
      const { id: tenantId } = await getTenantFor(tx, who, params.id);
      const { removed, revoked } = await removeMember(tx, {
        tenantId,
        userId: params.user_id,
        byOperator: mayOperate(who),
      });
      await call.audit(tx, "user.role", `user:${removed.user_id}`, {
        username: removed.username,
        before: { role: removed.role },
        after: { role: null },
      });
      await announceRevoked(tx, revoked);
    });
    return undefined;
  },
};

function mayOperate({ scopes }: Principal): boolean {
  return scopes.includes("operator");
}

/** A token knows only the tenant that it was made for. */
function filterOf(who: Principal): TenantFilter {
  if (mayOperate(who)) return {};
  return who.kind === "token" ? { tenantId: who.tenantId } : { userId: who.userId };
}
