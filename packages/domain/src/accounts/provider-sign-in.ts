import type { Db } from "@cti/db/client";
import type { Session } from "@cti/db/schema/sessions";
import { memberships, type Role, tenants } from "@cti/db/schema/tenants";
import { type User, users } from "@cti/db/schema/users";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";

import { recordAudit } from "../audit/record.ts";
import { storable } from "../storable.ts";
import { lockAccounts } from "./lock-accounts.ts";
import { tenantOf } from "./login.ts";
import { type GroupRights, rightsOf, rulesNameOperators } from "./provider-roles.ts";
import {
  announceRevoked,
  endReplaced,
  openSession,
  type Replaced,
  type Revoked,
  revokeSessions,
} from "./sessions.ts";
import { findUser } from "./users.ts";

/** What the identity provider says about somebody, after all was checked. */
export type Identity = {
  issuer: string;
  subject: string;
  username: string;
  name: string | null;
  groups: readonly string[];
};

export type ProviderSignIn = {
  /** GROUP=ROLE, GROUP=ROLE@TENANT or GROUP=operator. */
  rules: readonly string[];
  address: string | null;
  userAgent: string | null;
  now: Date;
  sessionMaxMs: number;
  /** The session of this browser that the new one takes the place of. */
  replaces: Replaced | null;
};

export type ProviderResult =
  | { outcome: "in"; token: string; session: Session }
  /** `no_group`: none of their groups has a role here. `name_taken`: no free user name was found. */
  | { outcome: "no_group" | "disabled" | "name_taken" };

/**
 * Signs in whom the provider knows: by issuer and subject, never by user name. The first time they are made; each time
 * the memberships that their groups gave follow these groups, and with none left nobody gets in.
 */
export async function signInWithProvider(
  db: Db,
  identity: Identity,
  options: ProviderSignIn,
): Promise<ProviderResult> {
  return db.transaction(async (tx) => {
    await lockAccounts(tx);
    const rights = await knownRights(tx, rightsOf(identity.groups, options.rules));
    const known = await findByIdentity(tx, identity);
    const isRefused = rights.roles.size === 0 || (known !== null && known.disabledAt !== null);
    const user = known ?? (isRefused ? null : await create(tx, identity, options.now));
    if (user === null) {
      const outcome = isRefused ? "no_group" : "name_taken";
      await note(tx, identity, options, { outcome, user });
      return { outcome };
    }
    const revoked = await follow(tx, user, rights, options);
    const tenantId = isRefused ? null : await tenantOf(tx, user.id, null);
    if (tenantId === null) {
      const outcome = user.disabledAt === null ? "no_group" : "disabled";
      await note(tx, identity, options, { outcome, user });
      await announceRevoked(tx, revoked);
      return { outcome };
    }
    const { address, userAgent, now, sessionMaxMs } = options;
    revoked.push(...(await endReplaced(tx, options.replaces)));
    const expiresAt = new Date(now.getTime() + sessionMaxMs);
    const opened = await openSession(tx, {
      userId: user.id,
      tenantId,
      method: "oidc",
      address,
      userAgent,
      now,
      expiresAt,
    });
    await note(tx, identity, options, { outcome: "in", user, tenantId, sessionId: opened.session.id });
    await announceRevoked(tx, revoked);
    return { outcome: "in", ...opened };
  });
}

/** Roles in tenants that are there and open, by their number. */
type KnownRights = { roles: Map<number, Role>; operator: boolean };

async function knownRights(tx: Db, { roles, operator }: GroupRights): Promise<KnownRights> {
  const rows = await tx
    .select({ id: tenants.id, slug: tenants.slug })
    .from(tenants)
    .where(and(inArray(tenants.slug, [...roles.keys()]), isNull(tenants.disabledAt)));
  const known = rows.flatMap(({ id, slug }) => {
    const role = roles.get(slug);
    return role === undefined ? [] : [[id, role] as const];
  });
  return { roles: new Map(known), operator };
}

async function findByIdentity(tx: Db, { issuer, subject }: Identity): Promise<User | null> {
  const [user] = await tx
    .select()
    .from(users)
    .where(and(eq(users.oidcIssuer, issuer), eq(users.oidcSubject, subject)));
  return user ?? null;
}

/** Under their name, or with a number behind it where somebody else has that. */
async function create(tx: Db, identity: Identity, now: Date): Promise<User | null> {
  const wanted = usernameOf(identity);
  for (let number = 1; number < 10; number++) {
    const username = number === 1 ? wanted : `${wanted}-${number}`;
    if (await findUser(tx, username)) continue;
    const [user] = await tx
      .insert(users)
      .values({
        username,
        name: storable(identity.name?.slice(0, 200) ?? null),
        oidcIssuer: identity.issuer,
        oidcSubject: identity.subject,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (user) return user;
  }
  return null;
}

function usernameOf({ username, subject }: Identity): string {
  const plain = (text: string): string =>
    text
      .normalize("NFC")
      .replaceAll(/[^\p{L}\p{N}._@+-]/gu, "")
      .replace(/^[^\p{L}\p{N}]+/u, "")
      .slice(0, 90);
  return plain(username) || plain(subject) || "user";
}

/** Memberships that groups gave follow the groups; those that people gave stay as they are. */
async function follow(
  tx: Db,
  user: User,
  rights: KnownRights,
  { rules, now }: ProviderSignIn,
): Promise<Revoked[]> {
  const has = await tx.select().from(memberships).where(eq(memberships.userId, user.id));
  const revoked: Revoked[] = [];
  let isChanged = false;
  for (const { tenantId, role, fromProvider } of has) {
    const wanted = rights.roles.get(tenantId);
    if (!fromProvider || wanted === role) continue;
    isChanged = true;
    const own = and(eq(memberships.userId, user.id), eq(memberships.tenantId, tenantId));
    if (wanted === undefined) await tx.delete(memberships).where(own);
    else await tx.update(memberships).set({ role: wanted }).where(own);
    revoked.push(...(await revokeSessions(tx, user.id, { tenantId })));
  }
  const known = new Set(has.map(({ tenantId }) => tenantId));
  for (const [tenantId, role] of rights.roles)
    if (!known.has(tenantId))
      await tx
        .insert(memberships)
        .values({ tenantId, userId: user.id, role, fromProvider: true, createdAt: now });
  const operator = rulesNameOperators(rules) ? rights.operator : user.operator;
  if (operator !== user.operator) revoked.push(...(await revokeSessions(tx, user.id)));
  // Nobody's groups give rights here any more: what people gave does not open the door by itself.
  if (rights.roles.size === 0) revoked.push(...(await revokeSessions(tx, user.id)));
  await tx
    .update(users)
    .set({
      operator,
      ...((isChanged || operator !== user.operator) && { revision: sql`${users.revision} + 1` }),
      ...(rights.roles.size > 0 && user.disabledAt === null && { lastLoginAt: now }),
    })
    .where(eq(users.id, user.id));
  return revoked;
}

async function note(
  tx: Db,
  { issuer, subject, groups }: Identity,
  { address, now }: ProviderSignIn,
  told: { outcome: string; user: User | null; tenantId?: number; sessionId?: number },
): Promise<void> {
  const { outcome, user, tenantId, sessionId } = told;
  const isIn = sessionId !== undefined;
  await recordAudit(tx, {
    actor: user?.username ?? "?",
    tenantId: tenantId ?? null,
    address,
    action: isIn ? "session.login" : "session.login_failed",
    subject: isIn ? `session:${sessionId}` : user ? `user:${user.id}` : "user:?",
    detail: isIn
      ? { method: "oidc" }
      : { method: "oidc", reason: outcome, issuer, subject, groups: groups.slice(0, 50) },
    now,
  });
}
