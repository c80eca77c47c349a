import type { Db } from "@cti/db/client";
import { idempotencyKeys } from "@cti/db/schema/requests";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq, isNull, sql } from "drizzle-orm";

/** Which request: in the tenant of the transaction. */
export type RequestKey = {
  /** `user:ID` or `token:ID`. */
  principal: string;
  route: string;
  key: string;
};

/** An answer as it was sent. */
export type KeptAnswer = { status: number; headers: Record<string, string>; body: string };

export type Claim =
  /** It is ours to answer; `startedAt` names the claim. */
  | { state: "first"; startedAt: Date }
  /** It was answered already; null when the answer was not kept. */
  | { state: "answered"; answer: KeptAnswer | null }
  | { state: "in_flight" }
  /** The key was used for another request. */
  | { state: "other" };

/** Answers are kept for a day. */
export const keptForMs = 24 * 3_600_000;
/** Who has not answered by then has died. */
const abandonedAfterMs = 60_000;

/** Claims a request that carries a key; to be committed before the request is carried out. */
export async function claimRequest(
  db: Db,
  request: RequestKey,
  { requestHash, now }: { requestHash: string; now: Date },
): Promise<Claim> {
  const fresh = { requestHash, status: null, headers: null, body: null, createdAt: now };
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const [mine] = await db
    .insert(idempotencyKeys)
    .values({ ...request, ...fresh })
    .onConflictDoUpdate({
      target: [
        idempotencyKeys.tenantId,
        idempotencyKeys.principal,
        idempotencyKeys.route,
        idempotencyKeys.key,
      ],
      set: fresh,
      setWhere: sql`${idempotencyKeys.createdAt} < ${ago(keptForMs)}::timestamptz
        or (${idempotencyKeys.status} is null and ${idempotencyKeys.createdAt} < ${ago(abandonedAfterMs)}::timestamptz
          and ${idempotencyKeys.requestHash} = ${requestHash})`,
    })
    .returning({ startedAt: idempotencyKeys.createdAt });
  if (mine) return { state: "first", startedAt: mine.startedAt };
  const [row] = await db.select().from(idempotencyKeys).where(isRequest(request));
  // It was let go between the two statements: a repetition will find the way free.
  if (!row) return { state: "in_flight" };
  if (row.requestHash !== requestHash) return { state: "other" };
  if (row.status === null) return { state: "in_flight" };
  const { status, headers, body } = row;
  return { state: "answered", answer: headers && { status, headers, body: body ?? "" } };
}

/** Keeps the answer of a claimed request; without headers only that there was one. A claim that was taken over keeps nothing. */
export async function keepAnswer(
  db: Db,
  request: RequestKey & { startedAt: Date },
  answer: KeptAnswer | { status: number; headers: null; body: null },
): Promise<void> {
  await db.update(idempotencyKeys).set(answer).where(isClaim(request));
}

/** Lets a claimed request go, so that a repetition is carried out. */
export async function releaseRequest(db: Db, request: RequestKey & { startedAt: Date }): Promise<void> {
  await db.delete(idempotencyKeys).where(isClaim(request));
}

function isRequest({ principal, route, key }: RequestKey): ReturnType<typeof and> {
  return and(
    eq(idempotencyKeys.tenantId, currentTenant),
    eq(idempotencyKeys.principal, principal),
    eq(idempotencyKeys.route, route),
    eq(idempotencyKeys.key, key),
  );
}

function isClaim({ startedAt, ...request }: RequestKey & { startedAt: Date }): ReturnType<typeof and> {
  return and(
    isRequest(request),
    isNull(idempotencyKeys.status),
    sql`${idempotencyKeys.createdAt} = ${startedAt.toISOString()}::timestamptz`,
  );
}
