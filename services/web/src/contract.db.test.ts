import { afterAll, beforeAll, expect, test } from "vitest";

import { type TestWeb, testWeb } from "../test/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
});
afterAll(() => web.close());

test.each([
  ["/api/sources", "/api/v1/sources"],
  ["/api/articles", "/api/v1/articles"],
  ["/api/health", "/api/v1/health"],
])("%s answers as %s does, to the same people", async (old, own) => {
  const viewer = await web.as("viewer");
  const [first, second] = [await viewer.get(`${old}?limit=1`), await viewer.get(`${own}?limit=1`)];
  expect(first.status).toBe(second.status);
  expect(Object.keys(first.body as object)).toEqual(Object.keys(second.body as object));
  expect((await (await web.as("nobody")).get(old)).status).toBe(401);
});

test("the description of the API is for everybody", async () => {
  const nobody = await web.as("nobody");
  const document = await nobody.get("/api/openapi.json");
  expect([document.status, document.body.openapi]).toEqual([200, expect.stringMatching(/^3\.1/)]);
});

test("3.3.1 3.3.3 3.3.4 the first admin signs in with a cookie that only our own https pages can use", async () => {
  const { ensureSetupToken } = await import("@cti/domain/accounts/setup");
  const fresh = await testWeb();
  try {
    const token = await ensureSetupToken(fresh.db.db, new Date());
    const nobody = await fresh.as("nobody");
    const made = await nobody.post("/api/v1/setup", {
      token,
      username: "alice",
      password: "plum orbit 92 lantern",
    });
    expect(made.status).toBeLessThan(300);
    const [cookie = ""] = [made.headers["set-cookie"]].flat();
    const [pair = "", ...flags] = String(cookie).split("; ");
    expect(pair).toMatch(/^__Host-cti=[\w-]{43}$/);
    expect(flags).toEqual(expect.arrayContaining(["Path=/", "HttpOnly", "SameSite=Strict", "Secure"]));
    expect(String(cookie)).not.toMatch(/domain/i);
    expect((await nobody.get("/api/v1/session", { cookie: pair })).status).toBe(200);
  } finally {
    await fresh.close();
  }
});
