import type { Db } from "@cti/db/client";
import { memberships, tenants } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, count, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/**
 * Members of this tenant change one after the other until the transaction ends: two admins cannot remove each other.
 * `refuseNone` throws `conflict` when there was an admin who can sign in, and now there is none.
 */
export async function holdAdmins(
  tx: Db,
  { id, slug }: { id: number; slug: string },
): Promise<{ refuseNone: () => Promise<void> }> {
  await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, id)).for("no key update");
  const before = await countAdmins(tx, id);
  return {
    refuseNone: async () => {
      if (before > 0 && (await countAdmins(tx, id)) === 0)
        throw new DomainError("conflict", `That is the last admin of ${slug}; make somebody else one first`);
    },
  };
}

/** Who operates the installation is changed by operators alone. Throws `forbidden`. */
export async function refuseOperator(tx: Db, userId: number): Promise<void> {
  const [user] = await tx.select({ operator: users.operator }).from(users).where(eq(users.id, userId));
  if (user?.operator) throw new DomainError("forbidden", "Only an operator may change an operator");
}

async function countAdmins(tx: Db, tenantId: number): Promise<number> {
  const [row] = await tx
    .select({ admins: count() })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.tenantId, tenantId),
        eq(memberships.role, "admin"),
        eq(users.kind, "person"),
        isNull(users.disabledAt),
      ),
    );
  return row?.admins ?? 0;
}
