import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { WebSettings } from "@cti/wiring/web-settings";

import { testHandlers, testRoutes } from "../test/test-routes.ts";
import { type TestAnswer, type TestWeb, testWeb } from "../test/test-web.ts";

const table = { routes: testRoutes, handlers: testHandlers };
let web: TestWeb;
let proxied: TestWeb;
beforeAll(async () => {
  web = await testWeb({}, table);
  proxied = await testWeb({ trustedProxies: ["10.0.0.0/8"], publicUrl: "https://cti.example.net" }, table);
});
afterAll(() => Promise.all([web.close(), proxied.close()]));

/** Changed on purpose only. */
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cti; report-uri /api/v1/policy-reports; report-to policy";

/** One of each kind of answer. */
async function oneOfEach(): Promise<[string, TestAnswer][]> {
  const [nobody, analyst] = [await web.as("nobody"), await web.as("analyst")];
  const { etag = "" } = (await analyst.get("/api/v1/things/1")).headers;
  return [
    ["json", await analyst.get("/api/v1/things")],
    ["created", await analyst.post("/api/v1/things", { name: "a" })],
    ["empty", await (await web.as("operator")).delete("/api/v1/things/1")],
    ["redirect", await nobody.get("/api/v1/leave")],
    ["stream", await analyst.get("/api/v1/things/export")],
    ["304", await analyst.get("/api/v1/things/1", { "if-none-match": String(etag) })],
    ["head", await analyst.ask("HEAD", "/api/v1/things")],
    ["400", await analyst.get("/api/v1/things?limit=0")],
    ["bad address", await analyst.get("/api/v1/things/%zz")],
    ["401", await nobody.get("/api/v1/things")],
    ["403", await (await web.as("viewer")).post("/api/v1/things", { name: "a" })],
    ["404", await analyst.get("/nothing")],
    ["405", await analyst.ask("OPTIONS", "/api/v1/things")],
    ["413", await analyst.post("/api/v1/things", `"${"x".repeat(1_100_000)}"`)],
    ["421", await nobody.get("/health", { host: "evil.test" })],
    ["500", await analyst.get("/api/v1/broken/bug")],
    ["health", await nobody.get("/health/live")],
    ["openapi", await nobody.get("/api/openapi.json")],
    ["page", await nobody.get("/")],
    ["unknown file", await nobody.get("/assets/none.js")],
    ["policy report", await nobody.post("/api/v1/policy-reports", {})],
  ];
}

test("3.4.3 3.4.6 the policy is exactly ours on every class of answer", async () => {
  for (const [name, { headers }] of await oneOfEach()) {
    expect([name, headers["content-security-policy"]]).toEqual([name, csp]);
    expect([name, headers["x-content-type-options"]]).toEqual([name, "nosniff"]);
    expect([name, headers["referrer-policy"]]).toEqual([name, "no-referrer"]);
    expect([name, headers["cross-origin-opener-policy"]]).toEqual([name, "same-origin"]);
    expect([name, headers["cross-origin-resource-policy"]]).toEqual([name, "same-origin"]);
    expect([name, headers["reporting-endpoints"]]).toEqual([name, 'policy="/api/v1/policy-reports"']);
    expect([name, headers["permissions-policy"]]).toEqual([name, expect.stringContaining("camera=()")]);
    expect([name, headers["x-request-id"]]).toEqual([name, expect.stringMatching(/^[\da-f-]{36}$/)]);
  }
});

test("14.3.2 nothing may be kept on the way, and nothing tells what serves it", async () => {
  for (const [name, { headers }] of await oneOfEach()) {
    expect([name, headers["cache-control"]]).toEqual([name, "no-store"]);
    expect([name, headers["server"], headers["x-powered-by"]]).toEqual([name, undefined, undefined]);
  }
});

test("3.4.2 no other site is let in by CORS", async () => {
  const asked = { origin: "https://evil.test", "access-control-request-method": "POST" };
  const preflight = await (await web.as("nobody")).ask("OPTIONS", "/api/v1/things", { headers: asked });
  expect(preflight.status).toBe(405);
  const read = await (await web.browser("viewer")).get("/api/v1/things", { origin: "https://evil.test" });
  for (const { headers } of [preflight, read])
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("3.4.1 https is demanded for the future only by an answer over https", async () => {
  const forwarded = { "x-forwarded-proto": "https", host: "cti.example.net" };
  const ask = async (from: string, headers: Record<string, string>): Promise<unknown> =>
    (await (await proxied.as("nobody")).ask("GET", "/health/live", { from, headers })).headers[
      "strict-transport-security"
    ];
  expect(await ask("10.1.2.3", forwarded)).toBe("max-age=31536000; includeSubDomains");
  expect(await ask("10.1.2.3", { host: "cti.example.net" })).toBeUndefined();
  expect(await ask("192.0.2.7", forwarded)).toBeUndefined();
});

test("4.1.3 what proxies write is believed of trusted ones only", async () => {
  const lies = {
    "x-forwarded-for": "198.51.100.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "cti.example.net",
    host: "192.0.2.1",
  };
  const enter = async (service: TestWeb, from: string, headers: Record<string, string>): Promise<unknown> =>
    (await (await service.as("nobody")).ask("POST", "/api/v1/entry", { body: { name: "a" }, from, headers }))
      .body;
  expect(await enter(proxied, "10.1.2.3", lies)).toMatchObject({ address: "198.51.100.9", is_secure: true });
  for (const [service, from] of [
    [proxied, "192.0.2.7"],
    [web, "10.1.2.3"],
  ] as const)
    expect(await enter(service, from, lies)).toMatchObject({ address: from, is_secure: false });
  const long = { ...lies, "x-forwarded-for": "6.6.6.6, 198.51.100.9, 10.9.9.9" };
  expect(await enter(proxied, "10.1.2.3", long)).toMatchObject({ address: "198.51.100.9" });
  const odd = { ...lies, "x-forwarded-for": "<script>" };
  expect(await enter(proxied, "10.1.2.3", odd)).toMatchObject({ address: "10.1.2.3" });
  const other = { ...lies, "x-forwarded-host": "evil.test" };
  expect(await enter(proxied, "10.1.2.3", other)).toMatchObject({ code: "misdirected" });
});

test.each(["evil.test", "evil.test:8000", "127.0.0.1.evil.test", "a b", "localhost@evil.test"])(
  "the Host %s is not ours",
  async (host) => {
    const answer = await (await web.as("viewer")).get("/api/v1/things", { host });
    expect([answer.status, answer.body.code]).toEqual([421, "misdirected"]);
  },
);

test.each([
  "localhost:8000",
  "127.0.0.1",
  "[::1]:8000",
  "cti.example.org",
  "CTI.example.org.",
  "192.0.2.50:8000",
])("the Host %s is ours", async (host) => {
  expect((await (await web.as("viewer")).get("/api/v1/things", { host })).status).toBe(200);
});

const foreign: [string, Record<string, string>][] = [
  ["says cross-site", { "sec-fetch-site": "cross-site" }],
  ["says same-site", { "sec-fetch-site": "same-site" }],
  ["says cross-site with our origin", { "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:8000" }],
  ["has another origin", { origin: "https://evil.test" }],
  ["has the origin of another port", { origin: "http://127.0.0.1:9999" }],
  ["has no origin", {}],
  ["has the origin null", { origin: "null" }],
];

test.each(foreign)("3.5.1 a change with a cookie whose browser %s is refused", async (_, headers) => {
  const { cookie = "" } = (await web.browser("analyst")).headers;
  const nobody = await web.as("nobody");
  for (const [method, path] of [
    ["POST", "/api/v1/things"],
    ["PATCH", "/api/v1/things/1"],
    ["DELETE", "/api/v1/things/1"],
    ["POST", "/api/v1/entry"],
  ] as const) {
    const answer = await nobody.ask(method, path, { body: { name: "a" }, headers: { cookie, ...headers } });
    expect([answer.status, answer.body.code]).toEqual([403, "cross_site"]);
  }
});

test("3.5.1 a change with a cookie from our own page is done, also where the browser only names its origin", async () => {
  const { cookie = "" } = (await web.browser("analyst")).headers;
  const nobody = await web.as("nobody");
  for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: "http://127.0.0.1:8000" }])
    expect((await nobody.post("/api/v1/things", { name: "a" }, { cookie, ...headers })).status).toBe(201);
});

test("3.5.1 a token is taken from anywhere, for no browser adds it by itself", async () => {
  const analyst = await web.as("analyst");
  const headers = { origin: "https://elsewhere.test", "sec-fetch-site": "cross-site" };
  expect((await analyst.post("/api/v1/things", { name: "a" }, headers)).status).toBe(201);
});

test.each([
  ["application/x-www-form-urlencoded", "name=a"],
  ["multipart/form-data; boundary=x", "--x--"],
  ["text/plain", '{"name":"a"}'],
  ["text/plain; a=application/json", '{"name":"a"}'],
  ["application/json; charset=utf-16", '{"name":"a"}'],
  ["text/x-opml", "<opml/>"],
  ["", '{"name":"a"}'],
])("3.5.2 4.1.1 a body that says it is %s is refused", async (type, body) => {
  const browser = await web.browser("analyst");
  const answer = await browser.post("/api/v1/things", body, { "content-type": type });
  expect([answer.status, answer.body.code]).toEqual([415, "unsupported_media_type"]);
});

test("3.5.3 no read of the contract's is more than a read", async () => {
  const rows = async (): Promise<unknown> =>
    (await web.db.owner.sql`select count(*) from audit_log`)[0]?.["count"];
  const before = await rows();
  const browser = await web.browser("operator");
  for (const { path, method } of Object.values(testRoutes))
    if (method === "GET") await browser.get(path.replace(":id", "1").replace(":how", "shape"));
  expect(await rows()).toBe(before);
});

test("4.1.1 every answer with a body names its type and its characters", async () => {
  const withBody = (await oneOfEach()).filter(([, { text }]) => text !== "");
  const types = withBody.map(([name, { headers }]) => `${name}: ${String(headers["content-type"])}`);
  expect(types.filter((type) => !type.endsWith("; charset=utf-8"))).toEqual([]);
});

test("14.2.1 a token in an address is refused wherever it stands, and is in no log", async () => {
  const token = (await web.as("analyst")).headers["authorization"]?.replace("Bearer ", "") ?? "";
  for (const path of [`/api/v1/things?token=${token}`, `/api/v1/things?q=${token}`, `/${token}`]) {
    const answer = await (await web.as("nobody")).get(path);
    expect(answer.status).toBe(400);
  }
  await (await web.as("analyst")).get("/api/v1/things");
  expect(web.logged.join("")).not.toContain(token.slice(20));
});

test("16.4.1 a log line is one line whatever a request holds, and has no query, body or credential", async () => {
  const analyst = await web.as("analyst");
  const browser = await web.browser("analyst");
  await analyst.get("/api/v1/things?q=forged%0a%7B%22level%22", { "x-request-id": "a b\u001b[31m" });
  await browser.post("/api/v1/things", { name: "in the body" }, { "x-request-id": "mine-1" });
  for (const line of web.logged) expect(() => JSON.parse(line) as unknown).not.toThrow();
  const all = web.logged.join("");
  expect(all).not.toMatch(/forged|in the body|\[31m|Bearer|__Host/);
  expect(all).not.toContain(browser.headers["cookie"]);
  const line = web.logged.find((each) => each.includes('"mine-1"'));
  expect(JSON.parse(line ?? "{}")).toMatchObject({
    level: "debug",
    method: "POST",
    route: "/api/v1/things",
    status: 201,
    principal: expect.stringMatching(/^session:\d+$/) as string,
    client_request_id: "mine-1",
  });
});

test("health tells everybody how it is, and those who are signed in what it is", async () => {
  const nobody = await web.as("nobody");
  for (const path of ["/health", "/health/ready", "/health/live", "/api/health/live"]) {
    const { status, text } = await nobody.get(path);
    expect([status, text]).toEqual([200, expect.not.stringMatching(/db\.internal|1\.2\.3/)]);
  }
  expect((await (await web.as("viewer")).get("/health")).text).toContain("db.internal");
  const local = await nobody.ask("GET", "/health", { from: "127.0.0.1" });
  expect(local.text).toContain("db.internal");
  const through = await nobody.ask("GET", "/health", {
    from: "127.0.0.1",
    headers: { "x-forwarded-for": "198.51.100.9" },
  });
  expect(through.text).not.toContain("db.internal");
});

test("a login in the address of a source is told by health to operators alone", async () => {
  const { health } = web.deps;
  const failing = { url: "https://reader:hunter2@feeds.test/rss?key=hunter2", at: new Date(0) };
  const report = vi.spyOn(health, "report").mockResolvedValue({
    ...(await health.report()),
    components: {
      sources: {
        status: "degraded",
        message: `${failing.url} answered 500`,
        details: { worst: [failing] },
        timestamp: "2026-03-01T00:00:00.000Z",
      },
    },
  });
  const local = await (await web.as("nobody")).ask("GET", "/health", { from: "127.0.0.1" });
  for (const { text } of [local, await (await web.as("admin")).get("/health")]) {
    expect(text).toContain("feeds.test/rss");
    expect(text).not.toContain("hunter2");
  }
  expect((await (await web.as("operator")).get("/health")).text).toContain("hunter2");
  report.mockRestore();
});

test("metrics are for this machine and for operators", async () => {
  const from = async (
    who: TestWeb["as"],
    role: "nobody" | "admin" | "operator",
    address: string,
  ): Promise<number> => (await (await who(role)).ask("GET", "/metrics", { from: address })).status;
  expect(await from(web.as, "nobody", "192.0.2.7")).toBe(401);
  expect(await from(web.as, "admin", "192.0.2.7")).toBe(403);
  expect(await from(web.as, "operator", "192.0.2.7")).toBe(200);
  expect(await from(web.as, "nobody", "127.0.0.1")).toBe(200);
});

async function limited(settings: Partial<WebSettings>, work: (web: TestWeb) => Promise<void>): Promise<void> {
  const service = await testWeb(settings, table);
  try {
    await work(service);
  } finally {
    await service.close();
  }
}

test("2.4.1 who asks too often is told when to come back, and nobody else is", async () => {
  await limited({ rateLimit: 8, loginLimit: 2 }, async (service) => {
    const [viewer, analyst, nobody] = [
      await service.as("viewer"),
      await service.as("analyst"),
      await service.as("nobody"),
    ];
    for (let at = 0; at < 8; at++) {
      const { status, headers } = await viewer.get("/api/v1/things/1");
      expect([status, headers["ratelimit-limit"], headers["ratelimit-remaining"]]).toEqual([
        200,
        "8",
        String(7 - at),
      ]);
    }
    const refused = await viewer.get("/api/v1/things/1");
    expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await analyst.get("/api/v1/things/1")).status).toBe(200);
    // A search counts for both, and its own limit is the tighter one.
    for (const status of [200, 200, 429]) expect((await analyst.get("/api/v1/things")).status).toBe(status);
    for (const status of [200, 200, 429])
      expect((await nobody.post("/api/v1/entry", { name: "a" })).status).toBe(status);
  });
});

test("2.4.1 guesses at credentials count for the address that they come from", async () => {
  await limited({ rateLimit: 3 }, async (service) => {
    const nobody = await service.as("nobody");
    const statuses: number[] = [];
    for (let at = 0; at < 5; at++)
      statuses.push((await nobody.get("/api/v1/things/1", { authorization: `Bearer cti_pat_${at}` })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await nobody.get("/nothing")).status).toBe(429);
    expect((await (await service.as("viewer")).get("/api/v1/things/1")).status).toBe(200);
  });
});

test("3.3.1 a plain cookie counts only where plain HTTP is allowed", async () => {
  const { cookie = "" } = (await web.browser("viewer")).headers;
  const plain = { cookie: cookie.replace("__Host-cti", "cti") };
  expect((await (await web.as("nobody")).get("/api/v1/things/1", plain)).status).toBe(401);
  await limited({ insecureHttp: true }, async (service) => {
    const kept = (await service.browser("viewer")).headers["cookie"]?.replace("__Host-cti", "cti") ?? "";
    expect((await (await service.as("nobody")).get("/api/v1/things/1", { cookie: kept })).status).toBe(200);
  });
});

test("a list that is searched counts as a search, and one that is not does not", async () => {
  const service = await testWeb({ rateLimit: 8 });
  const viewer = await service.as("viewer");
  for (const status of [200, 200, 429])
    expect((await viewer.get("/api/v1/articles?q=ransomware")).status).toBe(status);
  for (const status of [200, 200, 200]) expect((await viewer.get("/api/v1/articles")).status).toBe(status);
  await service.close();
});
