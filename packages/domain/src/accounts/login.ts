import type { Db } from "@cti/db/client";
import type { Session } from "@cti/db/schema/sessions";
import { memberships, tenants } from "@cti/db/schema/tenants";
import { type User, users } from "@cti/db/schema/users";
import { and, asc, eq, isNull, type SQL } from "drizzle-orm";

import { recordAudit } from "../audit/record.ts";
import type { LoginGate } from "./login-gate.ts";
import { checkPassword, sealPassword } from "./passwords.ts";
import { announceRevoked, endReplaced, openSession, type Replaced } from "./sessions.ts";
import { spendCode } from "./totp.ts";
import { findUser } from "./users.ts";

export type LoginDeps = { db: Db; gate: LoginGate; now: () => Date; sessionMaxMs: number };

export type LoginAttempt = {
  username: string;
  password: string;
  /** Of the second factor, where there is one. */
  code: string | null;
  /** Slug of the tenant to work in; without it the first one. */
  tenant: string | null;
  address: string;
  userAgent: string | null;
  /** The session that this one takes the place of. */
  replaces: Replaced | null;
};

/**
 * `wrong` says nothing about what was: user name, password or code. `busy`: too many tries wait for this account or
 * address. `no_tenant`: all was right, but there is no open tenant to work in.
 */
export type LoginResult =
  | { outcome: "in"; token: string; session: Session }
  | { outcome: "wrong" | "code_required" | "busy" | "no_tenant" };

/** Signs somebody in with a password. An unknown user costs as much time as a wrong password. */
export async function login(deps: LoginDeps, attempt: LoginAttempt): Promise<LoginResult> {
  const { db, gate } = deps;
  let result: LoginResult = { outcome: "wrong" };
  const outcome = await gate.attempt(attempt.username, attempt.address, async () => {
    const user = await findUser(db, attempt.username);
    const checked = await checkLogin(deps, user, attempt);
    if ("failure" in checked) {
      result = { outcome: checked.outcome };
      if (checked.failure !== null) await noteFailure(deps, user, attempt, checked.failure);
      return false;
    }
    result = await signIn(deps, checked.user, checked.method, attempt);
    if (result.outcome !== "wrong") return true;
    await noteFailure(deps, user, attempt, "changed meanwhile");
    return false;
  });
  return outcome === "busy" ? { outcome } : result;
}

type Checked =
  | { user: User; method: string }
  | { outcome: "wrong" | "code_required"; failure: string | null };

async function checkLogin(deps: LoginDeps, user: User | null, attempt: LoginAttempt): Promise<Checked> {
  const { db, now } = deps;
  const isAllowed = user !== null && user.kind === "person" && user.disabledAt === null;
  const { right, outdated } = await checkPassword(isAllowed ? user.passwordHash : null, attempt.password);
  if (user === null) return { outcome: "wrong", failure: "unknown user" };
  if (!isAllowed) return { outcome: "wrong", failure: "disabled" };
  if (!right) return { outcome: "wrong", failure: "wrong password" };
  const checked = outdated ? await sealAgain(db, user, attempt.password) : user;
  if (user.totpConfirmedAt === null) return { user: checked, method: "password" };
  if (attempt.code === null) return { outcome: "code_required", failure: null };
  const used = await spendCode(db, user, attempt.code, now());
  if (used === null) return { outcome: "wrong", failure: "wrong code" };
  return { user: checked, method: `password+${used}` };
}

/** Kept the way that new passwords are kept today, unless it was changed meanwhile. */
async function sealAgain(db: Db, user: User, password: string): Promise<User> {
  const { id, passwordHash } = user;
  if (passwordHash === null) return user;
  const sealed = await sealPassword(password);
  await db
    .update(users)
    .set({ passwordHash: sealed })
    .where(and(eq(users.id, id), eq(users.passwordHash, passwordHash)));
  return { ...user, passwordHash: sealed };
}

async function signIn(
  { db, now, sessionMaxMs }: LoginDeps,
  user: User,
  method: string,
  { tenant, address, userAgent, replaces }: LoginAttempt,
): Promise<LoginResult> {
  const at = now();
  const tenantId = await tenantOf(db, user.id, tenant);
  if (tenantId === null) return { outcome: "no_tenant" };
  return db.transaction(async (tx) => {
    const [proved] = await tx
      .update(users)
      .set({ lastLoginAt: at })
      .where(asChecked(user))
      .returning({ id: users.id });
    if (!proved) return { outcome: "wrong" };
    const revoked = await endReplaced(tx, replaces);
    const expiresAt = new Date(at.getTime() + sessionMaxMs);
    const opened = await openSession(tx, {
      userId: user.id,
      tenantId,
      method,
      address,
      userAgent,
      now: at,
      expiresAt,
    });
    await recordAudit(tx, {
      actor: user.username,
      tenantId,
      address,
      action: "session.login",
      subject: `session:${opened.session.id}`,
      detail: { method, ...(revoked[0] && { replaces: revoked[0].id }) },
      now: at,
    });
    await announceRevoked(tx, revoked);
    return { outcome: "in", ...opened };
  });
}

/**
 * The user as they were when password and code were checked, which takes a while: whoever changed either meanwhile has
 * ended all sessions, and one that came of the old ones would outlive that.
 */
function asChecked({ id, passwordHash, totpConfirmedAt }: User): SQL | undefined {
  return and(
    eq(users.id, id),
    isNull(users.disabledAt),
    eq(users.passwordHash, passwordHash ?? ""),
    totpConfirmedAt === null ? isNull(users.totpConfirmedAt) : undefined,
  );
}

/** The open tenant of this slug that somebody belongs to, or the first one; null without any. */
export async function tenantOf(db: Db, userId: number, slug: string | null): Promise<number | null> {
  const [found] = await db
    .select({ id: tenants.id })
    .from(memberships)
    .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
    .where(
      and(
        eq(memberships.userId, userId),
        isNull(tenants.disabledAt),
        slug === null ? undefined : eq(tenants.slug, slug),
      ),
    )
    .orderBy(asc(tenants.id))
    .limit(1);
  return found?.id ?? null;
}

/** One row per account and minute; a name that nobody has is not written down, since it may be a password. */
async function noteFailure(
  { db, gate, now }: LoginDeps,
  user: User | null,
  { username, address }: LoginAttempt,
  reason: string,
): Promise<void> {
  if (!gate.isWorthNoting(username)) return;
  const tenantId = await tenantOf(db, user?.id ?? 0, null);
  await recordAudit(db, {
    actor: user?.username ?? "?",
    tenantId,
    address,
    action: "session.login_failed",
    subject: user ? `user:${user.id}` : "user:?",
    detail: { reason },
    now: now(),
  });
}
