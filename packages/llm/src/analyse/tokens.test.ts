import { expect, test } from "vitest";

import { estimateTokens, tokenOffsets } from "./tokens.ts";

test("English prose takes a token for 3.3 characters or fewer", () => {
  const text = "The attackers sent invoices to shipping firms and waited for weeks ";
  const tokens = estimateTokens(text);
  expect(text.length / tokens).toBeLessThanOrEqual(3.31);
  expect(text.length / tokens).toBeGreaterThan(2.8);
});

test("hashes and addresses take a token for fewer than two characters", () => {
  for (const value of ["203.0.113.77", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    expect(value.length / estimateTokens(value), value).toBeLessThan(2);
});

test("CJK takes a token per character, other scripts and emoji more", () => {
  expect(estimateTokens("攻撃者は請求書を送った")).toBeGreaterThanOrEqual(11);
  expect(estimateTokens("هجوم")).toBeGreaterThanOrEqual(8);
  expect(estimateTokens("🦊")).toBeGreaterThanOrEqual(4);
});

test("the beginnings of a text never take fewer tokens than shorter ones", () => {
  const text = "Ünïcode 攻 T1059.001\u0000\ud800 C:\\Users\\x 0x1f";
  const offsets = tokenOffsets(text);
  expect(offsets).toHaveLength(text.length + 1);
  for (let at = 1; at <= text.length; at += 1) expect(offsets[at]).toBeGreaterThan(offsets[at - 1] ?? 0);
  expect(estimateTokens("")).toBe(0);
});
