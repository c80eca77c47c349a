import { randomBytes } from "node:crypto";

import { isAtLeast, type Role } from "@cti/contract/access";
import type { Route } from "@cti/contract/route";
import { routes } from "@cti/contract/routes";
import { openSession } from "@cti/domain/accounts/sessions";
import { createToken } from "@cti/domain/accounts/tokens";
import { createUser } from "@cti/domain/accounts/users";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { afterAll, beforeAll, expect, test } from "vitest";

import { secureCookie } from "../src/credential.ts";
import { testWeb, type TestWeb } from "./test-web.ts";

/** Who asks, and what may be expected of the route for it: 401, 403, or that it is let in. */
type Credential = {
  name: string;
  headers: Record<string, string>;
  /** null: nobody that we know. */
  who: { role: Role | null; scopes: readonly string[] } | null;
};

const day = 86_400_000;
const now = new Date();
const later = new Date(now.getTime() + day);
let web: TestWeb;
let credentials: Credential[];

beforeAll(async () => {
  web = await testWeb();
  credentials = await makeCredentials(await web.newTenant("other"));
});
afterAll(async () => {
  await web.close();
});

const browserHeaders = (token: string): Record<string, string> => ({
  cookie: `${secureCookie}=${token}`,
  "sec-fetch-site": "same-origin",
});
const tokenHeaders = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

let count = 0;

async function userOf(
  role: Role,
  more: { operator?: boolean; tenantId?: number; collector?: true } = {},
): Promise<number> {
  const { operator = false, tenantId = 1, collector } = more;
  const kind = collector ? "collector" : "person";
  const username = `user-${++count}`;
  const { id } = await createUser(web.db.db, {
    username,
    kind,
    password: null,
    operator,
    tenantId,
    role,
    now,
  });
  return id;
}

async function sessionOf(userId: number, tenantId = 1, expiresAt = later): Promise<Record<string, string>> {
  const opened = { userId, tenantId, method: "password", address: null, userAgent: null, now, expiresAt };
  return browserHeaders((await openSession(web.db.db, opened)).token);
}

async function tokenOf(
  userId: number,
  scopes: string[],
  tenantId = 1,
): Promise<{ id: number; token: string }> {
  const first = scopes.includes("collector") ? scopes : ["read"];
  const made = await asTenant(web.db.db, tenantId, (tx) =>
    createToken(tx, { userId, name: "t", scopes: first, expiresAt: later }, now),
  );
  // Also more than its owner may: it had the right once.
  await web.db.owner.sql`update api_tokens set scopes = ${scopes} where id = ${made.id}`;
  return made;
}

const person = {
  viewer: ["read", "export", "account"],
  analyst: ["read", "export", "write", "account"],
  admin: ["read", "export", "write", "admin", "account"],
} as const;
const everything = ["read", "export", "write", "admin", "operator"];

/** Those that are nobody's, or nobody's any more. */
async function badCredentials(): Promise<Credential[]> {
  const { sql } = web.db.owner;
  const admin = await userOf("admin", { operator: true });
  const ended = await sessionOf(admin, 1, new Date(now.getTime() - 1_000));
  const idle = await sessionOf(await userOf("admin"));
  await sql`update sessions set last_seen_at = now() - interval '13 hours' where expires_at > now()`;
  const revoked = await tokenOf(admin, everything);
  await sql`update api_tokens set revoked_at = now() where id = ${revoked.id}`;
  const expired = await tokenOf(admin, everything);
  await sql`update api_tokens set expires_at = now() - interval '1 second' where id = ${expired.id}`;
  const disabled = await userOf("admin");
  const ofDisabled = [await sessionOf(disabled), tokenHeaders((await tokenOf(disabled, everything)).token)];
  await sql`update users set disabled_at = now() where id = ${disabled}`;
  const left = await userOf("admin");
  const ofLeft = await sessionOf(left);
  await sql`delete from memberships where user_id = ${left}`;
  const made = randomBytes(32).toString("base64url");
  return [
    { name: "nothing", headers: {} },
    { name: "a malformed token", headers: tokenHeaders("cti_pat_x") },
    { name: "a token of somebody's own making", headers: tokenHeaders(`cti_pat_abcdefgh_${made}`) },
    { name: "another kind of authorization", headers: { authorization: "Basic YWRtaW46YWRtaW4=" } },
    { name: "a malformed cookie", headers: browserHeaders("x") },
    { name: "a cookie of somebody's own making", headers: browserHeaders(made) },
    { name: "a session at its end", headers: ended },
    { name: "a session that was left alone", headers: idle },
    { name: "a revoked token", headers: tokenHeaders(revoked.token) },
    { name: "an expired token", headers: tokenHeaders(expired.token) },
    { name: "a session of a disabled user", headers: ofDisabled[0] ?? {} },
    { name: "a token of a disabled user", headers: ofDisabled[1] ?? {} },
    { name: "a session of somebody who has left the tenant", headers: ofLeft },
  ].map((each) => ({ ...each, who: null }));
}

async function makeCredentials(other: number): Promise<Credential[]> {
  const bad = await badCredentials();
  const good: Credential[] = [];
  for (const role of ["viewer", "analyst", "admin"] as const) {
    const scopes = person[role];
    const userId = await userOf(role);
    const ofToken = scopes.filter((scope) => scope !== "account");
    good.push({ name: `a session of a ${role}`, headers: await sessionOf(userId), who: { role, scopes } });
    // It was given more than its owner may now, and gets no more.
    const { token } = await tokenOf(userId, [...everything]);
    good.push({ name: `a token of a ${role}`, headers: tokenHeaders(token), who: { role, scopes: ofToken } });
  }
  const operator = await userOf("viewer", { operator: true });
  const scopes = [...person.viewer, "operator"];
  good.push({
    name: "a viewer who operates",
    headers: await sessionOf(operator),
    who: { role: "viewer", scopes },
  });
  const reading = await tokenOf(await userOf("admin", { operator: true }), ["read"]);
  good.push({
    name: "an admin's token that only reads",
    headers: tokenHeaders(reading.token),
    who: { role: "admin", scopes: ["read"] },
  });
  const service = await tokenOf(await userOf("analyst", { collector: true }), ["collector"]);
  good.push({
    name: "a service identity",
    headers: tokenHeaders(service.token),
    who: { role: null, scopes: ["collector"] },
  });
  const theirs = await userOf("admin", { tenantId: other });
  good.push({
    name: "an admin of another tenant",
    headers: await sessionOf(theirs, other),
    who: { role: "admin", scopes: person.admin },
  });
  return [...bad, ...good];
}

function expected({ role, scope, collector }: Route, { who }: Credential): 401 | 403 | "in" {
  if (role === "anyone") return "in";
  if (who === null) return 401;
  if (who.role === null) return collector ? "in" : 403;
  return isAtLeast(who.role, role) && scope !== null && who.scopes.includes(scope) ? "in" : 403;
}

const all = Object.entries<Route>(routes);

test.each(all)("V8.2.1 %s lets in whom its route names, and nobody else", async (name, route) => {
  const url = route.path.replaceAll(/:\w+/g, "1");
  for (const credential of credentials) {
    // A parameter that no route has: who is let in is refused for it, so that nothing is done.
    const answer = await web.app.inject({
      method: route.method,
      url: `${url}?not_a_parameter=1`,
      headers: {
        host: "127.0.0.1:8000",
        ...credential.headers,
        ...(route.body && { "content-type": route.bodyType ?? "application/json" }),
        ...(route.ifMatch && { "if-match": '"r1"' }),
      },
      ...(route.body && { payload: "{}" }),
    });
    const { statusCode } = answer;
    const got = statusCode === 401 || statusCode === 403 ? statusCode : "in";
    expect(got, `${name} for ${credential.name}: ${answer.payload}`).toBe(expected(route, credential));
    expect(statusCode, `${name} for ${credential.name}: ${answer.payload}`).toBeLessThan(500);
    expect(statusCode, `${name} for ${credential.name}: nothing was to be done`).toBeGreaterThanOrEqual(400);
  }
});

test("V8.2.1 who has to choose another password may do nothing else", async () => {
  const userId = await userOf("admin", { operator: true });
  await web.db.owner.sql`update users set must_change_password = true where id = ${userId}`;
  const headers = { host: "127.0.0.1:8000", ...(await sessionOf(userId)) };
  const mayBeAsked = new Set(["getSession", "changePassword", "logout"]);
  for (const [name, { method, path, role, body, bodyType }] of all) {
    const answer = await web.app.inject({
      method,
      url: `${path.replaceAll(/:\w+/g, "1")}?not_a_parameter=1`,
      headers: { ...headers, ...(body && { "content-type": bodyType ?? "application/json" }) },
      ...(body && { payload: "{}" }),
    });
    const isRefused =
      answer.statusCode === 403 && answer.json<{ code: string }>().code === "password_change_required";
    expect(isRefused, name).toBe(role !== "anyone" && !mayBeAsked.has(name));
  }
});

test("V3.5.1 a page of another site changes nothing with the cookie of a user", async () => {
  const headers = { host: "127.0.0.1:8000", ...(await sessionOf(await userOf("admin", { operator: true }))) };
  for (const [name, { method, path, body, bodyType }] of all.filter(([, route]) => route.method !== "GET"))
    for (const site of ["cross-site", "same-site"]) {
      const answer = await web.app.inject({
        method,
        url: path.replaceAll(/:\w+/g, "1"),
        headers: {
          ...headers,
          "sec-fetch-site": site,
          ...(body && { "content-type": bodyType ?? "application/json" }),
        },
        ...(body && { payload: "{}" }),
      });
      expect(answer.json<{ code: string }>().code, `${name} ${site}`).toBe("cross_site");
    }
});
