import { expect, test } from "vitest";

import { runsPerHour, stacked } from "./hours.ts";

const now = Date.parse("2026-11-20T12:30:00Z");

test("runs stand in the hour in which they began", () => {
  const hours = runsPerHour(
    [
      { started_at: "2026-11-20T12:10:00Z", status: "completed" },
      { started_at: "2026-11-20T12:20:00Z", status: "failed" },
      { started_at: "2026-11-20T11:59:59Z", status: "completed_with_errors" },
      { started_at: "2026-11-19T12:59:59Z", status: "completed" },
    ],
    now,
  );
  expect(hours).toHaveLength(24);
  expect(hours.at(-1)).toMatchObject({ well: 1, withErrors: 0, failed: 1 });
  expect(hours.at(-2)).toMatchObject({ well: 0, withErrors: 1 });
  expect(hours[0]?.at).toBe(Date.parse("2026-11-19T13:00:00Z") / 1_000);
  // What is older than the first hour stands nowhere.
  expect(hours.reduce((sum, { well, withErrors, failed }) => sum + well + withErrors + failed, 0)).toBe(3);
});

test("a stack ends with the sum", () => {
  expect(
    stacked([
      [1, 0],
      [2, 3],
      [0, 1],
    ]),
  ).toEqual([
    [1, 0],
    [3, 3],
    [3, 4],
  ]);
});
