import type { Db } from "@cti/db/client";
import { memberships, type Role } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { eq, type SQL, sql } from "drizzle-orm";

/** The JSON of a member of a tenant. */
export type MemberLine = {
  user_id: number;
  username: string;
  name: string | null;
  kind: "person" | "collector";
  role: Role;
  /** Given by a group of the identity provider, which may take it away again. */
  from_provider: boolean;
  disabled: boolean;
  created_at: Date;
};

/** Members in the order of their numbers. */
export async function memberLines(db: Db, where: SQL | undefined, limit: number): Promise<MemberLine[]> {
  return db
    .select({
      user_id: memberships.userId,
      username: users.username,
      name: users.name,
      kind: users.kind,
      role: memberships.role,
      from_provider: memberships.fromProvider,
      disabled: sql<boolean>`${users.disabledAt} is not null`,
      created_at: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(where)
    .orderBy(memberships.userId)
    .limit(limit);
}
