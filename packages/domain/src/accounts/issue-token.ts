import type { Db } from "@cti/db/client";
import { currentTenant, memberships } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { emitEvent } from "../events/emit-event.ts";
import type { Principal } from "./principal.ts";
import { createToken, revokeToken, type TokenLine } from "./tokens.ts";

export type TokenWish = {
  name: string;
  scopes: readonly string[];
  /** Days until it expires. */
  days: number;
  /** A service identity of the tenant, by an admin; null for oneself. */
  userId: number | null;
};

/**
 * Makes a token for whoever asks, with no more than they have, or for a service identity of their tenant. `token` is
 * shown once. Throws DomainError: `forbidden` for tokens of other people, `invalid` for scopes or a life beyond what is
 * allowed.
 */
export async function issueToken(
  tx: Db,
  who: Principal,
  { name, scopes, days, userId }: TokenWish,
  { mostDays, now }: { mostDays: number; now: Date },
): Promise<TokenLine & { token: string }> {
  if (days > mostDays)
    throw new DomainError("invalid", `A token lasts at most ${mostDays} days here (web.token_max_days)`);
  const owner = userId === null || userId === who.userId ? who : await serviceIdentity(tx, who, userId);
  const expiresAt = new Date(now.getTime() + days * 86_400_000);
  const created = await createToken(tx, { userId: owner.userId, name, scopes, expiresAt }, now);
  return {
    ...created,
    name,
    user_id: owner.userId,
    username: owner.username,
    scopes: [...new Set(scopes)],
    created_at: now,
    expires_at: expiresAt,
    last_used_at: null,
    last_used_from: null,
    revoked_at: null,
  };
}

/** Ends one's own token; an admin ends any of the tenant. Its open streams end as well. */
export async function endToken(tx: Db, who: Principal, id: number, now: Date): Promise<TokenLine> {
  return revokeToken(tx, id, isAdmin(who) ? null : who.userId, now);
}

/** Tells every process that a token has ended. Belongs at the very end of the transaction, see `emitEvent`. */
export async function announceTokenEnd(tx: Db, { id, user_id }: TokenLine): Promise<void> {
  await emitEvent(tx, {
    event: "session.revoked",
    topic: `token:${id}`,
    userId: user_id,
    data: { token_id: id },
  });
}

/** Whose tokens somebody lists: with `all` those of everybody in the tenant, which takes an admin. */
export function tokensOf(who: Principal, all: boolean): number | null {
  if (!all) return who.userId;
  if (!isAdmin(who)) throw new DomainError("forbidden", "Only an admin sees the tokens of others");
  return null;
}

async function serviceIdentity(
  tx: Db,
  who: Principal,
  userId: number,
): Promise<{ userId: number; username: string }> {
  if (!isAdmin(who)) throw new DomainError("forbidden", "Only an admin makes tokens for service identities");
  const [user] = await tx
    .select({ username: users.username, kind: users.kind })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.tenantId, currentTenant)))
    .where(eq(users.id, userId));
  if (!user) throw new DomainError("not_found", `There is no user ${userId}`);
  if (user.kind !== "collector")
    throw new DomainError(
      "forbidden",
      "People make their own tokens; others can only be made for service identities",
    );
  return { userId, username: user.username };
}

function isAdmin({ role, scopes }: Principal): boolean {
  return role === "admin" && scopes.includes("admin");
}
