import { expect, test } from "vitest";

import type { TestResult } from "./queries.ts";
import { robotsOf, stepsOf } from "./trace.ts";

function result(change: Partial<TestResult>): TestResult {
  return {
    ok: true,
    error: null,
    trace: [],
    kind: "rss",
    title: "",
    moved_to: null,
    wire_bytes: 0,
    entries: 8,
    sample: [],
    warnings: [],
    duration_ms: 120,
    ...change,
  };
}

test("each step is told in words", () => {
  const steps = stepsOf(
    result({
      trace: [
        { step: "dns", at_ms: 1, detail: { host: "a.example", addresses: ["192.0.2.1"], ms: 12 } },
        { step: "tls", at_ms: 9, detail: { protocol: "TLSv1.3", authorized: true, issuer: "R11", ms: 20.4 } },
        { step: "robots", at_ms: 10, detail: { url: "https://a.example/", allowed: true, rule: "Allow: /" } },
        { step: "status", at_ms: 30, detail: { status: 200, headers: { "content-type": "text/xml" } } },
        { step: "body", at_ms: 31, detail: { wire_bytes: 1_000, bytes: 4_000, encoding: "gzip" } },
        { step: "something", at_ms: 32, detail: { new: 1 } },
      ],
    }),
  );
  expect(steps.map(({ words }) => words)).toEqual([
    "a.example is 192.0.2.1 in 12 ms",
    "TLSv1.3, certificate of R11 in 20 ms",
    "allows it (Allow: /)",
    "HTTP 200, text/xml",
    "4.0 kB, sent as 1.0 kB gzip",
    '{"new":1}',
    "8 entries",
  ]);
  expect(steps.at(-1)?.tone).toBe("good");
});

test("what ended the test is its last step", () => {
  const refused = stepsOf(
    result({
      ok: false,
      error: { reason: "http_403", message: "It answered 403." },
      trace: [{ step: "status", at_ms: 5, detail: { status: 403, headers: {} } }],
    }),
  );
  expect(refused.map(({ name, tone }) => [name, tone])).toEqual([
    ["Answer", "bad"],
    ["Stopped", "bad"],
  ]);
  expect(stepsOf(result({ ok: false, entries: 0 })).at(-1)?.words).toBe("no entries in it");
});

test("the last word of robots.txt counts", () => {
  expect(robotsOf(result({}))).toBeNull();
  const trace = [
    { step: "robots", at_ms: 1, detail: { allowed: true, rule: null } },
    { step: "robots", at_ms: 2, detail: { allowed: false, rule: "Disallow: /x" } },
  ];
  expect(robotsOf(result({ trace }))).toEqual({ allowed: false, rule: "Disallow: /x" });
});
