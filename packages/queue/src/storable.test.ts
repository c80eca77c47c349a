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

test("logins in addresses are masked before a text is cut, and at any depth of a value", () => {
  const url = "https://ada:p@ss@feed.example/a?b=c@d";
  expect(storableText(`no answer from ${url}`)).toBe("no answer from https://********@feed.example/a?b=c@d");
  expect(storableText(`${"x".repeat(1_980)} ${url}`)).not.toContain("ada");
  expect(storableValue({ a: [{ url, note: '"x"\n' }], mail: "b@c" })).toEqual({
    a: [{ url: "https://********@feed.example/a?b=c@d", note: '"x"\n' }],
    mail: "b@c",
  });
});
