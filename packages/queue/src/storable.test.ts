import { expect, test } from "vitest";

import { storableText, storableValue } from "./storable.ts";

test("text loses NUL and halves of surrogate pairs, and is cut", () => {
  expect(storableText("a\0b\ud83dc 😀")).toBe("a\uFFFDb\uFFFDc 😀");
  expect(storableText("x".repeat(5_000))).toHaveLength(2_001);
});

test("values lose them in keys and at any depth, and keep backslashes and whole pairs", () => {
  const value = { "k\0": ["\0\0", { deep: "\udc00😀\\u0000 \\\0" }], date: new Date(0), none: undefined };
  expect(storableValue(value)).toEqual({
    "k\uFFFD": ["\uFFFD\uFFFD", { deep: "\uFFFD😀\\u0000 \\\uFFFD" }],
    date: "1970-01-01T00:00:00.000Z",
  });
});
