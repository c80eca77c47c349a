import { auditLog } from "@cti/db/schema/audit-log";
import { users } from "@cti/db/schema/users";
import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Browser, browserHeaders, password, person, signIn } from "../../test/sign-in.ts";
import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
let nobody: Asker;
/** The clock of the service; codes of the second factor follow it. */
let time = Date.now();
beforeAll(async () => {
  web = await testWeb();
  web.deps.now = () => new Date(time);
  nobody = await web.as("nobody");
});
afterAll(() => web.close());

const path = "/api/v1/session";
const account = "/api/v1/account";
const next = "another whale in the sea";

test("ASVS 6.2.2 and 6.2.3: people change their password with the one they have", async () => {
  const { username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  const change = (current: string, wanted: string) =>
    browser.send("PUT", `${account}/password`, { current_password: current, password: wanted });
  expect((await change("not the one I have", next)).body.code).toBe("login_failed");
  expect((await change(password, password)).body.code).toBe("invalid");
  expect((await change(password, "password1234")).body.detail).toMatch(/leaked elsewhere/);
  expect((await change(password, next)).status).toBe(204);
  expect((await nobody.post(path, { username, password })).status).toBe(401);
  await signIn(web, username, { password: next });
});

test("ASVS 7.2.4 and 7.4.3: another password ends all other sessions, and this one goes on under a new token", async () => {
  const { username } = await person(web, "viewer");
  const [other, mine] = [await signIn(web, username), await signIn(web, username)];
  const before = mine.cookie;
  await mine.send("PUT", `${account}/password`, { current_password: password, password: next });
  expect(mine.cookie).not.toBe(before);
  expect((await mine.get(path)).status).toBe(200);
  expect((await other.get(path)).status).toBe(401);
  expect((await nobody.get(path, browserHeaders(before))).status).toBe(401);
});

test("who has to choose another password can do nothing else before", async () => {
  const { username } = await person(web, "viewer", { mustChangePassword: true });
  const browser = await signIn(web, username);
  expect((await browser.get(path)).body.user.must_change_password).toBe(true);
  expect((await browser.get("/api/v1/sessions")).body.code).toBe("password_change_required");
  await browser.send("PUT", `${account}/password`, { current_password: password, password: next });
  expect((await browser.get("/api/v1/sessions")).status).toBe(200);
});

test("no token touches the account", async () => {
  const admin = await web.as("admin");
  const answer = await admin.put(`${account}/password`, { current_password: password, password: next });
  expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
  expect((await admin.post(`${account}/totp`, { password })).status).toBe(403);
});

test("whom the provider signs in has no password to change", async () => {
  const browser = await web.browser("viewer");
  const answer = await browser.put(`${account}/password`, { current_password: password, password: next });
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining("identity provider")]);
});

async function withTotp(username: string): Promise<{ browser: Browser; totp: TOTP; codes: string[] }> {
  const browser = await signIn(web, username);
  const { secret, uri } = (await browser.send("POST", `${account}/totp`, { password })).body;
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });
  expect(uri).toContain(`otpauth://totp/CTI%20Scraper:${username}?issuer=CTI%20Scraper&secret=${secret}`);
  const code = totp.generate({ timestamp: time });
  const codes = (await browser.send("PUT", `${account}/totp`, { code })).body.recovery_codes;
  time += 30_000;
  return { browser, totp, codes };
}

test("a second factor counts once a code has confirmed it; then a sign-in asks for one", async () => {
  const { username } = await person(web, "viewer");
  const browser = await signIn(web, username);
  expect((await browser.send("POST", `${account}/totp`, { password: "not mine at all" })).status).toBe(401);
  await browser.send("POST", `${account}/totp`, { password });
  expect((await browser.send("PUT", `${account}/totp`, { code: "000000" })).body.code).toBe("invalid");
  expect((await nobody.post(path, { username, password })).status).toBe(201);
  const { totp } = await withTotp(username);
  expect((await browser.send("POST", `${account}/totp`, { password })).status).toBe(401);
  const asked = await nobody.post(path, { username, password });
  expect([asked.status, asked.body.code]).toEqual([401, "code_required"]);
  expect((await nobody.post(path, { username, password: "wrong wrong wrong" })).body.code).toBe(
    "login_failed",
  );
  const code = totp.generate({ timestamp: time });
  expect((await signIn(web, username, { code })).cookie).not.toBe("");
});

test("ASVS 6.5.1: a code of the app works once, and so does a recovery code", async () => {
  const { id, username } = await person(web, "viewer");
  const { totp, codes } = await withTotp(username);
  const code = totp.generate({ timestamp: time });
  await signIn(web, username, { code });
  expect((await nobody.post(path, { username, password, code })).body.code).toBe("login_failed");
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  await signIn(web, username, { code: codes[3]?.toUpperCase().replaceAll("-", " ") });
  expect((await nobody.post(path, { username, password, code: codes[3] })).body.code).toBe("login_failed");
  await signIn(web, username, { code: codes[4] });
  const [user] = await web.db.db.select().from(users).where(eq(users.id, id));
  expect(user?.recoveryCodes).toHaveLength(8);
  expect(JSON.stringify(user)).not.toContain(codes[0]);
});

test("ASVS 6.5.5: a code is good for its half minute and the ones beside it", async () => {
  const { username } = await person(web, "viewer");
  const { totp } = await withTotp(username);
  const old = totp.generate({ timestamp: time });
  time += 61_000;
  expect((await nobody.post(path, { username, password, code: old })).status).toBe(401);
  const last = totp.generate({ timestamp: time - 30_000 });
  expect((await nobody.post(path, { username, password, code: last })).status).toBe(201);
});

test("of many tries with the same code at once one gets in", async () => {
  const { username } = await person(web, "viewer");
  const { totp } = await withTotp(username);
  const code = totp.generate({ timestamp: time });
  const answers = await Promise.all(
    Array.from({ length: 3 }, (_, at) =>
      nobody.ask("POST", path, { body: { username, password, code }, from: `198.51.100.${at}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(2);
});

test("the second factor is taken away with password and code, and other sessions end", async () => {
  const { username } = await person(web, "viewer");
  const { browser, totp, codes } = await withTotp(username);
  const other = await signIn(web, username, { code: totp.generate({ timestamp: time }) });
  const remove = (more: object) =>
    browser.send("DELETE", `${account}/totp`, { password, code: codes[0], ...more });
  expect((await remove({ code: "123456" })).body.code).toBe("login_failed");
  expect((await remove({ password: "not mine at all" })).body.code).toBe("login_failed");
  expect((await remove({})).status).toBe(204);
  expect((await other.get(path)).status).toBe(401);
  expect((await browser.get(path)).body.user.totp).toBe(false);
  await signIn(web, username);
  const rows = await web.db.owner.db.select().from(auditLog).where(eq(auditLog.actor, username));
  const told = rows.filter(({ action }) => action === "account.totp");
  expect(told.map(({ detail }) => detail["set"])).toEqual([true, false]);
  expect(JSON.stringify(rows)).not.toContain(codes[0]);
});
