import { afterAll, beforeAll, expect, test } from "vitest";

import { type TestAnswer, type TestWeb, testWeb } from "../test/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb({ rateLimit: 400 });
});
afterAll(() => web.close());

const address = "/api/v1/policy-reports";

async function send(body: string, type: string, from = "192.0.2.7"): Promise<TestAnswer> {
  const nobody = await web.as("nobody");
  return nobody.ask("POST", address, { body, headers: { "content-type": type }, from });
}

const logged = (): Record<string, unknown>[] =>
  web.logged
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => String(line["msg"]).includes("content security policy"));

test("3.4.7 what a browser reports is one line of the log, with fields and without queries", async () => {
  const before = logged().length;
  const old = {
    "csp-report": {
      "document-uri": "https://cti.example.org/stories/1?q=secret",
      "violated-directive": "script-src-elem",
      "blocked-uri": "https://evil.test/x.js?token=secret",
      "line-number": 7,
      "source-file": "https://cti.example.org/assets/app.js",
      "script-sample": "alert(1)",
    },
  };
  expect((await send(JSON.stringify(old), "application/csp-report")).status).toBe(204);
  const body = {
    documentURL: "https://cti.example.org/",
    effectiveDirective: "require-trusted-types-for",
    blockedURL: "trusted-types-sink",
  };
  const many = Array.from({ length: 9 }, () => ({ type: "csp-violation", body }));
  expect((await send(JSON.stringify(many), "application/reports+json")).status).toBe(204);
  const [first, second, ...more] = logged().slice(before);
  expect(more).toEqual([]);
  expect(first).toMatchObject({
    told: 1,
    reports: [
      {
        directive: "script-src-elem",
        blocked: "https://evil.test/x.js",
        page: "https://cti.example.org/stories/1",
        source: "https://cti.example.org/assets/app.js",
        line: 7,
      },
    ],
  });
  expect(JSON.stringify(first)).not.toMatch(/secret|alert/);
  expect(second).toMatchObject({ told: 9 });
  expect(second?.["reports"]).toHaveLength(5);
});

test("3.4.7 what is no report is refused or ignored, and no long or broken text reaches the log", async () => {
  const before = logged().length;
  expect((await send("{", "application/csp-report")).status).toBe(400);
  expect((await send("<xml/>", "text/xml")).status).toBe(415);
  expect((await send(`"${"x".repeat(20_000)}"`, "application/csp-report")).status).toBe(413);
  for (const body of ["null", "1", "[]", "[null]", '"x"', '{"csp-report":1}'])
    expect((await send(body, "application/csp-report")).status).toBe(204);
  expect(logged().slice(before)).toEqual([]);
  const hostile = { "csp-report": { "blocked-uri": `\u001b[31m\n${"y".repeat(9_000)}`, "line-number": "x" } };
  expect((await send(JSON.stringify(hostile), "application/csp-report")).status).toBe(204);
  const [line] = logged().slice(before);
  const [report] = (line?.["reports"] ?? []) as { blocked: string; line: unknown }[];
  expect(report?.blocked).toHaveLength(300);
  for (const control of ["\u001b", "\n"]) expect(report?.blocked).not.toContain(control);
  expect(report?.line).toBeNull();
});

test("3.4.7 one address can report only so often", async () => {
  const statuses = [];
  for (let at = 0; at < 22; at++)
    statuses.push((await send("{}", "application/csp-report", "192.0.2.99")).status);
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 204));
  expect(statuses.at(-1)).toBe(429);
});

test("no other address takes the bodies of reports", async () => {
  const analyst = await web.as("analyst");
  const headers = { "content-type": "application/csp-report" };
  expect((await analyst.ask("POST", "/api/v1/watchlists", { body: "{}", headers })).status).toBe(415);
});
