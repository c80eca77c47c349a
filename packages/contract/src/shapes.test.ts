import { expect, test } from "vitest";

import { time } from "./shapes.ts";

test.each([
  [new Date("2026-03-01T10:00:00Z"), "2026-03-01T10:00:00.000Z"],
  ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"],
  // What RFC 3339 cannot say would otherwise keep a whole list from being read.
  [new Date("+010000-01-01T13:59:59Z"), "9999-12-31T23:59:59.999Z"],
  [new Date("-000043-03-15T00:00:00Z"), "0000-01-01T00:00:00.000Z"],
  [new Date(NaN), "0000-01-01T00:00:00.000Z"],
])("a time of a row is one on the wire: %s", (given, told) => {
  expect(time.parse(given)).toBe(told);
});
