import { randomInt } from "node:crypto";

import type { Db } from "@cti/db/client";
import { memberships, type Role } from "@cti/db/schema/tenants";
import { type User, users } from "@cti/db/schema/users";
import { and, eq, ne } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { refuseLastAdmin, refuseLastOperator } from "./last-of-kind.ts";
import { lockAccounts } from "./lock-accounts.ts";
import { refuseWeakPassword } from "./password-rules.ts";
import { sealPassword } from "./passwords.ts";
import { type Revoked, revokeSessions } from "./sessions.ts";
import { readUser, toUserLine, type UserLine, type Viewer } from "./user-rows.ts";

export type UserChange = {
  name?: string | null;
  role?: Role;
  operator?: boolean;
  disabled?: boolean;
  /** Has to be changed at the next sign-in. */
  password?: string;
};

/** `revision`: what the caller read; null takes whatever is there. */
export type ChangeOptions = { revision: number | null; breached: ReadonlySet<string>; now: Date };

export type ChangedUser = { before: UserLine; after: UserLine; revoked: Revoked[] };

/**
 * Changes a user as their admin. Another role ends their sessions in this tenant; another password, or being disabled,
 * ends them all. Throws DomainError: `not_found` for a user whom the viewer does not see, `forbidden` for what only an
 * operator may, `conflict` for the last admin or operator, `changed` for another revision, `invalid` for a weak password.
 */
export async function changeUser(
  tx: Db,
  viewer: Viewer,
  id: number,
  change: UserChange,
  options: ChangeOptions,
): Promise<ChangedUser> {
  await lockAccounts(tx);
  const { user, role } = await readUser(tx, viewer, id);
  await refuseBeyond(tx, viewer, user, change);
  if (user.operator && !viewer.operator && change.role !== undefined && change.role !== role)
    throw new DomainError("forbidden", "Only an operator may change an operator");
  await refuseLast(tx, viewer, user, role, change);
  const before = toUserLine(user, role);
  const nextRole = await setRole(tx, viewer, user, role, change.role);
  const after = await setColumns(tx, user, change, options);
  const revoked = await revokeAfter(tx, viewer, before, after, nextRole, change.password !== undefined);
  return { before, after: toUserLine(after, nextRole), revoked };
}

/** What only an operator may: give that right, change an operator, or change somebody for other tenants too. */
async function refuseBeyond(tx: Db, viewer: Viewer, user: User, change: UserChange): Promise<void> {
  const { name, operator, disabled, password } = change;
  if (user.kind === "collector" && (operator === true || password !== undefined || change.role !== undefined))
    throw new DomainError("invalid", "A service identity has no password and no role");
  if (user.id === viewer.userId && password !== undefined)
    throw new DomainError("conflict", "Change your own password in your account, with the one you have");
  if (user.id === viewer.userId && disabled === true)
    throw new DomainError("conflict", "You cannot disable yourself; another admin can");
  if (viewer.operator) return;
  if (operator !== undefined && operator !== user.operator)
    throw new DomainError("forbidden", "Only an operator may say who is one");
  if (name === undefined && disabled === undefined && password === undefined) return;
  await refuseForeign(tx, viewer, user);
}

/** Throws DomainError `forbidden` for somebody whom this admin has no say over as a whole. */
export async function refuseForeign(tx: Db, viewer: Viewer, user: User): Promise<void> {
  if (viewer.operator || user.id === viewer.userId) return;
  if (user.operator) throw new DomainError("forbidden", "Only an operator may change an operator");
  const [elsewhere] = await tx
    .select({ tenantId: memberships.tenantId })
    .from(memberships)
    .where(and(eq(memberships.userId, user.id), ne(memberships.tenantId, viewer.tenantId)))
    .limit(1);
  if (elsewhere)
    throw new DomainError(
      "forbidden",
      "This user belongs to other tenants too; only an operator may do that",
    );
}

async function refuseLast(
  tx: Db,
  viewer: Viewer,
  user: User,
  role: Role | null,
  change: UserChange,
): Promise<void> {
  if (change.disabled === true && user.disabledAt === null) {
    await refuseLastAdmin(tx, user.id);
    await refuseLastOperator(tx, user.id);
  }
  if (change.operator === false && user.operator) await refuseLastOperator(tx, user.id);
  if (role === "admin" && change.role !== undefined && change.role !== "admin")
    await refuseLastAdmin(tx, user.id, viewer.tenantId);
}

/** Given by a person, the role is no longer the provider's to take away. */
async function setRole(
  tx: Db,
  { tenantId }: Viewer,
  user: User,
  role: Role | null,
  wanted: Role | undefined,
): Promise<Role | null> {
  if (wanted === undefined || wanted === role) return role;
  if (role === null)
    throw new DomainError("conflict", "This user does not belong to this tenant; add them as a member first");
  await tx
    .update(memberships)
    .set({ role: wanted, fromProvider: false })
    .where(and(eq(memberships.userId, user.id), eq(memberships.tenantId, tenantId)));
  return wanted;
}

async function setColumns(
  tx: Db,
  user: User,
  { name, operator, disabled, password }: UserChange,
  { revision, breached, now }: ChangeOptions,
): Promise<User> {
  const expected = revision ?? user.revision;
  if (password !== undefined) refuseWeakPassword(password, { username: user.username, breached });
  const sealed = password === undefined ? null : await sealPassword(password);
  const [changed] = await tx
    .update(users)
    .set({
      revision: expected + 1,
      ...(name !== undefined && { name }),
      ...(operator !== undefined && { operator }),
      ...(disabled !== undefined && { disabledAt: disabled ? (user.disabledAt ?? now) : null }),
      ...(sealed !== null && { passwordHash: sealed, passwordChangedAt: now, mustChangePassword: true }),
    })
    .where(and(eq(users.id, user.id), eq(users.revision, expected)))
    .returning();
  if (!changed)
    throw new DomainError("changed", `${user.username} was changed in the meantime; read it again`);
  return changed;
}

/** Rights that changed, either way, ask for a new sign-in. */
async function revokeAfter(
  tx: Db,
  { tenantId }: Viewer,
  before: UserLine,
  after: User,
  role: Role | null,
  hasNewPassword: boolean,
): Promise<Revoked[]> {
  const isAnew = hasNewPassword || after.disabledAt !== null || after.operator !== before.operator;
  if (isAnew) return revokeSessions(tx, after.id);
  return before.role === role || after.kind === "collector" ? [] : revokeSessions(tx, after.id, { tenantId });
}

const syllables =
  "ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu".split(" ");

/** A password to be told once and changed at the first sign-in: about 75 bits that can be read out. */
export function newPassword(): string {
  const word = (): string =>
    Array.from({ length: 3 }, () => syllables[randomInt(syllables.length)] ?? "").join("");
  return Array.from({ length: 5 }, word).join("-");
}
