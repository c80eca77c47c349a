import { expect, test } from "vitest";

import {
  headerOf,
  locationOf,
  maxAgeOf,
  notableHeaders,
  retryAfterOf,
  validatorOf,
} from "./response-headers.ts";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Thu, 01 Jan 2026 12:01:00 GMT", 60_000],
  ["Thu, 01 Jan 2026 11:00:00 GMT", 0],
  ["tomorrow", null],
  ["-5", null],
  ["99999999999999999999", null],
])("Retry-After %j is %s ms", (value, expected) => {
  expect(retryAfterOf({ "retry-after": value }, now)).toBe(expected);
});

test.each([
  [{ "cache-control": "public, max-age=600" }, 600_000],
  [{ "cache-control": "max-age=600, no-cache" }, 0],
  [{ "cache-control": "no-store" }, 0],
  [{ "cache-control": "s-maxage=5" }, null],
  [{ "cache-control": "max-age=999999999999" }, 31_536_000_000],
  [{ expires: "Thu, 01 Jan 2026 13:00:00 GMT", date: "Thu, 01 Jan 2026 12:30:00 GMT" }, 1_800_000],
  [{ expires: "Thu, 01 Jan 2026 11:00:00 GMT" }, 0],
  [{ expires: "0" }, null],
  [{}, null],
])("%j is fresh for %s ms", (headers, expected) => {
  expect(maxAgeOf(headers, now)).toBe(expected);
});

test("validators are kept only when they can be sent back", () => {
  expect(validatorOf({ etag: 'W/"abc"' }, "etag")).toBe('W/"abc"');
  expect(validatorOf({ etag: '"a\u0001b"' }, "etag")).toBeNull();
  expect(validatorOf({ etag: "é" }, "etag")).toBeNull();
  expect(validatorOf({ etag: "x".repeat(2000) }, "etag")).toBeNull();
  expect(validatorOf({ etag: ['"a"', '"b"'] }, "etag")).toBeNull();
});

test("a Location in raw UTF-8 is read as such", () => {
  expect(locationOf({ location: Buffer.from("/ä").toString("latin1") })).toBe("/ä");
  expect(locationOf({})).toBeNull();
});

test("header text is cleaned and cut for people", () => {
  expect(headerOf({ "content-type": "text/html\u001B[31m" }, "content-type")).toBe("text/html\uFFFD[31m");
  expect(notableHeaders({ server: "s".repeat(5000), "set-cookie": "secret" })).toEqual({
    server: `${"s".repeat(300)}…`,
  });
});
