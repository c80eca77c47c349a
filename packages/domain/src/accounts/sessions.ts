import type { Db } from "@cti/db/client";
import { type Session, sessions } from "@cti/db/schema/sessions";
import { and, desc, eq, gt, lt, ne, or } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { emitEvent } from "../events/emit-event.ts";
import { pageOf } from "../paging/cursor.ts";
import { storable } from "../storable.ts";
import { readNewest, writeNewest } from "./newest-first.ts";
import { hashOfSecret, newSecret } from "./secret.ts";

export type NewSession = {
  userId: number;
  tenantId: number;
  /** How they signed in: password, password+totp, password+recovery, oidc, setup. */
  method: string;
  address: string | null;
  userAgent: string | null;
  now: Date;
  /** The end however busy it is. */
  expiresAt: Date;
};

/** The JSON of a session in lists. */
export type SessionLine = {
  id: number;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  /** Where it was last used. */
  address: string | null;
  user_agent: string | null;
  method: string;
  /** Whether it is the one that asks. */
  current: boolean;
};

/** A session that has ended before its time; `announceRevoked` tells it. */
export type Revoked = { id: number; userId: number };

/** Signs a browser in. `token` is for its cookie; only a hash of it is kept. */
export async function openSession(db: Db, opened: NewSession): Promise<{ token: string; session: Session }> {
  const token = newSecret();
  const [session] = await db
    .insert(sessions)
    .values({
      tokenHash: hashOfSecret(token),
      userId: opened.userId,
      tenantId: opened.tenantId,
      method: opened.method,
      address: opened.address,
      userAgent: storable(opened.userAgent?.slice(0, 300) ?? null),
      createdAt: opened.now,
      lastSeenAt: opened.now,
      expiresAt: opened.expiresAt,
    })
    .returning();
  if (!session) throw new Error("The session was not stored.");
  return { token, session };
}

/**
 * A page of the sessions of somebody that have not ended, the newest first; or only those in one tenant. `idleMs`: how
 * long one lasts without being used.
 */
export async function listSessions(
  db: Db,
  { userId, tenantId, current }: { userId: number; tenantId?: number; current: number | null },
  { now, idleMs, limit, cursor }: { now: Date; idleMs: number; limit: number; cursor: string | null },
): Promise<{ items: SessionLine[]; next_cursor: string | null }> {
  const after = readNewest(cursor);
  const rows = await db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        tenantId === undefined ? undefined : eq(sessions.tenantId, tenantId),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - idleMs)),
        after === null ? undefined : lt(sessions.id, after),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
  const { items, next_cursor } = pageOf(rows, limit, writeNewest);
  return { items: items.map((row) => toLine(row, current)), next_cursor };
}

function toLine(row: Session, current: number | null): SessionLine {
  return {
    id: row.id,
    created_at: row.createdAt,
    last_seen_at: row.lastSeenAt,
    expires_at: row.expiresAt,
    address: row.address,
    user_agent: row.userAgent,
    method: row.method,
    current: row.id === current,
  };
}

/** Ends one session of somebody; another person's is not found. */
export async function revokeSession(db: Db, id: number, userId: number): Promise<Revoked> {
  const [revoked] = await db
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id, userId: sessions.userId });
  if (!revoked) throw new DomainError("not_found", `There is no session ${id} of yours`);
  return revoked;
}

/** The session of the browser that signs in anew. */
export type Replaced = { sessionId: number; userId: number };

/** Ends the session that a new one takes the place of; it may have ended meanwhile, which is as good. */
export async function endReplaced(db: Db, replaced: Replaced | null): Promise<Revoked[]> {
  if (replaced === null) return [];
  return db
    .delete(sessions)
    .where(and(eq(sessions.id, replaced.sessionId), eq(sessions.userId, replaced.userId)))
    .returning({ id: sessions.id, userId: sessions.userId });
}

/** Ends all sessions of somebody, but for one; or only those in one tenant. */
export async function revokeSessions(
  db: Db,
  userId: number,
  { except, tenantId }: { except?: number | null; tenantId?: number } = {},
): Promise<Revoked[]> {
  return db
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        except ? ne(sessions.id, except) : undefined,
        tenantId === undefined ? undefined : eq(sessions.tenantId, tenantId),
      ),
    )
    .returning({ id: sessions.id, userId: sessions.userId });
}

/** Tells every process, so that open streams end too. Belongs at the very end of the transaction, see `emitEvent`. */
export async function announceRevoked(db: Db, revoked: readonly Revoked[]): Promise<void> {
  for (const { id, userId } of revoked)
    await emitEvent(db, {
      event: "session.revoked",
      topic: `session:${id}`,
      userId,
      data: { session_id: id },
    });
}

/** Removes sessions that ended by themselves; returns how many. */
export async function forgetOldSessions(db: Db, now: Date, idleMs: number): Promise<number> {
  const idleSince = new Date(now.getTime() - idleMs);
  const gone = await db
    .delete(sessions)
    .where(or(lt(sessions.expiresAt, now), lt(sessions.lastSeenAt, idleSince)))
    .returning({ id: sessions.id });
  return gone.length;
}

/** Neither at its end nor left alone for too long. */
export function isOpen(
  { expiresAt, lastSeenAt }: Pick<Session, "expiresAt" | "lastSeenAt">,
  now: Date,
  idleMs: number,
): boolean {
  return expiresAt > now && now.getTime() - lastSeenAt.getTime() < idleMs;
}
