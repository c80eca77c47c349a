import { scryptSync } from "node:crypto";

import { eq } from "drizzle-orm";
import { auditLog } from "@cti/db/schema/audit-log";
import { events } from "@cti/db/schema/events";
import { memberships } from "@cti/db/schema/tenants";
import { sessions } from "@cti/db/schema/sessions";
import { users } from "@cti/db/schema/users";
import { ensureSetupToken } from "@cti/domain/accounts/setup";
import { hashPassword } from "@cti/domain/accounts/password-hash";
import { afterAll, beforeAll, expect, test } from "vitest";

import { browserHeaders, cookieOf, password, person, signIn } from "../../test/sign-in.ts";
import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
let nobody: Asker;
beforeAll(async () => {
  web = await testWeb();
  nobody = await web.as("nobody");
});
afterAll(() => web.close());

const path = "/api/v1/session";
test("before the first person setup is needed; the token from the log makes the first admin, who is signed in", async () => {
  const own = await testWeb();
  const stranger = await own.as("nobody");
  expect((await stranger.get("/api/v1/setup")).body).toEqual({
    needed: true,
    signed_in: false,
    oidc: null,
    insecure: false,
    sign_in_possible: true,
  });
  const token = await ensureSetupToken(own.db.db, new Date());
  const first = { username: "ada", password };
  expect((await stranger.post("/api/v1/setup", { ...first, token: "wrong" })).body.code).toBe("login_failed");
  expect((await stranger.post("/api/v1/setup", { ...first, token, password: "short" })).body.code).toBe(
    "invalid",
  );
  const answer = await stranger.post("/api/v1/setup", { ...first, token });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ role: "admin", operator: true, tenant: { slug: "default" } });
  const headers = browserHeaders(cookieOf(answer));
  expect((await stranger.get(path, headers)).body.user.username).toBe("ada");
  expect((await stranger.get("/api/v1/setup")).body.needed).toBe(false);
  expect((await stranger.post("/api/v1/setup", { ...first, token })).body.code).toBe("conflict");
  await own.close();
});

test("a sign-in with user name and password says who it is, and what they may do", async () => {
  const { id, username } = await person(web, "analyst", { name: "Ada" });
  const answer = await nobody.post(path, { username: username.toUpperCase(), password });
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({
    kind: "session",
    user: { id, username, name: "Ada", must_change_password: false, totp: false, has_password: true },
    tenant: { id: 1, slug: "default", name: "Default" },
    tenants: [{ id: 1, slug: "default", name: "Default", role: "analyst" }],
    role: "analyst",
    operator: false,
    scopes: ["read", "export", "write", "account"],
    can_reshape_stories: true,
    expires_at: expect.any(String),
    insecure: false,
  });
  expect((await nobody.get(path, browserHeaders(cookieOf(answer)))).body).toEqual(answer.body);
});

test("ASVS 3.3.1, 3.3.2 and 3.3.4: the cookie is Secure, HttpOnly, SameSite=Strict and of this host alone", async () => {
  const { username } = await person(web, "viewer");
  const { headers } = await nobody.post(path, { username, password });
  expect(headers["set-cookie"]).toMatch(
    /^__Host-cti=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=604800$/,
  );
});

test("over plain HTTP from another machine nobody signs in, unless it is allowed; then the answer warns", async () => {
  const { username } = await person(web, "viewer");
  const elsewhere = { host: "cti.example.org" };
  const refused = await nobody.post(path, { username, password }, elsewhere);
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining("CTI_INSECURE_HTTP")]);
  expect(refused.headers["set-cookie"]).toBeUndefined();
  const own = await testWeb({ insecureHttp: true });
  const ada = await person(own, "viewer");
  const stranger = await own.as("nobody");
  const answer = await stranger.post(path, { username: ada.username, password }, elsewhere);
  expect(answer.body.insecure).toBe(true);
  expect(answer.headers["set-cookie"]).toMatch(/^cti=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age/);
  const cookie = cookieOf(answer, "cti");
  const asked = await stranger.get(path, { ...browserHeaders(cookie), ...elsewhere });
  expect(asked.status).toBe(200);
  await own.close();
});

test("ASVS 6.3.8: an unknown user, a wrong password and a disabled user get the same answer", async () => {
  const { username } = await person(web, "viewer");
  const gone = await person(web, "viewer");
  await web.db.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, gone.id));
  const noPassword = await person(web, "viewer", { password: null });
  const answers = [
    await nobody.ask("POST", path, { body: { username: "nobody-here", password }, from: "192.0.2.11" }),
    await nobody.ask("POST", path, { body: { username, password: "another long one" }, from: "192.0.2.12" }),
    await nobody.ask("POST", path, { body: { username: gone.username, password }, from: "192.0.2.13" }),
    await nobody.ask("POST", path, { body: { username: noPassword.username, password }, from: "192.0.2.14" }),
  ];
  const told = answers.map(({ status, body }) => {
    const { request_id: _, ...rest } = body as Record<string, unknown>;
    return { status, rest };
  });
  expect(told[0]).toMatchObject({ status: 401, rest: { code: "login_failed" } });
  for (const each of told) expect(each).toEqual(told[0]);
});

test("ASVS 6.3.1: failed sign-ins are slowed down and noted once a minute, without the names that nobody has", async () => {
  const { username } = await person(web, "viewer");
  const from = "192.0.2.21";
  for (let at = 0; at < 3; at++)
    await nobody.ask("POST", path, { body: { username, password: "wrong wrong wrong" }, from });
  await nobody.ask("POST", path, { body: { username: "MyOwnPassword1", password: "x" }, from: "192.0.2.22" });
  const rows = await web.db.owner.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.action, "session.login_failed"));
  const own = rows.filter(({ actor }) => actor === username);
  expect(own).toMatchObject([{ tenantId: 1, address: from, detail: { reason: "wrong password" } }]);
  expect(JSON.stringify(rows)).not.toContain("MyOwnPassword1");
  expect((await nobody.ask("POST", path, { body: { username, password }, from })).status).toBe(201);
});

test("ASVS 6.3.1: when too many tries wait the answer is 429 with Retry-After", async () => {
  const { username } = await person(web, "viewer");
  const from = "192.0.2.31";
  const tries = Array.from({ length: 12 }, () =>
    nobody.ask("POST", path, { body: { username, password: "wrong wrong wrong" }, from }),
  );
  const busy = (await Promise.all(tries)).filter(({ status }) => status === 429);
  expect(busy).toHaveLength(7);
  expect(busy[0]?.headers["retry-after"]).toBe("10");
});

test("a password that was kept in an older way is kept in today's after a sign-in", async () => {
  const { id, username } = await person(web, "viewer");
  const salt = Buffer.from("0123456789abcdef");
  const key = scryptSync(password, salt, 32, { N: 16_384, r: 8, p: 1 });
  const scrypt = `$scrypt$ln=14,r=8,p=1$${salt.toString("base64")}$${key.toString("base64")}`;
  await web.db.db.update(users).set({ passwordHash: scrypt }).where(eq(users.id, id));
  await signIn(web, username);
  const [user] = await web.db.db.select().from(users).where(eq(users.id, id));
  expect(user?.passwordHash?.slice(0, 30)).toBe(hashPassword("any other one").slice(0, 30));
  await signIn(web, username);
});

test("ASVS 7.2.4: a sign-in takes the place of the session that the browser had", async () => {
  const { username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  const before = browser.cookie;
  expect((await browser.send("POST", path, { username, password })).status).toBe(201);
  expect(browser.cookie).not.toBe(before);
  expect((await nobody.get(path, browserHeaders(before))).status).toBe(401);
  expect((await browser.get(path)).status).toBe(200);
});

test("ASVS 7.2.4: going on in another tenant has a new token, and ends at the same time", async () => {
  const { id, username } = await person(web, "viewer");
  const other = await web.newTenant(`other-${id}`);
  await web.newTenant(`foreign-${id}`);
  await web.db.db.insert(memberships).values({ tenantId: other, userId: id, role: "admin" });
  const browser = await signIn(web, username);
  const before = browser.cookie;
  const was = (await browser.get(path)).body;
  const answer = await browser.send("PATCH", path, { tenant: `other-${id}` });
  expect(answer.body).toMatchObject({ role: "admin", tenant: { id: other }, expires_at: was.expires_at });
  expect((await nobody.get(path, browserHeaders(before))).status).toBe(401);
  expect((await browser.get(path)).body.tenant.id).toBe(other);
  expect((await browser.send("PATCH", path, { tenant: `foreign-${id}` })).status).toBe(404);
  expect((await browser.send("PATCH", path, { tenant: "no-such" })).status).toBe(404);
  expect((await signIn(web, username, { tenant: `other-${id}` })).cookie).not.toBe("");
});

test("ASVS 7.4.1 and 14.3.1: signing out ends the session for good and clears what the browser kept", async () => {
  const { id, username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  const answer = await browser.send("DELETE", path);
  expect(answer.status).toBe(204);
  expect(answer.headers["clear-site-data"]).toBe('"cache", "cookies", "storage"');
  expect(answer.headers["set-cookie"]).toMatch(/^__Host-cti=; .*Max-Age=0$/);
  expect((await browser.get(path)).status).toBe(401);
  expect(await web.db.db.select().from(sessions).where(eq(sessions.userId, id))).toEqual([]);
  const told = await web.db.db.select().from(events).where(eq(events.userId, id));
  expect(told).toMatchObject([{ event: "session.revoked" }]);
  expect(await actionsOf(username)).toEqual(["session.login", "session.logout"]);
});

test("ASVS 7.5.2: people see where they are signed in, page by page, and end what they do not know", async () => {
  const { username } = await person(web, "viewer");
  const [old, mine] = [await signIn(web, username), await signIn(web, username)];
  const { items } = (await mine.get("/api/v1/sessions")).body;
  expect(items.map((each: { current: boolean }) => each.current)).toEqual([true, false]);
  expect(items[0]).toMatchObject({ method: "password", address: "192.0.2.7" });
  const first = (await mine.get("/api/v1/sessions?limit=1")).body;
  const second = (await mine.get(`/api/v1/sessions?limit=1&cursor=${first.next_cursor}`)).body;
  expect([...first.items, ...second.items]).toEqual(items);
  expect(second.next_cursor).toBeNull();
  const end = (id: number, who = mine) => who.send("DELETE", `/api/v1/sessions/${id}`);
  const stranger = await signIn(web, (await person(web, "admin")).username);
  expect((await end(items[1].id, stranger)).status).toBe(404);
  expect((await end(items[1].id)).status).toBe(204);
  expect((await old.get(path)).status).toBe(401);
  expect((await end(items[1].id)).status).toBe(404);
});

test("ASVS 7.4.3: people end all their other sessions at once", async () => {
  const { username } = await person(web, "viewer");
  const [one, two, mine] = [
    await signIn(web, username),
    await signIn(web, username),
    await signIn(web, username),
  ];
  expect((await mine.send("DELETE", "/api/v1/sessions")).body).toEqual({ revoked: 2 });
  expect((await one.get(path)).status).toBe(401);
  expect((await two.get(path)).status).toBe(401);
  expect((await mine.get(path)).status).toBe(200);
});

test("a token says who it is, but neither signs out nor lists sessions", async () => {
  const analyst = await web.as("analyst");
  expect((await analyst.get(path)).body).toMatchObject({ kind: "token", role: "analyst" });
  const elsewhere = await web.newTenant("elsewhere");
  await web.db.db
    .insert(memberships)
    .values({ tenantId: elsewhere, userId: analyst.userId ?? 0, role: "admin" });
  // The other tenants of its owner are none of its business.
  expect((await analyst.get(path)).body.tenants).toMatchObject([{ id: 1, role: "analyst" }]);
  const collector = await web.as("collector");
  expect((await collector.get(path)).body).toMatchObject({ role: null, scopes: ["collector"] });
  expect((await analyst.delete(path)).status).toBe(403);
  expect((await analyst.get("/api/v1/sessions")).status).toBe(403);
});

test("whose tenants are all closed does not get in, and is told so only with the right password", async () => {
  const { id, username } = await person(web, "viewer");
  await web.db.db.delete(memberships).where(eq(memberships.userId, id));
  const answer = await nobody.post(path, { username, password });
  expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
});

test("without a provider there is no sign-in at one", async () => {
  expect((await nobody.get(`${path}/oidc`)).status).toBe(404);
  expect((await nobody.get(`${path}/oidc/callback?code=a&state=b`)).status).toBe(404);
});

async function actionsOf(actor: string): Promise<string[]> {
  const rows = await web.db.owner.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.actor, actor))
    .orderBy(auditLog.id);
  return rows.map(({ action }) => action);
}

test("a sign-in that was checked against what has changed meanwhile does not outlive the change", async () => {
  const { sql } = web.db.owner;
  const at = new Date().toISOString();
  const changes = [{ password_hash: "x" }, { totp_confirmed_at: at }, { disabled_at: at }];
  for (const change of changes) {
    const { id, username } = await person(web, "analyst");
    const answer = await sql.begin(async (tx) => {
      await tx`update users set ${tx(change)} where id = ${id}`;
      const asked = nobody.post(path, { username, password });
      await expect
        .poll(async () => {
          const rows = await sql`select 1 from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query ilike 'update%users%'`;
          return rows.length;
        })
        .toBe(1);
      await tx`delete from sessions where user_id = ${id}`;
      return { asked };
    });
    expect([change, (await answer.asked).body.code]).toEqual([change, "login_failed"]);
    expect(await sql`select 1 from sessions where user_id = ${id}`).toHaveLength(0);
  }
});
