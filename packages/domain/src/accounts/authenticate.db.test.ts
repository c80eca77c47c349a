import { eq, sql } from "drizzle-orm";
import { apiTokens } from "@cti/db/schema/api-tokens";
import { memberships, tenants } from "@cti/db/schema/tenants";
import { sessions } from "@cti/db/schema/sessions";
import { users } from "@cti/db/schema/users";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { authenticateSession, authenticateToken } from "./authenticate.ts";
import type { Principal } from "./principal.ts";
import { forgetOldSessions, openSession } from "./sessions.ts";
import { createToken, listTokens, revokeToken } from "./tokens.ts";
import { createUser, type NewUser } from "./users.ts";

let testing: TestDb;
beforeAll(async () => {
  testing = await testDb();
});
afterAll(() => testing.drop());

const start = Date.parse("2026-03-01T10:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const idleMs = 12 * hour;
const at = (ms: number): Date => new Date(start + ms);
let count = 0;

async function newUser(more: Partial<NewUser> = {}): Promise<number> {
  const named = { username: `user-${++count}`, password: null, tenantId: 1, role: "analyst" } as const;
  const { id } = await createUser(testing.db, { ...named, now: at(0), ...more });
  return id;
}

async function newSession(userId: number): Promise<string> {
  const { token } = await openSession(testing.db, {
    userId,
    tenantId: 1,
    method: "password",
    address: "192.0.2.1",
    userAgent: "Browser\u0000 1",
    now: at(0),
    expiresAt: at(168 * hour),
  });
  return token;
}

const withSession = (token: string, ms: number): Promise<Principal | null> =>
  authenticateSession(testing.db, token, { now: at(ms), address: "192.0.2.9", idleMs });

async function newToken(userId: number, scopes: string[], expiresAt = at(hour)): Promise<string> {
  const { token } = await asTenant(testing.db, 1, (tx) =>
    createToken(tx, { userId, name: "a token", scopes, expiresAt }, at(0)),
  );
  return token;
}

const withToken = (token: string, ms: number): Promise<Principal | null> =>
  authenticateToken(testing.db, token, { now: at(ms), address: "192.0.2.9" });

test("a session says who, where, and what they may do; only a hash of its token is kept", async () => {
  const userId = await newUser({ operator: true });
  const token = await newSession(userId);
  expect(await withSession(token, minute)).toMatchObject({
    kind: "session",
    userId,
    tenantId: 1,
    tenant: "default",
    role: "analyst",
    operator: true,
    scopes: ["read", "export", "write", "account", "operator"],
    mustChangePassword: false,
    expiresAt: at(168 * hour),
  });
  const rows = await testing.db.select().from(sessions).where(eq(sessions.userId, userId));
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows[0]?.userAgent).toBe("Browser 1");
});

test("ASVS 7.2.3: a session token has 256 bits, and no two are the same", async () => {
  const userId = await newUser();
  const tokens = new Set<string>();
  for (let number = 0; number < 20; number++) tokens.add(await newSession(userId));
  expect(tokens.size).toBe(20);
  for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
});

test("ASVS 7.3.1: a session that is not used for so long ends", async () => {
  const token = await newSession(await newUser());
  expect(await withSession(token, idleMs - 1)).not.toBeNull();
  expect(await withSession(token, 2 * idleMs - 2)).not.toBeNull();
  expect(await withSession(token, 3 * idleMs)).toBeNull();
});

test("ASVS 7.3.2: a session ends after its whole time, however busy it is", async () => {
  const token = await newSession(await newUser());
  for (let ms = 0; ms < 168 * hour; ms += 6 * hour) expect(await withSession(token, ms)).not.toBeNull();
  expect(await withSession(token, 168 * hour)).toBeNull();
});

test("when a session was last used is written at most once a minute", async () => {
  const userId = await newUser();
  const token = await newSession(userId);
  const seen = async (): Promise<Date | undefined> =>
    (await testing.db.select().from(sessions).where(eq(sessions.userId, userId)))[0]?.lastSeenAt;
  await withSession(token, 59_000);
  expect(await seen()).toEqual(at(0));
  await withSession(token, 61_000);
  expect(await seen()).toEqual(at(61_000));
  await withSession(token, 100_000);
  expect(await seen()).toEqual(at(61_000));
});

test.each(["", "abc", "a".repeat(43), "a".repeat(42) + "\u0000", "'; drop table sessions; --"])(
  "what is no session token is nobody's: %j",
  async (token) => {
    expect(await withSession(token, 0)).toBeNull();
    expect(await withToken(token, 0)).toBeNull();
  },
);

test("ASVS 7.4.2: sessions and tokens of a disabled user end at once", async () => {
  const userId = await newUser();
  const [session, token] = [await newSession(userId), await newToken(userId, ["read"])];
  await testing.db
    .update(users)
    .set({ disabledAt: at(0) })
    .where(eq(users.id, userId));
  expect(await withSession(session, 0)).toBeNull();
  expect(await withToken(token, 0)).toBeNull();
});

test("ASVS 7.4.2: sessions and tokens of a removed user end at once", async () => {
  const userId = await newUser();
  const [session, token] = [await newSession(userId), await newToken(userId, ["read"])];
  await testing.db.delete(users).where(eq(users.id, userId));
  expect(await withSession(session, 0)).toBeNull();
  expect(await withToken(token, 0)).toBeNull();
});

test("who is no longer a member, and whose tenant is closed, is nobody there", async () => {
  const userId = await newUser();
  const [session, token] = [await newSession(userId), await newToken(userId, ["read"])];
  await testing.db
    .update(tenants)
    .set({ disabledAt: at(0) })
    .where(eq(tenants.id, 1));
  expect(await withSession(session, 0)).toBeNull();
  expect(await withToken(token, 0)).toBeNull();
  await testing.db.update(tenants).set({ disabledAt: null }).where(eq(tenants.id, 1));
  expect(await withSession(session, 0)).not.toBeNull();
  expect(await withToken(token, 0)).not.toBeNull();
  await testing.db.delete(memberships).where(eq(memberships.userId, userId));
  expect(await withSession(session, 0)).toBeNull();
  expect(await withToken(token, 0)).toBeNull();
});

test("a token has its own scopes, as far as its owner still has them", async () => {
  const userId = await newUser({ role: "admin", operator: true });
  const token = await newToken(userId, ["read", "write", "admin", "operator"]);
  expect(token).toMatch(/^cti_pat_[a-z2-7]{8}_[\w-]{43}$/);
  expect((await withToken(token, 0))?.scopes).toEqual(["read", "write", "admin", "operator"]);
  await testing.db.update(memberships).set({ role: "viewer" }).where(eq(memberships.userId, userId));
  await testing.db.update(users).set({ operator: false }).where(eq(users.id, userId));
  expect(await withToken(token, 0)).toMatchObject({ role: "viewer", operator: false, scopes: ["read"] });
});

test("no token can be given the account, or more than its owner has", async () => {
  const userId = await newUser({ role: "viewer" });
  await expect(newToken(userId, ["account"])).rejects.toThrow(
    /can have the scopes read, export, not account/,
  );
  await expect(newToken(userId, ["write"])).rejects.toThrow(/not write/);
  await expect(newToken(userId, ["collector"])).rejects.toThrow(/not collector/);
  await expect(newToken(userId, [])).rejects.toThrow(/can have/);
});

test("a service identity has no role and its one scope, and no session is taken for it", async () => {
  const userId = await newUser({ kind: "collector", operator: true, role: "viewer" });
  const token = await newToken(userId, ["collector"]);
  expect(await withToken(token, 0)).toMatchObject({ role: null, operator: false, scopes: ["collector"] });
  await expect(newToken(userId, ["read"])).rejects.toThrow(/not read/);
  expect(await withSession(await newSession(userId), 0)).toBeNull();
});

test("an expired token and a revoked one are nobody's", async () => {
  const userId = await newUser();
  const token = await newToken(userId, ["read"]);
  expect(await withToken(token, hour - 1)).not.toBeNull();
  expect(await withToken(token, hour)).toBeNull();
  const found = await withToken(token, 0);
  await asTenant(testing.db, 1, (tx) => revokeToken(tx, found?.tokenId ?? 0, userId, at(0)));
  expect(await withToken(token, 0)).toBeNull();
});

test("the use of a token is written at most once a minute, whatever tenant the connection is for", async () => {
  const userId = await newUser();
  const token = await newToken(userId, ["read"]);
  const used = async (): Promise<unknown> =>
    (await testing.owner.db.select().from(apiTokens).where(eq(apiTokens.userId, userId))).map(
      ({ lastUsedAt, lastUsedFrom }) => [lastUsedAt, lastUsedFrom],
    )[0];
  await testing.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('cti.tenant', '', true)`);
    await authenticateToken(tx, token, { now: at(1_000), address: "192.0.2.9" });
  });
  expect(await used()).toEqual([at(1_000), "192.0.2.9"]);
  await withToken(token, 30_000);
  expect(await used()).toEqual([at(1_000), "192.0.2.9"]);
  await withToken(token, 62_000);
  expect(await used()).toEqual([at(62_000), "192.0.2.9"]);
});

test("sessions that ended by themselves are forgotten, others stay", async () => {
  const [idle, busy, open] = [
    await newSession(await newUser()),
    await newSession(await newUser()),
    await newSession(await newUser()),
  ];
  await withSession(busy, 11 * hour);
  await withSession(open, 11 * hour);
  await testing.db
    .update(sessions)
    .set({ expiresAt: at(12 * hour) })
    .where(eq(sessions.lastSeenAt, at(0)));
  expect(await forgetOldSessions(testing.db, at(13 * hour), idleMs)).toBeGreaterThan(0);
  expect(await withSession(idle, 11 * hour)).toBeNull();
  expect(await withSession(open, 13 * hour)).not.toBeNull();
});

test("however many tenants ask at once on the same connections, each sees its own tokens alone", async () => {
  const rows = await testing.db
    .insert(tenants)
    .values([1, 2, 3].map((number) => ({ slug: `busy-${number}`, name: "Busy" })))
    .returning({ id: tenants.id });
  const tokens = new Map<number, number>();
  for (const { id: tenantId } of rows) {
    const userId = await newUser({ tenantId });
    const wish = { userId, name: "a token", scopes: ["read"], expiresAt: at(hour) };
    const { id } = await asTenant(testing.db, tenantId, (tx) => createToken(tx, wish, at(0)));
    tokens.set(tenantId, id);
  }
  const asked = Array.from({ length: 300 }, async (_, number) => {
    const tenantId = rows[number % rows.length]?.id ?? 0;
    const page = { limit: 10, cursor: null };
    const { items } = await asTenant(testing.db, tenantId, (tx) => listTokens(tx, null, page));
    return [items.map(({ id }) => id), [tokens.get(tenantId)]];
  });
  for (const [seen, own] of await Promise.all(asked)) expect(seen).toEqual(own);
});
