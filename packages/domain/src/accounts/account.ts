import type { Db } from "@cti/db/client";
import type { Session } from "@cti/db/schema/sessions";
import { sessions } from "@cti/db/schema/sessions";
import { memberships, type Role, tenants } from "@cti/db/schema/tenants";
import { type User, users } from "@cti/db/schema/users";
import { and, asc, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { LoginGate } from "./login-gate.ts";
import { refuseWeakPassword } from "./password-rules.ts";
import { checkPassword, sealPassword } from "./passwords.ts";
import { openSession, type Revoked, revokeSessions } from "./sessions.ts";
import { spendCode } from "./totp.ts";

/** A tenant that somebody can work in. */
export type OwnTenant = { id: number; slug: string; name: string; role: Role };

/** Somebody's own row. */
export async function readOwnUser(db: Db, userId: number): Promise<User> {
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  if (!user) throw new DomainError("not_found", "This user was removed");
  return user;
}

/** The open tenants that somebody belongs to, in the order in which they were made. */
export async function listOwnTenants(db: Db, userId: number): Promise<OwnTenant[]> {
  return db
    .select({ id: tenants.id, slug: tenants.slug, name: tenants.name, role: memberships.role })
    .from(memberships)
    .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
    .where(and(eq(memberships.userId, userId), isNull(tenants.disabledAt)))
    .orderBy(asc(tenants.id));
}

/**
 * Asks again who it is before something that a stolen session must not do; `code` too, where there is a second factor
 * and it is asked for. Throws DomainError: `unauthenticated` when it is wrong, `throttled` when too many tries wait.
 */
export async function confirmIdentity(
  { db, gate, now }: { db: Db; gate: LoginGate; now: Date },
  userId: number,
  { password, code, address }: { password: string; code?: string; address: string },
): Promise<User> {
  const user = await readOwnUser(db, userId);
  if (user.passwordHash === null)
    throw new DomainError("conflict", "You have no password here: the identity provider signs you in");
  const outcome = await gate.attempt(user.username, address, async () => {
    const { right } = await checkPassword(user.passwordHash, password);
    if (!right) return false;
    return code === undefined || (await spendCode(db, user, code, now)) !== null;
  });
  if (outcome === "busy") throw new DomainError("throttled", "Too many tries wait; try again in ten seconds");
  if (outcome === "wrong")
    throw new DomainError(
      "unauthenticated",
      code === undefined ? "The password is wrong" : "The password or the code is wrong",
    );
  return user;
}

/**
 * Gives somebody another password. All their sessions end, and the one that asks goes on with a new token.
 * Throws DomainError `invalid` for a weak password, or the same again.
 */
export async function changePassword(
  tx: Db,
  user: User,
  change: { password: string; breached: ReadonlySet<string>; sessionId: number; now: Date },
): Promise<{ token: string; session: Session; revoked: Revoked[] }> {
  const { password, breached, sessionId, now } = change;
  refuseWeakPassword(password, { username: user.username, breached });
  if ((await checkPassword(user.passwordHash, password)).right)
    throw new DomainError("invalid", "This is the password you have; choose another one");
  const passwordHash = await sealPassword(password);
  const [changed] = await tx
    .update(users)
    .set({ passwordHash, passwordChangedAt: now, mustChangePassword: false, revision: user.revision + 1 })
    .where(and(eq(users.id, user.id), eq(users.revision, user.revision)))
    .returning({ id: users.id });
  if (!changed) throw new DomainError("changed", "This user was changed meanwhile; try again");
  return renewSession(tx, sessionId, { revokeOthers: true, now });
}

/**
 * The same session under a new token, in another tenant when one is named: the old one has ended, with the others when
 * asked for. Throws DomainError `not_found` when it has ended already.
 */
export async function renewSession(
  tx: Db,
  sessionId: number,
  { tenantId, revokeOthers, now }: { tenantId?: number; revokeOthers: boolean; now: Date },
): Promise<{ token: string; session: Session; revoked: Revoked[] }> {
  const [old] = await tx.delete(sessions).where(eq(sessions.id, sessionId)).returning();
  if (!old) throw new DomainError("not_found", "This session has ended");
  const others = revokeOthers ? await revokeSessions(tx, old.userId) : [];
  const opened = await openSession(tx, {
    userId: old.userId,
    tenantId: tenantId ?? old.tenantId,
    method: old.method,
    address: old.address,
    userAgent: old.userAgent,
    now,
    expiresAt: old.expiresAt,
  });
  return { ...opened, revoked: [{ id: old.id, userId: old.userId }, ...others] };
}
