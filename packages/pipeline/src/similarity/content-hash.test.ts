import { expect, test } from "vitest";

import { contentHash } from "./content-hash.ts";

test("white space, punctuation, case and compatibility forms do not change the hash", () => {
  const hash = contentHash("Emotet is back: don't panic.");
  expect(hash).toMatch(/^[0-9a-f]{64}$/u);
  expect(contentHash("  EMOTET\n is\u00A0ba\u00ADck — don’t \tpanic")).toBe(hash);
  expect(contentHash("Ｅmotet is back don't panic")).toBe(hash);
});

test("other words give another hash", () => {
  expect(contentHash("Emotet is back")).not.toBe(contentHash("Emotet was back"));
});
