import { problemSchema } from "@cti/contract/problem";
import { afterAll, beforeAll, expect, test } from "vitest";

import { seen, testHandlers, testRoutes } from "../test/test-routes.ts";
import { type TestAnswer, type TestRole, type TestWeb, testWeb } from "../test/test-web.ts";
import { revokeSessions } from "@cti/domain/accounts/sessions";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb({}, { routes: testRoutes, handlers: testHandlers });
});
afterAll(() => web.close());

/** Status and code of a problem that is one by its schema, and names the request as its header does. */
function problemOf(answer: TestAnswer): [number, string] {
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const { status, code, request_id } = problemSchema.parse(answer.body);
  expect([answer.status, answer.headers["x-request-id"]]).toEqual([status, request_id]);
  return [status, code];
}

const pointersOf = ({ body }: TestAnswer): string[] =>
  (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

test("what was documented under another address answers there as it does under its own", async () => {
  const viewer = await web.as("viewer");
  const [old, own] = [await viewer.get("/api/health"), await viewer.get("/api/v1/health")];
  expect([old.status, old.text]).toEqual([200, own.text]);
  expect(problemOf(await viewer.post("/api/health", {}))).toEqual([405, "method_not_allowed"]);
  expect(problemOf(await viewer.ask("QUERY", "/api/health"))).toEqual([415, "unsupported_media_type"]);
});

test("a list is checked by its schema, and what that does not name is left out", async () => {
  const answer = await (await web.as("viewer")).get("/api/v1/things?limit=1&q=x");
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    items: [{ id: 1, name: "x", made_at: "2026-03-01T10:00:00.000Z", revision: 3 }],
    next_cursor: null,
  });
});

test("fields picks members of a thing and of the items of a list, and refuses unknown ones", async () => {
  const viewer = await web.as("viewer");
  const list = await viewer.get("/api/v1/things?fields=id,name&q=x");
  expect(list.body).toEqual({ items: [1, 2].map((id) => ({ id, name: "x" })), next_cursor: null });
  expect((await viewer.get("/api/v1/things/5?fields=id")).body).toEqual({ id: 5 });
  const unknown = await viewer.get("/api/v1/things?fields=id,password_hash");
  expect(problemOf(unknown)).toEqual([400, "validation_failed"]);
  expect(pointersOf(unknown)).toEqual(["#/fields"]);
});

test.each<[TestRole, string, string, number]>([
  ["nobody", "GET", "/api/v1/things", 401],
  ["viewer", "GET", "/api/v1/things", 200],
  ["viewer", "POST", "/api/v1/things", 403],
  ["analyst", "POST", "/api/v1/things", 201],
  ["analyst", "PATCH", "/api/v1/things/1", 403],
  ["admin", "PATCH", "/api/v1/things/1", 200],
  ["analyst", "DELETE", "/api/v1/things/1", 403],
  ["admin", "DELETE", "/api/v1/things/1", 403],
  ["operator", "DELETE", "/api/v1/things/1", 204],
  ["collector", "GET", "/api/v1/things/1", 200],
  ["collector", "GET", "/api/v1/things", 403],
  ["collector", "POST", "/api/v1/things", 403],
  ["nobody", "POST", "/api/v1/entry", 200],
  ["nobody", "HEAD", "/api/v1/things", 401],
  ["viewer", "GET", "/api/health", 200],
  ["nobody", "GET", "/api/health", 401],
  ["collector", "GET", "/api/health", 403],
])("8.2.1 as %s %s %s is answered with %i", async (role, method, path, status) => {
  const hasBody = method === "POST" || method === "PATCH";
  const answer = await (
    await web.as(role)
  ).ask(method, path, {
    headers: { "if-match": '"r3-x"' },
    ...(hasBody && { body: { name: "a" } }),
  });
  expect(answer.status).toBe(status);
});

test("a credential that is not good is refused, and does not keep anybody from signing in", async () => {
  const nobody = await web.as("nobody");
  for (const headers of [
    { authorization: "Basic YTpi" },
    { authorization: "Bearer cti_pat_aaaaaaaa_nothing" },
    { cookie: `__Host-cti=${"a".repeat(43)}` },
  ]) {
    const refused = await nobody.get("/api/v1/things", headers);
    expect(problemOf(refused)).toEqual([401, "unauthenticated"]);
    expect(refused.headers["www-authenticate"]).toMatch(/^Bearer/);
    const entered = await nobody.post(
      "/api/v1/entry",
      { name: "a" },
      { ...headers, "sec-fetch-site": "same-origin" },
    );
    expect(entered.status).toBe(200);
  }
});

test("a session is signed in until it is revoked", async () => {
  const viewer = await web.browser("viewer");
  expect((await viewer.get("/api/v1/things")).status).toBe(200);
  await revokeSessions(web.db.db, viewer.userId ?? 0);
  expect(problemOf(await viewer.get("/api/v1/things"))).toEqual([401, "unauthenticated"]);
});

test("who must choose another password may do nothing else", async () => {
  const admin = await web.browser("admin");
  await web.db.owner.sql`update users set must_change_password = true where id = ${admin.userId}`;
  expect(problemOf(await admin.get("/api/v1/things"))).toEqual([403, "password_change_required"]);
});

test("what is wrong with a request is told by pointers", async () => {
  const analyst = await web.as("analyst");
  const wrong = await analyst.post("/api/v1/things", { name: 5, inner: { deep: [{ a: 1 }, { a: "x" }] } });
  expect(problemOf(wrong)).toEqual([400, "validation_failed"]);
  expect(pointersOf(wrong)).toEqual(["#/name", "#/inner/deep/1/a"]);
  const query = await analyst.get("/api/v1/things?limit=999&q=1&q=2");
  expect(pointersOf(query)).toEqual(["#/limit", "#/q"]);
  expect(pointersOf(await analyst.get("/api/v1/things/abc"))).toEqual(["#/id"]);
});

test("8.2.3 members and parameters that nobody asked for are refused, however deep", async () => {
  const analyst = await web.as("analyst");
  const body = { name: "a", tenant_id: 2, inner: { deep: [{ a: 1, "x/~": 2 }], operator: true } };
  const answer = await analyst.post("/api/v1/things", body);
  expect(problemOf(answer)).toEqual([400, "validation_failed"]);
  expect(pointersOf(answer).toSorted()).toEqual(["#/inner/deep/0/x~1~0", "#/inner/operator", "#/tenant_id"]);
  expect(pointersOf(await analyst.get("/api/v1/things?admin=true"))).toEqual(["#/admin"]);
  expect(pointersOf(await analyst.get("/api/v1/things/1?tenant_id=2"))).toEqual(["#/tenant_id"]);
});

test.each([
  ["is nested without end", `{"name":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
  ["reaches into objects", '{"name":"a","__proto__":{"isAdmin":true}}'],
  ["reaches into constructors", '{"name":"a","constructor":{"prototype":{"isAdmin":true}}}'],
  ["has a NUL", '{"name":"a\\u0000b"}'],
  ["has half a character", '{"name":"a\\ud800"}'],
  ["is no JSON", "{name:1}"],
])("a body that %s is refused", async (_, body) => {
  expect(problemOf(await (await web.as("analyst")).post("/api/v1/things", body))).toEqual([
    400,
    "validation_failed",
  ]);
});

test("a body that is larger than the limit, or an address that is too long, is refused", async () => {
  const analyst = await web.as("analyst");
  const large = JSON.stringify({ name: "x".repeat(1_100_000) });
  expect(problemOf(await analyst.post("/api/v1/things", large))).toEqual([413, "payload_too_large"]);
  expect(problemOf(await analyst.get(`/api/v1/things?q=${"x".repeat(9_000)}`))).toEqual([
    414,
    "uri_too_long",
  ]);
  expect(problemOf(await analyst.get(`/api/v1/things/${"1".repeat(300)}`))).toEqual([414, "uri_too_long"]);
});

test("an unknown address is not found, and a known one names its methods", async () => {
  const viewer = await web.as("viewer");
  expect(problemOf(await viewer.get("/api/v1/nothing?x=1"))).toEqual([404, "not_found"]);
  expect((await viewer.get("/api/v1/nothing?x=1")).body.instance).toBe("/api/v1/nothing");
  const wrong = await viewer.put("/api/v1/things/1", {});
  expect(problemOf(wrong)).toEqual([405, "method_not_allowed"]);
  expect(wrong.headers["allow"]).toBe("DELETE, GET, HEAD, PATCH");
  expect(problemOf(await viewer.get("/api/v1/entry"))).toEqual([405, "method_not_allowed"]);
});

test.each([
  ["not_found", 404, "not_found"],
  ["changed", 412, "precondition_failed"],
  ["throttled", 429, "rate_limited"],
  ["lost", 503, "unavailable"],
  ["deadlock", 409, "conflict"],
  ["data", 400, "validation_failed"],
  ["bug", 500, "internal"],
  ["shape", 500, "internal"],
])("an error of the kind %s becomes %i %s", async (how, status, code) => {
  const answer = await (await web.as("viewer")).get(`/api/v1/broken/${how}`);
  expect(problemOf(answer)).toEqual([status, code]);
  expect(answer.headers["location"]).toBeUndefined();
  const isLater = status === 503 || status === 429;
  expect(Number(answer.headers["retry-after"] ?? 0) > 0).toBe(isLater);
});

test("of an error in here nothing is told, and the log has all of it under the same id", async () => {
  const answer = await (await web.as("viewer")).get("/api/v1/broken/bug");
  expect(answer.text).not.toMatch(/hunter2|internal\.|srv|TypeError|detail/);
  const line = web.logged.find((each) => each.includes(answer.body.request_id) && each.includes("hunter2"));
  expect(JSON.parse(line ?? "{}")).toMatchObject({ level: "error", route: "/api/v1/broken/:how" });
});

test("a reader that has an answer already gets 304, with the tag and the headers of every answer", async () => {
  const viewer = await web.as("viewer");
  const first = await viewer.get("/api/v1/things/5");
  const tag = String(first.headers["etag"]);
  expect(tag).toMatch(/^"r3-[\w-]{16}"$/);
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
    const again = await viewer.get("/api/v1/things/5", { "if-none-match": known });
    expect([again.status, again.text, again.headers["etag"]]).toEqual([304, "", tag]);
    expect(again.headers["content-security-policy"]).toBeDefined();
  }
  expect((await viewer.get("/api/v1/things/5", { "if-none-match": '"r2-x"' })).status).toBe(200);
  expect((await viewer.get("/api/v1/things/5?fields=id")).headers["etag"]).not.toBe(tag);
});

test("a change names the revision that it changes", async () => {
  const admin = await web.as("admin");
  const change = (tag?: string): Promise<TestAnswer> =>
    admin.patch("/api/v1/things/1", { name: "b" }, tag === undefined ? {} : { "if-match": tag });
  expect(problemOf(await change())).toEqual([428, "precondition_required"]);
  expect(problemOf(await change('"r2-abc"'))).toEqual([412, "precondition_failed"]);
  expect(problemOf(await change('"something"'))).toEqual([412, "precondition_failed"]);
  expect((await change("*")).status).toBe(200);
  const done = await change('W/"r3-abc"');
  expect([done.status, done.body.revision]).toEqual([200, 4]);
  expect(done.headers["etag"]).toMatch(/^"r4-/);
});

test("HEAD tells what GET would, without a body, and runs no stream", async () => {
  const viewer = await web.as("viewer");
  const get = await viewer.get("/api/v1/things/5");
  const head = await viewer.ask("HEAD", "/api/v1/things/5");
  expect([head.status, head.text, head.headers["etag"]]).toEqual([200, "", get.headers["etag"]]);
  expect(head.headers["content-length"]).toBe(String(get.text.length));
  const stream = await viewer.ask("HEAD", "/api/v1/things/export?endless=true");
  expect([stream.status, stream.text]).toEqual([200, ""]);
});

test("a stream is sent with its type and a harmless file name", async () => {
  const answer = await (await web.as("viewer")).get("/api/v1/things/export");
  expect([answer.status, answer.text]).toEqual([200, '{"id":1}\n{"id":3}\n']);
  expect(answer.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
  expect(answer.headers["content-disposition"]).toBe('attachment; filename="things__x_.ndjson"');
});

test("a stream that fails before its first row is a problem like any other", async () => {
  const answer = await (await web.as("viewer")).get("/api/v1/things/export?fail=first");
  expect(problemOf(answer)).toEqual([409, "conflict"]);
  expect(answer.headers["content-disposition"]).toBeUndefined();
});

test("a repetition with the same Idempotency-Key gets the first answer and does nothing", async () => {
  const analyst = await web.as("analyst");
  const before = seen.calls;
  const key = { "idempotency-key": "k-1" };
  const first = await analyst.post("/api/v1/things", { name: "once" }, key);
  const again = await analyst.post("/api/v1/things", { name: "once" }, key);
  expect(seen.calls).toBe(before + 1);
  expect([again.status, again.text]).toEqual([201, first.text]);
  for (const name of ["location", "etag"]) expect(again.headers[name]).toBe(first.headers[name]);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  expect(problemOf(await analyst.post("/api/v1/things", { name: "other" }, key))).toEqual([
    422,
    "idempotency_mismatch",
  ]);
});

test("what a handler writes to the audit log names who, from where and in which tenant", async () => {
  const tenant = await web.newTenant("blue");
  await (await web.as("analyst", { tenant })).post("/api/v1/things", { name: "audited" });
  const [row] = await web.db.owner.sql`select * from audit_log where subject = 'audited'`;
  expect(row).toMatchObject({ action: "thing.create", address: "192.0.2.7", tenant_id: String(tenant) });
  expect(row?.["actor"]).toMatch(/^analyst-/);
});

test("a redirect has its address and no body", async () => {
  const answer = await (await web.as("nobody")).get("/api/v1/leave");
  expect([answer.status, answer.text, answer.headers["location"]]).toEqual([302, "", "/"]);
});

test("several cookies of one answer are all sent", async () => {
  const answer = await (await web.as("nobody")).post("/api/v1/entry", { name: "a" });
  expect(answer.headers["set-cookie"]).toEqual(["a=1; HttpOnly", "b=2; HttpOnly"]);
  expect(answer.body).toMatchObject({ actor: "nobody", address: "192.0.2.7", is_secure: true });
});

test("answers are compressed as the client takes them, small ones not at all", async () => {
  const viewer = await web.as("viewer");
  const headers = { "accept-encoding": "br, gzip" };
  for (const [accepted, encoding] of [
    ["br, gzip", "gzip"],
    ["br", "br"],
    ["identity", undefined],
  ] as const) {
    const large = await viewer.get("/api/v1/things?limit=100", { "accept-encoding": accepted });
    expect(large.headers["content-encoding"]).toBe(encoding);
    expect(large.headers["vary"]).toBe(encoding && "accept-encoding");
  }
  expect((await viewer.get("/api/v1/things/1", headers)).headers["content-encoding"]).toBeUndefined();
});
