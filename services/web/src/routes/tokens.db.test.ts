import { auditLog } from "@cti/db/schema/audit-log";
import { events } from "@cti/db/schema/events";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { person, signIn } from "../../test/sign-in.ts";
import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
let nobody: Asker;
let admin: Asker;
beforeAll(async () => {
  web = await testWeb({ tokenMaxDays: 90 });
  nobody = await web.as("nobody");
  admin = await web.browser("admin");
});
afterAll(() => web.close());

const path = "/api/v1/tokens";
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

test("a token is shown once, works for its scopes, and only a hash of it is kept", async () => {
  const { id, username } = await person(web, "analyst");
  const browser = await signIn(web, username);
  const wish = { name: "my script", scopes: ["read"], expires_in_days: 30 };
  const made = await browser.send("POST", path, wish);
  expect(made.status).toBe(201);
  const { token, ...line } = made.body;
  expect(token).toMatch(/^cti_pat_[a-z2-7]{8}_[\w-]{43}$/);
  expect(line).toMatchObject({
    name: "my script",
    username,
    user_id: id,
    scopes: ["read"],
    prefix: token.slice(0, 16),
  });
  expect((await nobody.get("/api/v1/session", bearer(token))).body).toMatchObject({ scopes: ["read"] });
  const listed = (await browser.get(path)).body;
  expect(listed.items).toMatchObject([{ id: line.id, last_used_from: "192.0.2.7", revoked_at: null }]);
  expect(JSON.stringify(listed)).not.toContain(token.slice(17));
  const rows = await web.db.owner.db.select().from(auditLog).where(eq(auditLog.actor, username));
  expect(rows.find(({ action }) => action === "token.create")?.detail).toMatchObject({ name: "my script" });
  expect(JSON.stringify(rows)).not.toContain(token.slice(17));
});

test("a token has no more than its owner, and lasts no longer than allowed", async () => {
  const { username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  const make = (more: object) =>
    browser.send("POST", path, { name: "a", scopes: ["read"], expires_in_days: 1, ...more });
  expect((await make({ scopes: ["write"] })).body.code).toBe("invalid");
  expect((await make({ scopes: ["account"] })).body.code).toBe("validation_failed");
  expect((await make({ expires_in_days: 91 })).body.code).toBe("invalid");
  expect((await make({ expires_in_days: 366 })).body.code).toBe("validation_failed");
  expect((await make({})).status).toBe(201);
});

test("no token makes, lists or ends tokens", async () => {
  const asker = await web.as("admin");
  expect((await asker.get(path)).status).toBe(403);
  expect((await asker.post(path, { name: "a", scopes: ["read"], expires_in_days: 1 })).status).toBe(403);
  expect((await asker.delete(`${path}/1`)).status).toBe(403);
});

test("people end their own tokens, an admin any of the tenant; streams that it opened are told", async () => {
  const [one, two] = [await person(web, "viewer"), await person(web, "viewer")];
  const [browser, other] = [await signIn(web, one.username), await signIn(web, two.username)];
  const make = async () =>
    (await browser.send("POST", path, { name: "a", scopes: ["read"], expires_in_days: 1 })).body;
  const [first, second] = [await make(), await make()];
  expect((await other.send("DELETE", `${path}/${first.id}`)).status).toBe(404);
  expect((await browser.send("DELETE", `${path}/${first.id}`)).status).toBe(204);
  expect((await browser.send("DELETE", `${path}/${first.id}`)).status).toBe(404);
  expect((await nobody.get("/api/v1/session", bearer(first.token))).status).toBe(401);
  expect((await other.get(`${path}?all=true`)).status).toBe(403);
  const all = (await admin.get(`${path}?all=true&limit=200`)).body.items;
  expect(all.map(({ id }: { id: number }) => id)).toEqual(expect.arrayContaining([first.id, second.id]));
  expect((await admin.delete(`${path}/${second.id}`)).status).toBe(204);
  expect((await nobody.get("/api/v1/session", bearer(second.token))).status).toBe(401);
  const told = await web.db.db.select().from(events).where(eq(events.userId, one.id));
  expect(told.map(({ topic }) => topic)).toEqual([`token:${first.id}`, `token:${second.id}`]);
});

test("an admin of another tenant neither sees nor ends a token", async () => {
  const tenant = await web.newTenant("elsewhere");
  const foreign = await web.browser("admin", { tenant });
  const made = await admin.post(path, { name: "a", scopes: ["read"], expires_in_days: 1 });
  expect((await foreign.get(`${path}?all=true`)).body.items).toEqual([]);
  expect((await foreign.delete(`${path}/${made.body.id}`)).status).toBe(404);
});

test("an admin makes tokens for service identities, and for nobody else", async () => {
  const { body: peer } = await admin.post("/api/v1/users", { username: "peer", kind: "collector" });
  const wish = { name: "peer", scopes: ["collector"], expires_in_days: 30, user_id: peer.id };
  const made = await admin.post(path, wish);
  expect(made.body).toMatchObject({ username: "peer", scopes: ["collector"] });
  expect((await nobody.get("/api/v1/session", bearer(made.body.token))).body).toMatchObject({ role: null });
  expect((await nobody.get("/api/v1/sessions", bearer(made.body.token))).status).toBe(403);
  const { id } = await person(web, "viewer");
  expect((await admin.post(path, { ...wish, user_id: id })).status).toBe(403);
  expect((await admin.post(path, { ...wish, user_id: 999_999 })).status).toBe(404);
  const viewer = await web.browser("viewer");
  expect((await viewer.post(path, wish)).status).toBe(403);
});
