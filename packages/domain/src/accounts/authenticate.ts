import type { Db } from "@cti/db/client";
import { apiTokens } from "@cti/db/schema/api-tokens";
import { sessions } from "@cti/db/schema/sessions";
import { memberships, type Role, tenants } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";

import { asTenant } from "../tenants/as-tenant.ts";
import type { Principal } from "./principal.ts";
import { scopesOf, scopesOfToken } from "./scopes.ts";
import { hashOfSecret } from "./secret.ts";
import { isOpen } from "./sessions.ts";

/** Uses are written down at most this often, so that reading stays reading. */
const noteEveryMs = 60_000;

/**
 * Whose browser shows this token; null when the session has ended, was revoked, or its user or tenant may no longer.
 * `idleMs`: a session that is not used for so long ends.
 */
export async function authenticateSession(
  db: Db,
  token: string,
  { now, address, idleMs }: { now: Date; address: string | null; idleMs: number },
): Promise<Principal | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const [found] = await sessionStatement(db).execute({ tokenHash: hashOfSecret(token) });
  if (!found || !isOpen(found.session, now, idleMs)) return null;
  const { session, user, role, tenant } = found;
  const noted = new Date(now.getTime() - noteEveryMs);
  if (session.lastSeenAt < noted)
    await db
      .update(sessions)
      .set({ lastSeenAt: now, address })
      .where(and(eq(sessions.id, session.id), lt(sessions.lastSeenAt, noted)));
  return {
    id: `session:${session.id}`,
    kind: "session",
    userId: user.id,
    username: user.username,
    tenantId: session.tenantId,
    tenant,
    role,
    operator: user.operator,
    scopes: scopesOf(role, user.operator),
    sessionId: session.id,
    tokenId: null,
    mustChangePassword: user.mustChangePassword,
    expiresAt: session.expiresAt,
  };
}

type SessionStatement = ReturnType<typeof prepareSession>;
const statements = new WeakMap<Db, SessionStatement>();

/** Every request asks it: built once for each pool, where writing its text would take longer than its answer. */
function sessionStatement(db: Db): SessionStatement {
  const known = statements.get(db) ?? prepareSession(db);
  statements.set(db, known);
  return known;
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- a statement whose type only drizzle can write
function prepareSession(db: Db) {
  const { id, username, operator, mustChangePassword } = users;
  return db
    .select({
      session: sessions,
      user: { id, username, operator, mustChangePassword },
      role: memberships.role,
      tenant: tenants.slug,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(tenants, eq(tenants.id, sessions.tenantId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, sessions.userId), eq(memberships.tenantId, sessions.tenantId)),
    )
    .where(
      and(
        eq(sessions.tokenHash, sql.placeholder("tokenHash")),
        isNull(users.disabledAt),
        isNull(tenants.disabledAt),
        eq(users.kind, "person"),
      ),
    )
    .prepare("session");
}

/** Dates as the driver gives them for a statement of our own. */
type TokenRow = {
  id: number;
  tenant_id: number;
  user_id: number;
  scopes: string[];
  expires_at: string;
  last_used_at: string | null;
  username: string;
  kind: "person" | "collector";
  operator: boolean;
  role: Role;
  tenant: string;
};

/**
 * Whose program shows this token; null when it has expired, was revoked, or its owner or tenant may no longer. It is
 * worth no more than its owner is now.
 */
export async function authenticateToken(
  db: Db,
  token: string,
  { now, address }: { now: Date; address: string | null },
): Promise<Principal | null> {
  if (!/^cti_pat_[a-z2-7]{8}_[\w-]{43}$/.test(token)) return null;
  const [row] = await db.execute<TokenRow>(sql`
    select t.id::float8 as id, t.tenant_id::float8 as tenant_id, t.user_id::float8 as user_id, t.scopes,
      t.expires_at, t.last_used_at, u.username, u.kind, u.operator, m.role, n.slug as tenant
    from find_api_token(${hashOfSecret(token)}) t
    join users u on u.id = t.user_id and u.disabled_at is null
    join tenants n on n.id = t.tenant_id and n.disabled_at is null
    join memberships m on m.user_id = t.user_id and m.tenant_id = t.tenant_id
    where t.revoked_at is null and t.expires_at > ${now.toISOString()}::timestamptz`);
  if (!row) return null;
  await noteUse(db, row, now, address);
  return {
    id: `token:${row.id}`,
    kind: "token",
    userId: row.user_id,
    username: row.username,
    tenantId: row.tenant_id,
    tenant: row.tenant,
    role: row.kind === "collector" ? null : row.role,
    operator: row.kind === "person" && row.operator,
    scopes: scopesOfToken(row.scopes, row),
    sessionId: null,
    tokenId: row.id,
    // A token cannot choose a password, and was made by somebody who had one.
    mustChangePassword: false,
    expiresAt: new Date(row.expires_at),
  };
}

async function noteUse(db: Db, token: TokenRow, now: Date, address: string | null): Promise<void> {
  const noted = new Date(now.getTime() - noteEveryMs);
  if (token.last_used_at !== null && new Date(token.last_used_at) >= noted) return;
  await asTenant(db, token.tenant_id, async (tx) => {
    await tx
      .update(apiTokens)
      .set({ lastUsedAt: now, lastUsedFrom: address })
      .where(
        and(
          eq(apiTokens.id, token.id),
          eq(apiTokens.tenantId, token.tenant_id),
          or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, noted)),
        ),
      );
  });
}
