import { expect, test } from "vitest";

import { historyUrl, readHistorySearch, readNumber, readTime } from "./history-search.ts";

test("a search survives the way through its own URL", () => {
  const query = { id: " collect:7 ", state: "failed", since: "2026-03-01T10:05", text: "a&b <c>" };
  const url = historyUrl(readHistorySearch(query), 41);
  const again = readHistorySearch(Object.fromEntries(new URL(url, "http://x").searchParams));
  expect(again).toEqual({ ...readHistorySearch(query), before: 41 });
  expect(historyUrl(readHistorySearch({}), undefined)).toBe("/history");
});

test.each([
  ["2026-03-01", "2026-03-01T00:00:00.000Z"],
  ["2026-03-01 10:05", "2026-03-01T10:05:00.000Z"],
  ["2026-03-01T10:05", "2026-03-01T10:05:00.000Z"],
  ["2026-03-01T10:05:07+02:00", "2026-03-01T08:05:07.000Z"],
  ["2026-03-01T10:05:07Z", "2026-03-01T10:05:07.000Z"],
])("%s is a time, of UTC unless it says otherwise", (text, iso) => {
  expect(readTime(text)?.toISOString()).toBe(iso);
});

test.each([
  "",
  "yesterday",
  "2026-13-01",
  "2026-03-01T99:99",
  "+012026-01-01",
  "0000-01-01",
  "0001-01-01T00:00+14:00",
  "9999-12-31T23:59-14:00",
  undefined,
  {},
  7,
])("%j is no time and does not narrow", (value) => {
  expect(readTime(value)).toBeUndefined();
});

test.each([
  ["12", 12],
  [["3", "4"], 3],
  ["0", undefined],
  ["-1", undefined],
  ["1e99", undefined],
  ["x", undefined],
])("of %j the number is %j", (value, number) => {
  expect(readNumber(value)).toBe(number);
});

test("what a query carries twice or with NUL cannot break the search", () => {
  expect(readHistorySearch({ id: ["a\u0000b", "c"], name: { x: 1 }, text: "x".repeat(9_000) })).toMatchObject(
    {
      id: "ab",
      name: undefined,
      text: "x".repeat(200),
    },
  );
});
