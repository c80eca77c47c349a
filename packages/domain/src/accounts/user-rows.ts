import type { Db } from "@cti/db/client";
import { memberships, type Role } from "@cti/db/schema/tenants";
import { type User, users } from "@cti/db/schema/users";
import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** A user as lists and screens show it; `role` is the one in the tenant of who asks, null outside of it. */
export type UserLine = {
  id: number;
  username: string;
  name: string | null;
  kind: "person" | "collector";
  role: Role | null;
  operator: boolean;
  disabled_at: Date | null;
  must_change_password: boolean;
  totp: boolean;
  /** Whether the identity provider signs this user in. */
  oidc: boolean;
  last_login_at: Date | null;
  created_at: Date;
  revision: number;
};

/** Who asks for users: what they see and may change follows from it. */
export type Viewer = { userId: number; tenantId: number; operator: boolean };

/** Users of the viewer's tenant; operators see all. */
export function visibleTo({ operator }: Viewer): SQL | undefined {
  return operator ? undefined : isNotNull(memberships.userId);
}

/** Users with their role in a tenant, which is null for those who are not in it. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- a query whose type only drizzle can write
export function selectUsers(db: Db, tenantId: number) {
  return db
    .select({ user: users, role: memberships.role, key: sql<string>`lower(${users.username})` })
    .from(users)
    .leftJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.tenantId, tenantId)));
}

/** One user that the viewer sees; of others nobody says whether they exist. */
export async function readUser(
  db: Db,
  viewer: Viewer,
  id: number,
): Promise<{ user: User; role: Role | null }> {
  const [found] = await selectUsers(db, viewer.tenantId).where(and(eq(users.id, id), visibleTo(viewer)));
  if (!found) throw new DomainError("not_found", `There is no user ${id}`);
  return found;
}

export function toUserLine(user: User, role: Role | null): UserLine {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    kind: user.kind,
    role: user.kind === "collector" ? null : role,
    operator: user.operator,
    disabled_at: user.disabledAt,
    must_change_password: user.mustChangePassword,
    totp: user.totpConfirmedAt !== null,
    oidc: user.oidcSubject !== null,
    last_login_at: user.lastLoginAt,
    created_at: user.createdAt,
    revision: user.revision,
  };
}
