import { expect, test } from "vitest";

import { morningOf, snoozeChoices } from "./snooze-times.ts";

test.each([
  ["a Friday", new Date(2026, 10, 20, 15), new Date(2026, 10, 23, 8)],
  ["a Sunday", new Date(2026, 10, 22, 15), new Date(2026, 10, 23, 8)],
  ["a Monday", new Date(2026, 10, 23, 7), new Date(2026, 10, 30, 8)],
])("next week begins on Monday, seen from %s", (_, now, monday) => {
  const [hours, tomorrow, week, open] = snoozeChoices(now);
  expect(hours?.until).toEqual(new Date(now.getTime() + 14_400_000));
  expect(tomorrow?.until).toEqual(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8));
  expect(week?.until).toEqual(monday);
  expect(open?.until).toBeNull();
});

test("a day is read as its morning", () => {
  expect(morningOf("2026-12-24")).toEqual(new Date(2026, 11, 24, 8));
  expect(morningOf("")).toBeNull();
});
