import { expect, test } from "vitest";

import { storable } from "./storable.ts";

test("NUL and halves of surrogate pairs are taken out at any depth, other values stay as they are", () => {
  const at = new Date(0);
  expect(storable({ title: "a\u0000b", links: [{ url: "x\ud800y" }], at, none: null, count: 1 })).toEqual({
    title: "ab",
    links: [{ url: "x\ufffdy" }],
    at,
    none: null,
    count: 1,
  });
});

test("names of entries are cleaned like texts", () => {
  expect(storable({ "a\u0000b": { "x\ud800y": 1 } })).toEqual({ ab: { "x\ufffdy": 1 } });
});
