import { afterAll, beforeAll, expect, test } from "vitest";

import { type Asker, testWeb, type TestWeb } from "../../test/test-web.ts";

let web: TestWeb;
/** An admin who may operate the installation. */
let operator: Asker;
let red: number;

beforeAll(async () => {
  web = await testWeb();
  operator = await operatingAdmin("root");
  red = await web.newTenant("red");
});
afterAll(() => web.close());

const slugs = async (who: Asker): Promise<string[]> =>
  ((await who.get("/api/v1/tenants")).body as { items: { slug: string }[] }).items.map(({ slug }) => slug);

test("operators see all tenants, others those that they are in", async () => {
  expect(await slugs(operator)).toEqual(expect.arrayContaining(["default", "red"]));
  expect(await slugs(await web.as("viewer"))).toEqual(["default"]);
  expect(await slugs(await web.browser("viewer", { tenant: red }))).toEqual(["red"]);
});

test("an operator makes a tenant, renames, closes, opens and removes it, and all of that is in the audit log", async () => {
  const made = await operator.post("/api/v1/tenants", { slug: "blue", name: "Blue" });
  expect(made).toMatchObject({ status: 201, body: { slug: "blue", members: 0, revision: 1 } });
  const { id } = made.body as { id: number };
  const path = `/api/v1/tenants/${id}`;
  expect(made.headers["location"]).toBe(path);
  const etag = async (): Promise<Record<string, string>> => ({
    "if-match": String((await operator.get(path)).headers["etag"]),
  });
  const stale = await etag();
  expect(await operator.patch(path, { name: "Deep blue", disabled: true }, stale)).toMatchObject({
    status: 200,
    body: { name: "Deep blue", disabled_at: expect.any(String) as string, revision: 2 },
  });
  expect(await operator.patch(path, { disabled: false }, stale)).toMatchObject({
    status: 412,
    body: { code: "precondition_failed" },
  });
  expect(await operator.patch(path, { disabled: false }, await etag())).toMatchObject({
    body: { disabled_at: null },
  });
  expect(await operator.delete(`${path}?confirm=default`, undefined, await etag())).toMatchObject({
    status: 422,
  });
  expect(await operator.delete(`${path}?confirm=blue`, undefined, await etag())).toMatchObject({
    status: 204,
  });
  expect(await operator.get(path)).toMatchObject({ status: 404 });
  const { body } = await operator.get("/api/v1/audit?action=tenant&limit=4");
  expect((body as { items: unknown[] }).items).toMatchObject([
    { action: "tenant.remove", tenant_id: 1, subject: `tenant:${id}`, detail: { slug: "blue" } },
    { action: "tenant.change", tenant_id: id, detail: { after: { disabled_at: null } } },
    {
      action: "tenant.change",
      tenant_id: id,
      detail: { before: { name: "Blue" }, after: { name: "Deep blue" } },
    },
    { action: "tenant.create", tenant_id: id, actor: "root", address: "192.0.2.7" },
  ]);
});

test("an admin renames the own tenant, and closes, makes and removes none", async () => {
  const admin = await web.as("admin", { tenant: red });
  const path = `/api/v1/tenants/${red}`;
  const ifMatch = { "if-match": String((await admin.get(path)).headers["etag"]) };
  expect(await admin.patch(path, { name: "Red" }, ifMatch)).toMatchObject({
    status: 200,
    body: { name: "Red" },
  });
  const next = { "if-match": String((await admin.get(path)).headers["etag"]) };
  expect(await admin.patch(path, { disabled: true }, next)).toMatchObject({ status: 403 });
  expect(await admin.post("/api/v1/tenants", { slug: "mine", name: "Mine" })).toMatchObject({ status: 403 });
  expect(await admin.delete(`${path}?confirm=red`, undefined, next)).toMatchObject({ status: 403 });
});

test("another tenant is not there: neither it nor its members are seen or changed", async () => {
  const admin = await web.as("admin", { tenant: red });
  const { userId } = await web.as("viewer");
  for (const path of ["/api/v1/tenants/1", "/api/v1/tenants/1/members", "/api/v1/tenants/9999"])
    expect(await admin.get(path), path).toMatchObject({ status: 404, body: { code: "not_found" } });
  const member = `/api/v1/tenants/1/members/${userId}`;
  expect(await admin.put(member, { role: "admin" })).toMatchObject({ status: 404 });
  expect(await admin.delete(member)).toMatchObject({ status: 404 });
  expect(await admin.patch("/api/v1/tenants/1", { name: "x" }, { "if-match": "*" })).toMatchObject({
    status: 404,
  });
});

test("an admin adds whom they can name, changes roles, and takes people out of the own tenant", async () => {
  const admin = await web.as("admin", { tenant: red });
  const { userId } = await web.as("analyst");
  const path = `/api/v1/tenants/${red}/members/${userId}`;
  expect(await admin.put(path, { role: "viewer" })).toMatchObject({ status: 404 });
  expect(await admin.put(path, { role: "viewer", username: "somebody" })).toMatchObject({ status: 404 });
  const { body } = await operator.get("/api/v1/tenants/1/members?limit=200");
  const username = (body as { items: { user_id: number; username: string }[] }).items.find(
    (one) => one.user_id === userId,
  )?.username;
  expect(await admin.put(path, { role: "viewer", username })).toMatchObject({
    status: 200,
    body: { user_id: userId, role: "viewer", from_provider: false },
  });
  expect(await admin.put(path, { role: "analyst" })).toMatchObject({ body: { role: "analyst" } });
  expect(await admin.delete(path)).toMatchObject({ status: 204 });
  expect(await admin.delete(path)).toMatchObject({ status: 404 });
  const told = await admin.get("/api/v1/audit?action=user.role");
  expect((told.body as { items: unknown[] }).items).toMatchObject([
    {
      tenant_id: red,
      subject: `user:${userId}`,
      detail: { before: { role: "analyst" }, after: { role: null } },
    },
    { detail: { before: { role: "viewer" }, after: { role: "analyst" } } },
    { detail: { before: { role: null }, after: { role: "viewer" } } },
  ]);
});

test("the last admin of a tenant stays one", async () => {
  const admin = await web.as("admin", { tenant: red });
  const path = `/api/v1/tenants/${red}/members/${admin.userId}`;
  expect(await admin.put(path, { role: "viewer" })).toMatchObject({ status: 409 });
  expect(await operator.delete(path)).toMatchObject({ status: 409 });
});

test("a role that is taken away counts at once, and ends the sessions of the tenant", async () => {
  const blue = await web.newTenant("blue-two");
  const browser = await web.browser("analyst", { tenant: blue });
  expect(await browser.get("/api/v1/watchlists")).toMatchObject({ status: 200 });
  const path = `/api/v1/tenants/${blue}/members/${browser.userId}`;
  expect(await operator.put(path, { role: "viewer" })).toMatchObject({ status: 200 });
  expect(await browser.get("/api/v1/watchlists")).toMatchObject({ status: 401 });
});

async function operatingAdmin(username: string): Promise<Asker> {
  const admin = await web.as("admin");
  await web.db.owner.sql`update users set operator = true, username = ${username} where id = ${admin.userId}`;
  await web.db.owner.sql`
    update api_tokens set scopes = scopes || '{operator}' where user_id = ${admin.userId}`;
  return admin;
}
