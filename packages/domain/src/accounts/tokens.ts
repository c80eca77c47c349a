import { randomBytes } from "node:crypto";

import type { Db } from "@cti/db/client";
import { apiTokens } from "@cti/db/schema/api-tokens";
import { currentTenant, memberships } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, desc, eq, isNull, lt, type SQL } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { pageOf } from "../paging/cursor.ts";
import { readNewest, writeNewest } from "./newest-first.ts";
import { collectorScope, scopesOf, tokenScopes } from "./scopes.ts";
import { hashOfSecret, newSecret } from "./secret.ts";

export type NewToken = { userId: number; name: string; scopes: readonly string[]; expiresAt: Date };

/** The JSON of a token in lists; the token itself is shown once, when it is made. */
export type TokenLine = {
  id: number;
  name: string;
  /** Its first characters, by which logs name it. */
  prefix: string;
  user_id: number;
  username: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  last_used_from: string | null;
  revoked_at: Date | null;
};

/**
 * Makes a token for a member of the current tenant. `token` is shown once; only a hash is kept.
 * Throws DomainError `not_found` for others, `invalid` for scopes that its owner does not have.
 */
export async function createToken(
  tx: Db,
  { userId, name, scopes, expiresAt }: NewToken,
  now: Date,
): Promise<{ id: number; token: string; prefix: string }> {
  const [owner] = await tx
    .select({ kind: users.kind, operator: users.operator, role: memberships.role })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.tenantId, currentTenant)))
    .where(eq(users.id, userId));
  if (!owner) throw new DomainError("not_found", `There is no user ${userId}`);
  const possible =
    owner.kind === "collector"
      ? [collectorScope]
      : scopesOf(owner.role, owner.operator).filter((scope) => tokenScopes.includes(scope));
  const beyond = scopes.filter((scope) => !possible.includes(scope));
  if (beyond.length > 0 || scopes.length === 0)
    throw new DomainError(
      "invalid",
      `This token can have the scopes ${possible.join(", ")}${beyond.length > 0 ? `, not ${beyond.join(", ")}` : ""}`,
    );
  const prefix = `cti_pat_${base32(randomBytes(5))}`;
  const token = `${prefix}_${newSecret()}`;
  const [created] = await tx
    .insert(apiTokens)
    .values({
      userId,
      name,
      prefix,
      tokenHash: hashOfSecret(token),
      scopes: [...new Set(scopes)],
      createdAt: now,
      expiresAt,
    })
    .returning({ id: apiTokens.id });
  if (!created) throw new Error("The token was not stored.");
  return { id: created.id, token, prefix };
}

/** A page of tokens of somebody, or with null of everybody in the current tenant; the newest first. */
export async function listTokens(
  tx: Db,
  userId: number | null,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<{ items: TokenLine[]; next_cursor: string | null }> {
  const after = readNewest(cursor);
  const rows = await selectTokens(tx, [
    userId === null ? undefined : eq(apiTokens.userId, userId),
    after === null ? undefined : lt(apiTokens.id, after),
  ]).limit(limit + 1);
  return pageOf(rows, limit, writeNewest);
}

/** One token of the current tenant. */
async function getToken(tx: Db, id: number): Promise<TokenLine> {
  const [found] = await selectTokens(tx, [eq(apiTokens.id, id)]);
  if (!found) throw new DomainError("not_found", `There is no token ${id}`);
  return found;
}

/** Ends a token of somebody, or with null of anybody in the current tenant. Others are not found. */
export async function revokeToken(tx: Db, id: number, userId: number | null, now: Date): Promise<TokenLine> {
  const [revoked] = await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(
      and(
        eq(apiTokens.id, id),
        eq(apiTokens.tenantId, currentTenant),
        userId === null ? undefined : eq(apiTokens.userId, userId),
        isNull(apiTokens.revokedAt),
      ),
    )
    .returning({ id: apiTokens.id });
  if (!revoked) throw new DomainError("not_found", `There is no token ${id} that could be revoked`);
  return getToken(tx, id);
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- a query whose type only drizzle can write
function selectTokens(tx: Db, conditions: (SQL | undefined)[]) {
  return tx
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      prefix: apiTokens.prefix,
      user_id: apiTokens.userId,
      username: users.username,
      scopes: apiTokens.scopes,
      created_at: apiTokens.createdAt,
      expires_at: apiTokens.expiresAt,
      last_used_at: apiTokens.lastUsedAt,
      last_used_from: apiTokens.lastUsedFrom,
      revoked_at: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.tenantId, currentTenant), ...conditions))
    .orderBy(desc(apiTokens.id));
}

/** 40 bits as 8 characters of a to z and 2 to 7. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(five, 2)] ?? "")
    .join("");
}
