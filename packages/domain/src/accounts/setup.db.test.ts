import { auditLog } from "@cti/db/schema/audit-log";
import { settings } from "@cti/db/schema/settings";
import { memberships } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createFirstAdmin, ensureSetupToken, isSetupNeeded } from "./setup.ts";
import { createUser } from "./users.ts";

let testing: TestDb;
beforeEach(async () => {
  testing = await testDb();
});
afterEach(() => testing.drop());

const now = new Date("2026-03-01T10:00:00Z");
const later = (ms: number): Date => new Date(now.getTime() + ms);

function firstAdmin(token: string, more: Partial<Parameters<typeof createFirstAdmin>[1]> = {}) {
  return createFirstAdmin(testing.db, {
    token,
    username: "ada",
    password: "a whale in the sea",
    breached: new Set(),
    address: "192.0.2.1",
    userAgent: null,
    now,
    sessionMaxMs: 3_600_000,
    ...more,
  });
}

test("ASVS 6.3.2: there is no default account, and the first one takes the token from the log", async () => {
  expect(await testing.db.select().from(users)).toEqual([]);
  expect(await isSetupNeeded(testing.db)).toBe(true);
  const token = (await ensureSetupToken(testing.db, now)) ?? "";
  expect(Buffer.from(token, "base64url")).toHaveLength(16);
  expect(JSON.stringify(await testing.db.select().from(settings))).not.toContain(token);
  await expect(firstAdmin("wrong")).rejects.toThrow(/setup token is wrong/);
  const { session, user } = await firstAdmin(token);
  expect(user).toMatchObject({ username: "ada", role: "admin", operator: true });
  expect(session).toMatchObject({ tenantId: 1, method: "setup", expiresAt: later(3_600_000) });
  expect(await testing.db.select().from(memberships)).toMatchObject([{ tenantId: 1, role: "admin" }]);
  expect(await isSetupNeeded(testing.db)).toBe(false);
  expect(await testing.db.select().from(auditLog)).toMatchObject([
    { actor: "ada", action: "setup", subject: `user:${user.id}`, tenantId: 1, address: "192.0.2.1" },
  ]);
});

test("the token is good for an hour, and for one use", async () => {
  const token = (await ensureSetupToken(testing.db, now)) ?? "";
  await expect(firstAdmin(token, { now: later(3_600_000) })).rejects.toThrow(/older than an hour/);
  await firstAdmin(token, { now: later(3_599_999) });
  await expect(firstAdmin(token, { username: "eve" })).rejects.toThrow(/set up already/);
  expect(await ensureSetupToken(testing.db, now)).toBeNull();
});

test("a new start has a new token, and the one before is worth nothing", async () => {
  const before = (await ensureSetupToken(testing.db, now)) ?? "";
  const token = (await ensureSetupToken(testing.db, now)) ?? "";
  await expect(firstAdmin(before)).rejects.toThrow(/wrong/);
  await firstAdmin(token);
});

test("a weak password leaves the token as it is", async () => {
  const token = (await ensureSetupToken(testing.db, now)) ?? "";
  await expect(firstAdmin(token, { password: "password1234" })).rejects.toThrow(/leaked/);
  await firstAdmin(token);
});

test("of several who use the token at once one wins", async () => {
  const token = (await ensureSetupToken(testing.db, now)) ?? "";
  const tries = await Promise.allSettled(
    ["ada", "bob", "eve", "mallory"].map((username) => firstAdmin(token, { username })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await testing.db.select().from(users)).toHaveLength(1);
});

test("a service identity is no person: setup stays open", async () => {
  await createUser(testing.db, {
    username: "collector-1",
    kind: "collector",
    password: null,
    tenantId: 1,
    role: "viewer",
  });
  expect(await ensureSetupToken(testing.db, now)).not.toBeNull();
});
