import type { Db } from "@cti/db/client";
import { memberships, type Role } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, asc, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { refuseWeakPassword } from "./password-rules.ts";
import { sealPassword } from "./passwords.ts";
import { readUser, selectUsers, toUserLine, type UserLine, type Viewer, visibleTo } from "./user-rows.ts";

export type NewUser = {
  username: string;
  /** What people are called; the user name says who they are. */
  name?: string | null;
  /** `collector`: a service identity, which only has tokens. */
  kind?: "person" | "collector";
  /** null: none, as for service identities and those whom the identity provider signs in. */
  password: string | null;
  mustChangePassword?: boolean;
  operator?: boolean;
  tenantId: number;
  role: Role;
  oidc?: { issuer: string; subject: string };
  /** Passwords that this installation refuses beside the built-in list. */
  breached?: ReadonlySet<string>;
  /** When it is made; now unless told. */
  now?: Date;
};

/** Adds somebody to a tenant. Throws DomainError `conflict` for a name that is taken, `invalid` for a weak password. */
export async function createUser(db: Db, user: NewUser): Promise<UserLine> {
  const username = user.username.normalize("NFC");
  const { password, kind = "person", role, tenantId, now = new Date() } = user;
  checkUsername(username);
  if (password !== null) refuseWeakPassword(password, { username, breached: user.breached ?? new Set() });
  const passwordHash = password === null ? null : await sealPassword(password);
  return db.transaction(async (tx) => {
    const [created] = await tx
      .insert(users)
      .values({
        username,
        name: user.name ?? null,
        kind,
        passwordHash,
        passwordChangedAt: passwordHash === null ? null : now,
        mustChangePassword: user.mustChangePassword ?? false,
        operator: kind === "person" && (user.operator ?? false),
        oidcIssuer: user.oidc?.issuer ?? null,
        oidcSubject: user.oidc?.subject ?? null,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (!created)
      throw new DomainError("conflict", `There is a user ${username} already; choose another name`);
    await tx.insert(memberships).values({
      tenantId,
      userId: created.id,
      role,
      fromProvider: user.oidc !== undefined,
      createdAt: now,
    });
    return toUserLine(created, role);
  });
}

/** A page of those whom the viewer sees, by user name. */
export async function listUsers(
  db: Db,
  viewer: Viewer,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<{ items: UserLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "username", "text");
  if (after !== null && typeof after.id !== "number") throw new BadCursor();
  const rows = await selectUsers(db, viewer.tenantId)
    .where(
      and(
        visibleTo(viewer),
        after ? sql`(lower(${users.username}), ${users.id}) > (${after.key}, ${after.id})` : undefined,
      ),
    )
    .orderBy(sql`lower(${users.username})`, asc(users.id))
    .limit(limit + 1);
  const { items, next_cursor } = pageOf(rows, limit, ({ user, key }) =>
    writeCursor("username", key, user.id),
  );
  return { items: items.map(({ user, role }) => toUserLine(user, role)), next_cursor };
}

/** One user that the viewer sees, by number. */
export async function getUser(db: Db, viewer: Viewer, id: number): Promise<UserLine> {
  const { user, role } = await readUser(db, viewer, id);
  return toUserLine(user, role);
}

/** Somebody by user name, whatever the case; null when there is nobody. */
export async function findUser(db: Db, username: string): Promise<typeof users.$inferSelect | null> {
  const [found] = await db
    .select()
    .from(users)
    .where(sql`lower(${users.username}) = lower(${username.normalize("NFC")})`);
  return found ?? null;
}

function checkUsername(username: string): void {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u.test(username))
    throw new DomainError(
      "invalid",
      "A user name is one word of letters, digits and . _ @ + -, at most 100 characters",
    );
}
