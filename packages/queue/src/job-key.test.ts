import { expect, test } from "vitest";

import { newKey } from "./job-key.ts";

test("keys sort by when they were made: within a millisecond, when it is full, and after a clock was set back", () => {
  const start = Date.now();
  const keys = [
    ...Array.from({ length: 50_000 }, () => newKey(start)),
    newKey(start - 60_000),
    newKey(start + 5),
    newKey(start + 6),
  ];
  expect(keys.toSorted()).toEqual(keys);
  expect(new Set(keys).size).toBe(keys.length);
});
