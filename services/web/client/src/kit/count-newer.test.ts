import { expect, test } from "vitest";

import { countNewer } from "./count-newer.ts";

const rows = (...ids: number[]): { id: number }[] => ids.map((id) => ({ id }));

test("rows that stand among those of the list are newer", () => {
  expect(countNewer(rows(9, 1, 8, 2), new Set([1, 2, 3]))).toEqual({ count: 2, more: false });
});

test("rows that moved up in the place of others that left are not", () => {
  expect(countNewer(rows(2, 3, 4, 5), new Set([1, 2, 3]))).toEqual({ count: 0, more: false });
});

test("where the list has none of them there may be more", () => {
  expect(countNewer(rows(7, 8), new Set([1]))).toEqual({ count: 2, more: true });
  expect(countNewer([], new Set([1]))).toEqual({ count: 0, more: false });
});
