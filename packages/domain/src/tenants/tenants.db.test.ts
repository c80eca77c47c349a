import { events } from "@cti/db/schema/events";
import { scores } from "@cti/db/schema/scores";
import { sessions } from "@cti/db/schema/sessions";
import type { Role } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { watchlists } from "@cti/db/schema/watchlists";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openSession } from "../accounts/sessions.ts";
import { createUser } from "../accounts/users.ts";
import { asTenant, withinTenant } from "./as-tenant.ts";
import { changeTenant } from "./change-tenant.ts";
import { createTenant } from "./create-tenant.ts";
import { forEachTenant } from "./for-each-tenant.ts";
import { getTenant, getTenantFor } from "./get-tenant.ts";
import { listMembers } from "./list-members.ts";
import { listTenants } from "./list-tenants.ts";
import { removeMember } from "./remove-member.ts";
import { removeTenant } from "./remove-tenant.ts";
import { setMember } from "./set-member.ts";

const now = new Date("2026-03-01T10:00:00Z");
let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

const create = (slug: string): ReturnType<typeof createTenant> =>
  createTenant(database.db, { slug, name: slug }, now);
const addUser = async (username: string, role: Role, tenantId = 1): Promise<number> =>
  (await createUser(database.db, { username, password: null, tenantId, role, now })).id;
const set = (userId: number, role: Role, more: { tenantId?: number; knownAs?: string } = {}) => {
  const { tenantId = 1, knownAs = null } = more;
  return setMember(database.db, { tenantId, userId, role, knownAs });
};
const rolesIn = async (tenantId: number): Promise<string[]> =>
  (await listMembers(database.db, tenantId, { limit: 100 })).items.map(
    (row) => `${row.username} ${row.role}`,
  );

test("a tenant is made with a slug that no other has", async () => {
  const { id, ...made } = await create("red-team");
  expect(made).toEqual({
    slug: "red-team",
    name: "red-team",
    disabled_at: null,
    members: 0,
    revision: 1,
    created_at: now,
  });
  expect(await getTenant(database.db, id)).toEqual({ id, ...made });
  await expect(create("red-team")).rejects.toMatchObject({ problem: "conflict" });
  for (const slug of ["a", "A-b", "ü-x", "a b", "17", "x".repeat(41), ""])
    await expect(create(slug)).rejects.toMatchObject({ problem: "invalid" });
  for (const name of [" ", "a\nb", "x".repeat(201)])
    await expect(createTenant(database.db, { slug: "ok", name }, now)).rejects.toMatchObject({
      problem: "invalid",
    });
});

test("tenants are listed to the end while others are added, all or those of somebody", async () => {
  for (const slug of ["bb", "dd", "ff"]) await create(slug);
  const seen: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof listTenants>> = await listTenants(
      database.db,
      {},
      { limit: 1, cursor },
    );
    seen.push(...page.items.map(({ slug }) => slug));
    cursor = page.next_cursor;
    if (cursor === null) break;
    if (seen.length === 2) await create("cc");
  }
  expect(seen).toEqual(["bb", "dd", "default", "ff"]);
  const userId = await addUser("ada", "viewer");
  const of = async (filter: Parameters<typeof listTenants>[1]): Promise<string[]> =>
    (await listTenants(database.db, filter, { limit: 9 })).items.map((row) => `${row.slug} ${row.members}`);
  expect(await of({ userId })).toEqual(["default 1"]);
  expect(await of({ tenantId: 1 })).toEqual(["default 1"]);
  expect(await of({ userId: 99 })).toEqual([]);
});

test("who does not operate the installation has no tenant but their own", async () => {
  const { id } = await create("red");
  const admin = { tenantId: 1, scopes: ["read", "admin"] };
  expect(await getTenantFor(database.db, admin, 1)).toMatchObject({ slug: "default" });
  await expect(getTenantFor(database.db, admin, id)).rejects.toMatchObject({ problem: "not_found" });
  const operator = { tenantId: 1, scopes: ["operator"] };
  expect(await getTenantFor(database.db, operator, id)).toMatchObject({ slug: "red" });
  await expect(getTenantFor(database.db, operator, 99)).rejects.toMatchObject({ problem: "not_found" });
});

test("of two changes that expect the same revision one wins", async () => {
  const { id } = await create("red");
  const change = (name: string): ReturnType<typeof changeTenant> =>
    changeTenant(database.db, id, { name }, { expected: 1, now });
  const ended = await Promise.allSettled([change("one"), change("two"), change("three")]);
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refused = ended.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  expect(refused).toMatchObject([{ problem: "changed" }, { problem: "changed" }]);
  expect(await getTenant(database.db, id)).toMatchObject({ revision: 2 });
});

test("the last open tenant is not closed, also when two close the last two at once", async () => {
  const { id } = await create("red");
  const close = (tenantId: number): ReturnType<typeof changeTenant> =>
    changeTenant(database.db, tenantId, { disabled: true }, { expected: null, now });
  const ended = await Promise.allSettled([close(1), close(id)]);
  expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(ended.find((one) => one.status === "rejected")?.reason).toMatchObject({ problem: "conflict" });
  await changeTenant(database.db, id, { disabled: false }, { expected: null, now });
  expect(await getTenant(database.db, id)).toMatchObject({ disabled_at: null });
});

test("a tenant is removed with its own rows and nobody else's, when its slug is typed", async () => {
  const { id } = await create("red");
  const userId = await addUser("ada", "admin");
  await set(userId, "viewer", { tenantId: id });
  for (const tenant of [1, id])
    await asTenant(database.db, tenant, async (tx) => {
      await tx.insert(watchlists).values({ kind: "term", value: "x" });
      await tx.insert(scores).values({
        subject: "article",
        subjectId: 1,
        total: 1,
        at: now,
        product: 1,
        middle: 1,
        parts: [],
        version: "1",
        rankedAt: now,
      });
      await tx.execute(sql`select emit_event('triage.changed', 'triage', ${tenant}, null, '{}')`);
    });
  await expect(removeTenant(database.db, id, { confirm: "default", expected: null })).rejects.toMatchObject({
    problem: "invalid",
  });
  await expect(removeTenant(database.db, id, { confirm: "red", expected: 7 })).rejects.toMatchObject({
    problem: "changed",
  });
  await expect(removeTenant(database.db, 1, { confirm: "default", expected: null })).rejects.toMatchObject({
    problem: "conflict",
  });
  await removeTenant(database.db, id, { confirm: "red", expected: 1 });
  for (const table of [watchlists, scores, events])
    expect(await database.owner.db.select({ tenantId: table.tenantId }).from(table)).toEqual([
      { tenantId: 1 },
    ]);
  expect(await rolesIn(1)).toEqual(["ada admin"]);
  await expect(getTenant(database.db, id)).rejects.toMatchObject({ problem: "not_found" });
});

test("members get roles, and another role or none ends their sessions in that tenant alone", async () => {
  const { id } = await create("red");
  const [ada, bob] = [await addUser("ada", "admin"), await addUser("bob", "viewer")];
  expect(await set(bob, "viewer", { tenantId: id })).toMatchObject({
    before: null,
    after: { user_id: bob, username: "bob", role: "viewer", from_provider: false, disabled: false },
    revoked: [],
  });
  for (const tenantId of [1, id])
    await openSession(database.db, {
      userId: bob,
      tenantId,
      method: "password",
      address: null,
      userAgent: null,
      now,
      expiresAt: new Date("2027-01-01"),
    });
  expect(await set(bob, "viewer", { tenantId: id })).toMatchObject({ before: "viewer", revoked: [] });
  const changed = await set(bob, "analyst", { tenantId: id });
  expect(changed).toMatchObject({ before: "viewer", after: { role: "analyst" } });
  expect(changed.revoked).toHaveLength(1);
  expect(await database.db.select({ in: sessions.tenantId }).from(sessions)).toEqual([{ in: 1 }]);
  const { removed, revoked } = await removeMember(database.db, {
    tenantId: 1,
    userId: bob,
    byOperator: true,
  });
  expect(removed).toMatchObject({ username: "bob", role: "viewer" });
  expect(revoked).toHaveLength(1);
  expect(await rolesIn(1)).toEqual(["ada admin"]);
  expect(await rolesIn(id)).toEqual(["bob analyst"]);
  await expect(
    removeMember(database.db, { tenantId: 1, userId: bob, byOperator: true }),
  ).rejects.toMatchObject({
    problem: "not_found",
  });
  await expect(set(ada, "viewer", { tenantId: 99 })).rejects.toMatchObject({ problem: "not_found" });
});

test("somebody new is added by whoever can name them; the wrong name and nobody look the same", async () => {
  const { id } = await create("red");
  const ada = await addUser("ada", "admin");
  const wrong = set(ada, "viewer", { tenantId: id, knownAs: "eve" });
  await expect(wrong).rejects.toMatchObject({
    problem: "not_found",
    message: `There is no user ${ada} of that name`,
  });
  await expect(set(99, "viewer", { tenantId: id, knownAs: "eve" })).rejects.toMatchObject({
    problem: "not_found",
    message: "There is no user 99 of that name",
  });
  expect(await set(ada, "viewer", { tenantId: id, knownAs: "ADA" })).toMatchObject({ before: null });
  expect(await set(ada, "analyst", { tenantId: id, knownAs: "" })).toMatchObject({ before: "viewer" });
});

test("the last admin who can sign in stays one, also when two leave at once", async () => {
  const [ada, bob] = [await addUser("ada", "admin"), await addUser("bob", "admin")];
  const ended = await Promise.allSettled([
    set(ada, "viewer"),
    removeMember(database.db, { tenantId: 1, userId: bob, byOperator: true }),
  ]);
  expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(ended.find((one) => one.status === "rejected")?.reason).toMatchObject({ problem: "conflict" });
  const eve = await addUser("eve", "admin");
  await database.db.update(users).set({ disabledAt: now }).where(eq(users.id, eve));
  const last = (await rolesIn(1)).includes("ada admin") ? ada : bob;
  await expect(set(last, "analyst")).rejects.toMatchObject({ problem: "conflict" });
  expect(await set(last, "admin")).toMatchObject({ before: "admin" });
});

test("an operator is changed and removed by operators alone", async () => {
  const [ada, bob] = [await addUser("ada", "admin"), await addUser("bob", "analyst")];
  await database.db.update(users).set({ operator: true }).where(eq(users.id, bob));
  const forbidden = { problem: "forbidden" };
  await expect(set(bob, "viewer", { knownAs: "" })).rejects.toMatchObject(forbidden);
  const remove = (byOperator: boolean): ReturnType<typeof removeMember> =>
    removeMember(database.db, { tenantId: 1, userId: bob, byOperator });
  await expect(remove(false)).rejects.toMatchObject(forbidden);
  expect(await set(ada, "admin", { knownAs: "" })).toMatchObject({ after: { role: "admin" } });
  expect(await remove(true)).toMatchObject({ removed: { role: "analyst" } });
});

test("work for each tenant is done once for every open one, in its own transaction", async () => {
  const { id } = await create("red");
  const closed = await create("closed");
  await changeTenant(database.db, closed.id, { disabled: true }, { expected: null, now });
  const done = await forEachTenant(database.db, async (tx, tenant) => {
    await tx.insert(watchlists).values({ kind: "term", value: tenant.slug });
    const [row] = await tx.execute<{ tenant: number }>(sql`select current_tenant()::float8 as tenant`);
    return row?.tenant;
  });
  expect(done.map(({ result }) => result)).toEqual([1, id]);
  const written = await database.owner.db.select({ value: watchlists.value }).from(watchlists);
  expect(written.map(({ value }) => value)).toEqual(["default", "red"]);
});

test("work for a tenant in the middle of another's transaction leaves that one's as it was", async () => {
  const { id } = await create("red");
  const add = (tx: TestDb["db"], value: string): Promise<unknown> =>
    tx.insert(watchlists).values({ kind: "term", value });
  await asTenant(database.db, 1, async (tx) => {
    await withinTenant(tx, id, (own) => add(own, "red"));
    await add(tx, "default");
    const failed = withinTenant(tx, id, async (own) => {
      await add(own, "undone");
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await add(tx, "default too");
  });
  const written = await database.owner.db
    .select({ tenant: watchlists.tenantId, value: watchlists.value })
    .from(watchlists)
    .orderBy(watchlists.id);
  expect(written).toEqual([
    { tenant: id, value: "red" },
    { tenant: 1, value: "default" },
    { tenant: 1, value: "default too" },
  ]);
});
