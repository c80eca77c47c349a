import type { Db } from "@cti/db/client";
import { memberships, type Role } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, eq, sql } from "drizzle-orm";

import { type Revoked, revokeSessions } from "../accounts/sessions.ts";
import { DomainError } from "../errors.ts";
import { getTenant } from "./get-tenant.ts";
import { holdAdmins, refuseOperator } from "./hold-admins.ts";
import { type MemberLine, memberLines } from "./member-line.ts";

export type NewMember = {
  tenantId: number;
  userId: number;
  role: Role;
  /**
   * Whoever does not operate the installation adds only whom they can name, so that nobody learns who else is there by
   * trying out numbers; null adds anybody.
   */
  knownAs: string | null;
};

/**
 * Adds somebody to a tenant, or changes what they are in it; `before` is null for a new member. Sessions of another role
 * have ended then: `announceRevoked` tells it. Throws `not_found`, `conflict` when the tenant would
 * lose its last admin, and `forbidden` for an operator whom somebody else would change.
 */
export async function setMember(
  db: Db,
  { tenantId, userId, role, knownAs }: NewMember,
): Promise<{ before: Role | null; after: MemberLine; revoked: Revoked[] }> {
  return db.transaction(async (tx) => {
    const admins = await holdAdmins(tx, await getTenant(tx, tenantId));
    const own = and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId));
    const [member] = await tx.select({ role: memberships.role }).from(memberships).where(own);
    if (!member) await addable(tx, userId, knownAs);
    else if (knownAs !== null) await refuseOperator(tx, userId);
    await tx
      .insert(memberships)
      .values({ tenantId, userId, role })
      .onConflictDoUpdate({
        target: [memberships.tenantId, memberships.userId],
        set: { role, fromProvider: sql`${memberships.fromProvider} and ${memberships.role} = ${role}` },
      });
    await admins.refuseNone();
    const before = member?.role ?? null;
    const isChanged = before !== null && before !== role;
    const revoked = isChanged ? await revokeSessions(tx, userId, { tenantId }) : [];
    const [after] = await memberLines(tx, own, 1);
    if (!after) throw new Error("The member was not stored.");
    return { before, after, revoked };
  });
}

async function addable(tx: Db, userId: number, knownAs: string | null): Promise<void> {
  const [user] = await tx
    .select({ username: users.username, kind: users.kind })
    .from(users)
    .where(eq(users.id, userId));
  if (!user || (knownAs !== null && user.username.toLowerCase() !== knownAs.toLowerCase()))
    throw new DomainError("not_found", `There is no user ${userId} of that name`);
}
