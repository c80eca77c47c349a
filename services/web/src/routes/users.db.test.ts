import { auditLog } from "@cti/db/schema/audit-log";
import { memberships } from "@cti/db/schema/tenants";
import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { password, person, signIn } from "../../test/sign-in.ts";
import { type Asker, type TestAnswer, type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
let admin: Asker;
/** Admin of the first tenant, and operator. */
let operator: Asker;
beforeAll(async () => {
  web = await testWeb();
  admin = await web.as("admin");
  const { username } = await person(web, "admin", { operator: true });
  const { cookie } = await signIn(web, username);
  const nobody = await web.as("nobody");
  operator = withCookie(nobody, cookie);
});
afterAll(() => web.close());

const path = "/api/v1/users";

function withCookie(asker: Asker, cookie: string): Asker {
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  const send =
    (method: string) =>
    (url: string, body?: unknown, more = {}) =>
      asker.ask(method, url, { ...(body !== undefined && { body }), headers: { ...headers, ...more } });
  return {
    ...asker,
    get: (url) => asker.get(url, headers),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
  };
}

async function change(who: Asker, id: number, body: object, tag?: string): Promise<TestAnswer> {
  const etag = tag ?? String((await operator.get(`${path}/${id}`)).headers["etag"]);
  return who.patch(`${path}/${id}`, body, { "if-match": etag });
}

test("an admin adds somebody with a password that is shown once and has to be changed", async () => {
  const answer = await admin.post(path, { username: "grace", name: "Grace", role: "analyst" });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ username: "grace", role: "analyst", operator: false, kind: "person" });
  const browser = await signIn(web, "grace", { password: answer.body.password });
  expect((await browser.get("/api/v1/session")).body.user.must_change_password).toBe(true);
  expect((await admin.get(`${path}/${answer.body.id}`)).body).not.toHaveProperty("password");
  expect((await admin.post(path, { username: "GRACE" })).body.code).toBe("conflict");
  expect((await admin.post(path, { username: "no spaces please" })).body.code).toBe("invalid");
  expect((await admin.post(path, { username: "weak", password: "weak12345678" })).body.code).toBe("invalid");
  const rows = await web.db.owner.db.select().from(auditLog).where(eq(auditLog.action, "user.create"));
  expect(rows[0]).toMatchObject({ tenantId: 1, detail: { after: { username: "grace", role: "analyst" } } });
  expect(JSON.stringify(rows)).not.toContain(answer.body.password);
});

test("everybody of the tenant is listed by name, page by page; others only for an operator", async () => {
  const other = await web.newTenant("listing");
  const foreign = await person(web, "viewer", { tenantId: other });
  const all = async (who: Asker): Promise<{ id: number; username: string }[]> => {
    const items = [];
    let cursor = "";
    do {
      const { body } = await who.get(`${path}?limit=2${cursor && `&cursor=${cursor}`}`);
      items.push(...body.items);
      cursor = body.next_cursor ?? "";
    } while (cursor !== "");
    return items;
  };
  const seen = await all(admin);
  const names = seen.map(({ username }) => username.toLowerCase());
  expect(names).toEqual([...new Set(names)].sort());
  expect(seen.map(({ id }) => id)).not.toContain(foreign.id);
  expect((await all(operator)).map(({ id }) => id)).toContain(foreign.id);
  expect((await admin.get(`${path}?cursor=WyJuZXdlc3QiLG51bGwsMV0`)).body.code).toBe("bad_cursor");
});

test("a user of another tenant is not found, whatever is asked of them", async () => {
  const other = await web.newTenant("foreign");
  const { id } = await person(web, "viewer", { tenantId: other });
  const any = { "if-match": "*" };
  expect((await admin.get(`${path}/${id}`)).status).toBe(404);
  expect((await admin.patch(`${path}/${id}`, { name: "Mine" }, any)).status).toBe(404);
  expect((await admin.delete(`${path}/${id}`, undefined, any)).status).toBe(404);
  expect((await admin.get(`${path}/${id}/sessions`)).status).toBe(404);
  expect((await admin.delete(`${path}/${id}/sessions`)).status).toBe(404);
  expect((await operator.get(`${path}/${id}`)).body).toMatchObject({ role: null });
});

test("a change needs the revision that was read", async () => {
  const { id } = await person(web, "viewer");
  const tag = String((await admin.get(`${path}/${id}`)).headers["etag"]);
  expect((await admin.patch(`${path}/${id}`, { name: "Ada" })).status).toBe(428);
  expect((await change(admin, id, { name: "Ada" }, tag)).body).toMatchObject({ name: "Ada", revision: 2 });
  expect((await change(admin, id, { name: "Bob" }, tag)).body.code).toBe("precondition_failed");
  expect((await admin.delete(`${path}/${id}`, undefined, { "if-match": tag })).status).toBe(412);
});

test("ASVS 7.2.4: another role ends the sessions of a user, with before and after in the audit log", async () => {
  const { id, username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  expect((await change(admin, id, { role: "analyst" })).body.role).toBe("analyst");
  expect((await browser.get("/api/v1/session")).status).toBe(401);
  const again = await signIn(web, username);
  expect((await again.get("/api/v1/session")).body.role).toBe("analyst");
  const rows = await web.db.owner.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.subject, `user:${id}`));
  expect(rows[0]).toMatchObject({
    action: "user.change",
    detail: { before: { role: "viewer" }, after: { role: "analyst" }, revoked: 1 },
  });
});

test("ASVS 7.4.2: disabling and removing somebody ends all their sessions", async () => {
  const [one, two] = [await person(web, "viewer"), await person(web, "viewer")];
  const browsers = [await signIn(web, one.username), await signIn(web, two.username)];
  expect((await change(admin, one.id, { disabled: true })).body.disabled_at).not.toBeNull();
  expect((await admin.delete(`${path}/${two.id}`, undefined, { "if-match": "*" })).status).toBe(204);
  for (const browser of browsers) expect((await browser.get("/api/v1/session")).status).toBe(401);
  expect((await admin.get(`${path}/${two.id}`)).status).toBe(404);
  expect((await change(admin, one.id, { disabled: false })).body.disabled_at).toBeNull();
  await signIn(web, one.username);
});

test("ASVS 7.4.5: an admin sees and ends the sessions of a user", async () => {
  const { id, username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  const { items } = (await admin.get(`${path}/${id}/sessions`)).body;
  expect(items).toMatchObject([{ method: "password", current: false }]);
  expect((await admin.delete(`${path}/${id}/sessions`)).body).toEqual({ revoked: 1 });
  expect((await browser.get("/api/v1/session")).status).toBe(401);
});

test("a password that an admin gives has to be changed, ends all sessions, and is not their own", async () => {
  const { id, username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  const { body } = await change(admin, id, { generate_password: true });
  expect((await browser.get("/api/v1/session")).status).toBe(401);
  const again = await signIn(web, username, { password: body.password });
  expect((await again.get("/api/v1/sessions")).body.code).toBe("password_change_required");
  expect((await change(admin, id, { password: "123456789012" })).body.code).toBe("invalid");
  expect((await change(admin, id, { password: "a whale for somebody" })).body.password).toBeNull();
  expect((await change(admin, admin.userId ?? 0, { password: "a whale for myself" })).status).toBe(409);
});

test("nobody raises anybody above themselves: only operators make operators and change them", async () => {
  const { id } = await person(web, "viewer");
  const boss = await person(web, "viewer", { operator: true });
  expect((await admin.post(path, { username: "root", operator: true })).status).toBe(403);
  expect((await change(admin, id, { operator: true })).status).toBe(403);
  expect((await change(admin, boss.id, { password: "a whale for the boss" })).status).toBe(403);
  expect((await change(admin, boss.id, { disabled: true })).status).toBe(403);
  expect((await admin.delete(`${path}/${boss.id}`, undefined, { "if-match": "*" })).status).toBe(403);
  expect((await change(operator, id, { operator: true })).body.operator).toBe(true);
  expect((await change(operator, id, { operator: false })).body.operator).toBe(false);
});

test("somebody of several tenants is changed as a whole by an operator only; the role here is this admin's", async () => {
  const { id } = await person(web, "viewer");
  const other = await web.newTenant("several");
  await web.db.db.insert(memberships).values({ tenantId: other, userId: id, role: "viewer" });
  expect((await change(admin, id, { disabled: true })).status).toBe(403);
  expect((await change(admin, id, { name: "Mine" })).status).toBe(403);
  expect((await admin.delete(`${path}/${id}`, undefined, { "if-match": "*" })).status).toBe(403);
  expect((await change(admin, id, { role: "analyst" })).body.role).toBe("analyst");
  const rows = await web.db.db.select().from(memberships).where(eq(memberships.userId, id));
  expect(new Map(rows.map(({ tenantId, role }) => [tenantId, role]))).toEqual(
    new Map([
      [1, "analyst"],
      [other, "viewer"],
    ]),
  );
  expect((await change(operator, id, { disabled: true })).status).toBe(200);
});

test("a service identity has no password, no role and no rights of people", async () => {
  const made = await admin.post(path, { username: "peer-1", kind: "collector", role: "admin" });
  expect(made.body).toMatchObject({ kind: "collector", role: null, password: null });
  expect((await admin.post(path, { username: "p2", kind: "collector", password })).body.code).toBe("invalid");
  expect((await change(admin, made.body.id, { password })).body.code).toBe("invalid");
  expect((await change(operator, made.body.id, { operator: true })).body.code).toBe("invalid");
  expect((await change(admin, made.body.id, { role: "admin" })).body.code).toBe("invalid");
});

test("the last admin of a tenant cannot be demoted, disabled or removed, nor two at once", async () => {
  const tenantId = await web.newTenant("last");
  const first = await person(web, "admin", { tenantId });
  const second = await person(web, "admin", { tenantId });
  await web.db.db
    .insert(memberships)
    .values({ tenantId, userId: operator.userId ?? 1, role: "viewer" })
    .onConflictDoNothing();
  const [one, two] = [await signIn(web, first.username), await signIn(web, second.username)];
  const any = { "if-match": "*" };
  const answers = await Promise.all([
    one.send("PATCH", `${path}/${second.id}`, { role: "viewer" }, any),
    two.send("PATCH", `${path}/${first.id}`, { role: "viewer" }, any),
  ]);
  const left = await web.db.db
    .select()
    .from(memberships)
    .where(inArray(memberships.userId, [first.id, second.id]));
  expect(left.filter(({ role }) => role === "admin")).toHaveLength(1);
  expect(answers.some(({ status }) => status === 200)).toBe(true);
  const last = left.find(({ role }) => role === "admin")?.userId ?? 0;
  const own = last === first.id ? one : two;
  expect((await own.send("PATCH", `${path}/${last}`, { role: "viewer" }, any)).body.code).toBe("conflict");
  expect((await own.send("PATCH", `${path}/${last}`, { disabled: true }, any)).body.code).toBe("conflict");
  expect((await own.send("DELETE", `${path}/${last}`, undefined, any)).body.code).toBe("conflict");
  expect((await operator.delete(`${path}/${last}`, undefined, any)).body.code).toBe("conflict");
  expect((await operator.patch(`${path}/${last}`, { disabled: true }, any)).body.code).toBe("conflict");
});

test("the last operator stays one", async () => {
  const own = await testWeb();
  const { id, username } = await person(own, "admin", { operator: true });
  const browser = await signIn(own, username);
  const any = { "if-match": "*" };
  const demote = () => browser.send("PATCH", `${path}/${id}`, { operator: false }, any);
  expect((await demote()).body).toMatchObject({
    code: "conflict",
    detail: expect.stringContaining("last operator"),
  });
  const { id: second } = await person(own, "viewer", { operator: true });
  expect((await browser.send("PATCH", `${path}/${second}`, { disabled: true }, any)).status).toBe(200);
  expect((await demote()).body.code).toBe("conflict");
  expect((await browser.send("PATCH", `${path}/${second}`, { disabled: false }, any)).status).toBe(200);
  expect((await demote()).status).toBe(200);
  await own.close();
});

test("an admin who does not operate the installation does not take the role of an operator away", async () => {
  const { id } = await person(web, "analyst", { operator: true });
  const refused = await change(admin, id, { role: "viewer" });
  expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
  expect((await change(operator, id, { role: "viewer" })).body).toMatchObject({ role: "viewer" });
});

test("what an operator does to people of another tenant is not told to the admins of their own", async () => {
  const foreign = await person(web, "viewer", { tenantId: await web.newTenant("unseen") });
  expect((await change(operator, foreign.id, { name: "Somebody" })).status).toBe(200);
  const rowsFor = async (who: Asker): Promise<string> =>
    (await who.get(`/api/v1/audit?subject=user:${foreign.id}`)).text;
  expect(await rowsFor(admin)).not.toContain(foreign.username);
  expect(await rowsFor(operator)).toContain(foreign.username);
});
