import type { Db } from "@cti/db/client";
import { memberships } from "@cti/db/schema/tenants";
import { and, eq } from "drizzle-orm";

import { type Revoked, revokeSessions } from "../accounts/sessions.ts";
import { DomainError } from "../errors.ts";
import { getTenant } from "./get-tenant.ts";
import { holdAdmins, refuseOperator } from "./hold-admins.ts";
import { type MemberLine, memberLines } from "./member-line.ts";

/**
 * Takes somebody out of a tenant; their sessions in it have ended then (`announceRevoked` tells it) and their tokens
 * of it are worth nothing. Throws `not_found`, `conflict` for the last admin, and `forbidden` for an operator
 * whom somebody else would remove.
 */
export async function removeMember(
  db: Db,
  { tenantId, userId, byOperator }: { tenantId: number; userId: number; byOperator: boolean },
): Promise<{ removed: MemberLine; revoked: Revoked[] }> {
  return db.transaction(async (tx) => {
    const tenant = await getTenant(tx, tenantId);
    const admins = await holdAdmins(tx, tenant);
    const own = and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId));
    const [removed] = await memberLines(tx, own, 1);
    if (!removed) throw new DomainError("not_found", `The user ${userId} is no member of ${tenant.slug}`);
    if (!byOperator) await refuseOperator(tx, userId);
    await tx.delete(memberships).where(own);
    await admins.refuseNone();
    return { removed, revoked: await revokeSessions(tx, userId, { tenantId }) };
  });
}
