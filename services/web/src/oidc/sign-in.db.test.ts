import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { auditLog } from "@cti/db/schema/audit-log";
import { memberships } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OidcSettings } from "@cti/wiring/web-settings";

import { type IdentityProvider, identityProvider } from "../../test/identity-provider.ts";
import { browserHeaders, cookieOf, person } from "../../test/sign-in.ts";
import { type Asker, type TestAnswer, type TestWeb, testWeb } from "../../test/test-web.ts";

const publicUrl = "http://127.0.0.1:8000";
const path = "/api/v1/session/oidc";
const hold = "__Host-cti-oidc";
const rules = [
  "readers=viewer",
  "soc=analyst",
  "leads=admin",
  "blue=analyst@blue",
  "ops=operator",
  "odd=viewer@none",
];

let provider: IdentityProvider;
let web: TestWeb;
let nobody: Asker;
let blue = 0;
let late = 0;
beforeAll(async () => {
  provider = await identityProvider(`${publicUrl}${path}/callback`);
  web = await testWeb({ publicUrl, oidc: oidcSettings(provider) });
  web.deps.now = () => new Date(Date.now() + late);
  nobody = await web.as("nobody");
  blue = await web.newTenant("blue");
});
afterAll(async () => {
  await web.close();
  await provider.close();
});
beforeEach(() => {
  late = 0;
});

function oidcSettings({
  issuer,
  clientId,
  clientSecret,
}: Pick<IdentityProvider, "issuer" | "clientId" | "clientSecret">): OidcSettings {
  return {
    issuer,
    clientId,
    clientSecret,
    scopes: "openid profile groups",
    usernameClaim: "preferred_username",
    groupsClaim: "groups",
    roles: rules,
    label: "Example SSO",
  };
}

/** The way to the provider, whose address and cookie a test may change before it goes on. */
async function setOut(who = nobody): Promise<{ address: URL; cookie: string }> {
  const answer = await who.get(path);
  expect(answer.status).toBe(302);
  return { address: new URL(String(answer.headers["location"])), cookie: cookieOf(answer, hold) ?? "" };
}

const comeBack = (back: URL, cookie: string): Promise<TestAnswer> =>
  nobody.get(`${back.pathname}${back.search}`, { cookie, "sec-fetch-site": "cross-site" });

async function signIn(subject: string | null): Promise<TestAnswer> {
  const { address, cookie } = await setOut();
  return comeBack(await provider.visit(address.href, subject), cookie);
}

const told = (answer: TestAnswer): unknown => [answer.status, answer.headers["location"]];
const failed = (code: string): unknown => [302, `/?login_error=${code}`];
const whoIs = async (answer: TestAnswer): Promise<TestAnswer> =>
  nobody.get("/api/v1/session", browserHeaders(cookieOf(answer)));
const userOf = async (subject: string) =>
  (await web.db.db.select().from(users).where(eq(users.oidcSubject, subject)))[0];

test("somebody whom the provider knows is made at the first sign-in, with the roles of their groups", async () => {
  provider.users.set("s-1", {
    preferred_username: "ada",
    name: "Ada L.",
    groups: ["soc", "readers", "blue", "x"],
  });
  expect((await nobody.get("/api/v1/setup")).body.oidc).toEqual({ label: "Example SSO" });
  const answer = await signIn("s-1");
  expect(told(answer)).toEqual([302, "/"]);
  expect((await whoIs(answer)).body).toMatchObject({
    user: { username: "ada", name: "Ada L.", has_password: false },
    tenant: { slug: "default" },
    tenants: [
      { slug: "default", role: "analyst" },
      { slug: "blue", role: "analyst" },
    ],
    operator: false,
  });
  const again = await signIn("s-1");
  expect((await whoIs(again)).body.user.id).toBe((await whoIs(answer)).body.user.id);
  const rows = await web.db.owner.db.select().from(auditLog).where(eq(auditLog.actor, "ada"));
  expect(rows[0]).toMatchObject({ action: "session.login", tenantId: 1, detail: { method: "oidc" } });
});

test("the way to the provider has PKCE, state and nonce, and is bound to the browser by a cookie that it gets back", async () => {
  const answer = await nobody.get(path);
  const { searchParams } = new URL(String(answer.headers["location"]));
  expect(searchParams.get("code_challenge_method")).toBe("S256");
  for (const name of ["state", "nonce", "code_challenge"]) expect(searchParams.get(name)?.length).toBe(43);
  expect(answer.headers["set-cookie"]).toMatch(
    /^__Host-cti-oidc=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
  );
  expect(String(answer.headers["set-cookie"])).not.toContain(searchParams.get("state"));
});

test("a wrong state, another browser's cookie, and none are refused", async () => {
  provider.users.set("s-2", { preferred_username: "bob", groups: ["soc"] });
  const { address, cookie } = await setOut();
  const back = await provider.visit(address.href, "s-2");
  const other = new URL(back);
  other.searchParams.set("state", "another");
  expect(told(await comeBack(other, cookie))).toEqual(failed("oidc_state"));
  expect(told(await comeBack(back, (await setOut()).cookie))).toEqual(failed("oidc_state"));
  expect(told(await comeBack(back, ""))).toEqual(failed("oidc_state"));
  expect(told(await comeBack(back, `${hold}=${"A".repeat(300)}`))).toEqual(failed("oidc_state"));
  expect(await userOf("s-2")).toBeUndefined();
});

test("a code that was used already is refused", async () => {
  provider.users.set("s-3", { preferred_username: "cleo", groups: ["soc"] });
  const { address, cookie } = await setOut();
  const back = await provider.visit(address.href, "s-3");
  expect(told(await comeBack(back, cookie))).toEqual([302, "/"]);
  expect(told(await comeBack(back, cookie))).toEqual(failed("oidc_failed"));
});

test("an ID token with another nonce, and a code for another verifier, are refused", async () => {
  provider.users.set("s-4", { preferred_username: "dora", groups: ["soc"] });
  const first = await setOut();
  first.address.searchParams.set("nonce", "of-somebody-else");
  expect(told(await comeBack(await provider.visit(first.address.href, "s-4"), first.cookie))).toEqual(
    failed("oidc_failed"),
  );
  const second = await setOut();
  second.address.searchParams.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  expect(told(await comeBack(await provider.visit(second.address.href, "s-4"), second.cookie))).toEqual(
    failed("oidc_failed"),
  );
  expect(await userOf("s-4")).toBeUndefined();
});

test("who comes back after ten minutes begins anew", async () => {
  provider.users.set("s-5", { preferred_username: "emil", groups: ["soc"] });
  const { address, cookie } = await setOut();
  const back = await provider.visit(address.href, "s-5");
  late = 10 * 60_000 + 1_000;
  expect(told(await comeBack(back, cookie))).toEqual(failed("oidc_expired"));
});

test("who refuses at the provider, or is unknown there, does not get in", async () => {
  expect(told(await signIn(null))).toEqual(failed("oidc_denied"));
  provider.users.set("s-6", { preferred_username: "fay", groups: ["soc"] });
  const { address, cookie } = await setOut();
  const back = await provider.visit(address.href, "s-6");
  provider.users.delete("s-6");
  expect(told(await comeBack(back, cookie))).toEqual(failed("oidc_failed"));
});

test("who is in none of the groups does not get in, and nothing is made for them", async () => {
  provider.users.set("s-7", { preferred_username: "gus", groups: ["sales", "odd", "ops"] });
  expect(told(await signIn("s-7"))).toEqual(failed("no_group"));
  provider.users.set("s-7", { preferred_username: "gus" });
  expect(told(await signIn("s-7"))).toEqual(failed("no_group"));
  expect(await userOf("s-7")).toBeUndefined();
});

test("ASVS 7.2.4: roles follow the groups at each sign-in, and sessions with the old role end", async () => {
  provider.users.set("s-8", { preferred_username: "hal", groups: ["leads", "blue", "ops"] });
  const first = await signIn("s-8");
  expect((await whoIs(first)).body).toMatchObject({ role: "admin", operator: true });
  provider.users.set("s-8", { preferred_username: "hal", groups: ["readers"] });
  const second = await signIn("s-8");
  expect((await whoIs(first)).status).toBe(401);
  expect((await whoIs(second)).body).toMatchObject({
    role: "viewer",
    operator: false,
    tenants: [{ slug: "default" }],
  });
});

test("a membership that a person gave is not the provider's to take away, but opens no door by itself", async () => {
  provider.users.set("s-9", { preferred_username: "ida", groups: ["readers"] });
  const first = await signIn("s-9");
  const { id } = (await whoIs(first)).body.user;
  await web.db.db.insert(memberships).values({ tenantId: blue, userId: id, role: "admin" });
  const second = await signIn("s-9");
  expect((await whoIs(second)).body.tenants).toMatchObject([
    { role: "viewer" },
    { slug: "blue", role: "admin" },
  ]);
  provider.users.set("s-9", { preferred_username: "ida", groups: [] });
  expect(told(await signIn("s-9"))).toEqual(failed("no_group"));
  expect((await whoIs(second)).status).toBe(401);
  const left = await web.db.db.select().from(memberships).where(eq(memberships.userId, id));
  expect(left).toMatchObject([{ tenantId: blue, role: "admin" }]);
});

test("a local user of the same name stays somebody else", async () => {
  const local = await person(web, "admin", { username: "root", operator: true });
  provider.users.set("s-10", { preferred_username: "Root", groups: ["readers"] });
  const { user, role } = (await whoIs(await signIn("s-10"))).body;
  expect(user.id).not.toBe(local.id);
  expect([user.username, role]).toEqual(["Root-2", "viewer"]);
});

test("a user who was disabled here does not get in", async () => {
  provider.users.set("s-11", { preferred_username: "jo", groups: ["soc"] });
  await signIn("s-11");
  await web.db.db.update(users).set({ disabledAt: new Date() }).where(eq(users.oidcSubject, "s-11"));
  expect(told(await signIn("s-11"))).toEqual(failed("disabled"));
});

test("a name that could be none is made one", async () => {
  provider.users.set("s-12", { preferred_username: "../<b>kim</b>\u0000 lee", groups: ["soc"] });
  expect((await whoIs(await signIn("s-12"))).body.user.username).toBe("bkimblee");
});

test("what the ID token leaves out is asked for", async () => {
  const lean = await identityProvider(`${publicUrl}${path}/callback`, true);
  const own = await testWeb({ publicUrl, oidc: oidcSettings(lean) });
  lean.users.set("s-1", { preferred_username: "lea", groups: ["soc"] });
  const stranger = await own.as("nobody");
  const { address, cookie } = await setOut(stranger);
  const back = await lean.visit(address.href, "s-1");
  const answer = await stranger.get(`${back.pathname}${back.search}`, { cookie });
  expect(told(answer)).toEqual([302, "/"]);
  const { body } = await stranger.get("/api/v1/session", browserHeaders(cookieOf(answer)));
  expect(body).toMatchObject({ user: { username: "lea" }, role: "analyst" });
  await own.close();
  await lean.close();
});

test("a provider that names another issuer, or does not answer, signs nobody in", async () => {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json").end(
      JSON.stringify({
        issuer: "https://another.example.org",
        authorization_endpoint: "https://another.example.org/auth",
        token_endpoint: "https://another.example.org/token",
        jwks_uri: "https://another.example.org/jwks",
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = await testWeb({ publicUrl, oidc: oidcSettings({ ...provider, issuer }) });
  const stranger = await own.as("nobody");
  expect(told(await stranger.get(path))).toEqual(failed("oidc_unavailable"));
  await new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  expect(told(await stranger.get(path))).toEqual(failed("oidc_unavailable"));
  await own.close();
});
