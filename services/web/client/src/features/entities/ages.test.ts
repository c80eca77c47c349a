import { expect, test } from "vitest";

import { sinceAge } from "./ages.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

test.each([
  ["24h", "2026-11-20T12:00:00.000Z"],
  ["7d", "2026-11-14T12:00:00.000Z"],
  ["2w", "2026-11-07T12:00:00.000Z"],
  ["2026-11-01", "2026-11-01T00:00:00.000Z"],
])("%s means since %s", (age, since) => {
  expect(sinceAge(age, now)).toEqual({ since });
});

test("what is no time asks for nothing", () => {
  expect([undefined, "", "soon", "99999d"].map((age) => sinceAge(age, now))).toEqual([{}, {}, {}, {}]);
});
