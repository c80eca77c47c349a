import { expect, test } from "vitest";

import { compareTexts } from "./containment.ts";
import { bandsOf, estimate, leadBandOf, signatureOf } from "./minhash.ts";

test("equal words give equal signatures, whatever case, accents, width and punctuation", () => {
  const signature = signatureOf("Emotet is back: don't panic, Élise.");
  expect(signature).toHaveLength(128);
  expect(signatureOf("ＥＭＯＴＥＴ  is back — don't\npanic Elise")).toEqual(signature);
});

test("the estimate is close to the true similarity", () => {
  const words = numbered(600, 0);
  let error = 0;
  const shares = [0, 0.02, 0.05, 0.1, 0.2, 0.4];
  for (const share of shares) {
    const other = words
      .map((word, at) => (at % 1000 < 1000 * share && at % 2 ? `other${at}` : word))
      .toSorted(stay);
    const [a, b] = [words.join(" "), other.join(" ")];
    const difference = Math.abs(estimate(signatureOf(a), signatureOf(b)) - compareTexts(a, b).similarity);
    expect(difference).toBeLessThan(0.17);
    error += difference;
  }
  expect(error / shares.length).toBeLessThan(0.06);
});

test("near texts share a band, unrelated ones none", () => {
  const words = numbered(300, 0);
  const near = words.map((word, at) => (at % 40 === 0 ? `other${at}` : word));
  expect(sharedBands(words.join(" "), near.join(" "))).toBeGreaterThan(5);
  expect(sharedBands(words.join(" "), numbered(300, 5000).join(" "))).toBe(0);
});

test("an excerpt shares the band of the lead", () => {
  const words = numbered(400, 0);
  expect(leadBandOf(words.slice(0, 60).join(" "))).toEqual(leadBandOf(words.join(" ")));
  expect(leadBandOf("Only a few words")).toHaveLength(0);
});

test("texts of a few words, or none, have signatures too, but nothing has no bands", () => {
  expect(estimate(signatureOf("Emotet"), signatureOf("emotet"))).toBe(1);
  expect(bandsOf(signatureOf("Emotet"))).toHaveLength(32);
  expect(bandsOf(signatureOf(" … "))).toHaveLength(0);
  expect(estimate(signatureOf(""), signatureOf(""))).toBe(0);
});

test("CJK texts are compared by their characters", () => {
  const text = "網路釣魚攻擊者利用偽造的驗證碼頁面誘騙受害者執行惡意指令並竊取憑證";
  expect(estimate(signatureOf(text), signatureOf(`${text}。今天`))).toBeGreaterThan(0.7);
});

function sharedBands(a: string, b: string): number {
  const known = new Set(bandsOf(signatureOf(a)));
  return bandsOf(signatureOf(b)).filter((band) => known.has(band)).length;
}

function numbered(count: number, from: number): string[] {
  return Array.from({ length: count }, (_, at) => `word${(from + at) * 7919}`);
}

function stay(): number {
  return 0;
}
