import { expect, test } from "vitest";

import { weeksOf } from "./weeks.ts";

// A Saturday.
const now = Date.parse("2026-11-21T13:00:00Z");

test("days are put into weeks that begin on Monday, today last", () => {
  const weeks = weeksOf(
    Array.from({ length: 30 }, (_, day) => day),
    now,
  );
  expect(weeks.map(({ from, days, label }) => [from, days.length, label])).toEqual([
    ["2026-10-23", 3, "from 23 Oct"],
    ["2026-10-26", 7, "from 26 Oct"],
    ["2026-11-02", 7, "from 2 Nov"],
    ["2026-11-09", 7, "last week"],
    ["2026-11-16", 6, "this week"],
  ]);
  expect(weeks.at(-1)?.days.at(-1)).toEqual({ date: "2026-11-21", value: 29 });
  expect(weeks.reduce((all, { total }) => all + total, 0)).toBe(435);
});
