import type { Db } from "@cti/db/client";
import { memberships, tenants } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/**
 * Holds the tenants that this user is an admin of, so that whoever changes members there waits until the end of the
 * transaction. Throws DomainError `conflict` when a tenant would be left without an admin who can sign in; only in `tenantId`, or
 * without it in every open tenant that this user is an admin of.
 */
export async function refuseLastAdmin(tx: Db, userId: number, tenantId?: number): Promise<void> {
  const own = and(
    eq(memberships.userId, userId),
    eq(memberships.role, "admin"),
    tenantId === undefined ? undefined : eq(memberships.tenantId, tenantId),
  );
  await tx
    .select({ id: tenants.id })
    .from(tenants)
    .innerJoin(memberships, eq(memberships.tenantId, tenants.id))
    .where(own)
    .orderBy(asc(tenants.id))
    .for("no key update", { of: tenants });
  const others = sql`(select count(*) from ${memberships} m join ${users} u on u.id = m.user_id
    where m.tenant_id = ${memberships.tenantId} and m.role = 'admin' and m.user_id <> ${userId}
    and u.kind = 'person' and u.disabled_at is null)`;
  const [left] = await tx
    .select({ name: tenants.name })
    .from(memberships)
    .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        own,
        eq(users.kind, "person"),
        isNull(users.disabledAt),
        isNull(tenants.disabledAt),
        sql`${others} = 0`,
      ),
    )
    .limit(1);
  if (left)
    throw new DomainError("conflict", `This is the last admin of ${left.name}; make somebody else one first`);
}

/** Throws DomainError `conflict` when nobody would be left who may operate the installation. */
export async function refuseLastOperator(tx: Db, userId: number): Promise<void> {
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.operator, true), isNull(users.disabledAt)));
  if (!user) return;
  const [other] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.operator, true), isNull(users.disabledAt), ne(users.id, userId)))
    .limit(1);
  if (!other) throw new DomainError("conflict", "This is the last operator; make somebody else one first");
}
