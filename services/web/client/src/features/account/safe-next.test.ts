import { expect, test } from "vitest";

import { safeNext } from "./safe-next.ts";

test("a path of the application is kept with its search", () => {
  expect(safeNext("/articles?q=actor%3AAPT29")).toBe("/articles?q=actor%3AAPT29");
});

test.each([
  undefined,
  "",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
  "\\/evil.example",
])("%s leads home", (next) => {
  expect(safeNext(next)).toBe("/");
});
