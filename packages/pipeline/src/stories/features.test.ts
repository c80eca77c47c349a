import { expect, test } from "vitest";

import { featuresOf } from "./features.ts";
import { MAX_PACKED_BYTES, packFeatures, unpackFeatures } from "./pack-features.ts";
import { stem } from "./stem.ts";

test("stop words, small numbers and repeated words are left out, lead and rare words come first", () => {
  const { title, terms, words } = featuresOf({
    title: "The 3 flaws in EdgeGate and CVE-2026-91427",
    text: "The EdgeGate appliance was attacked. The attackers used the EdgeGate portal on 12 systems.",
    language: "en",
    entities: [],
  });
  expect(title).toEqual(["flaws", "EdgeGate", "CVE-2026-91427"]);
  expect(terms[0]?.word).toBe("EdgeGate");
  expect(terms.map(({ word }) => word)).not.toContain("The");
  expect(terms.map(({ word }) => word)).not.toContain("12");
  expect(words).toBe(14);
});

test("inflected forms are one term", () => {
  for (const word of ["exploited", "exploits", "exploiting", "exploitation"])
    expect(stem(word, "en")).toBe("exploit");
  for (const word of ["vulnerabilite", "vulnerabilites"]) expect(stem(word, "fr")).toBe("vulnerabilit");
  expect(stem("schwachstellen", "de")).toBe(stem("schwachstelle", "de"));
  expect(stem("vulnerabilidades", "es")).toBe(stem("vulnerabilidad", "es"));
  expect(stem("apt29s", "en")).toBe("apt29s");
});

test("words of many scripts are terms: accents fold, CJK counts in pairs", () => {
  const { title } = featuresOf({
    title: "Hameçonnage ciblé 網路釣魚",
    text: "",
    language: "fr",
    entities: [],
  });
  expect(title).toEqual(["Hameçonnage", "ciblé", "網路", "路釣", "釣魚"]);
});

test("entities in the title weigh most, and long lists are cut to the same few", () => {
  const domains = Array.from({ length: 60 }, (_, at) => ({
    key: `domain:host${at}.example`,
    type: "domain" as const,
  }));
  const flaw = { key: "cve:CVE-2026-91427", type: "cve" as const };
  const make = (entities: typeof domains): string[] =>
    featuresOf({
      title: "CVE-2026-91427 in the wild",
      text: "",
      language: "en",
      entities: [...entities, flaw],
    }).entities.map(({ key }) => key);
  const keys = make(domains);
  expect(keys[0]).toBe("cve:CVE-2026-91427");
  expect(keys.length).toBeLessThan(20);
  expect(make(domains.toReversed())).toEqual(keys);
});

test("features survive packing, within their limit", () => {
  const hash = "0e32b2b69a66532222fdd9d32ab6c926edbbff5db8c6acc15d878a0cfa75a52e";
  const features = featuresOf({
    title: "Chèque volé : 網路釣魚 and EdgeGate",
    text: "Some hundred words on EdgeGate appliances, sessions and signing keys. ".repeat(20),
    language: "fr",
    entities: [
      { key: `sha256:${hash}`, type: "sha256" },
      { key: "actor:Akira", type: "actor", weight: 1 },
    ],
  });
  const packed = packFeatures(features);
  expect(packed.length).toBeLessThan(500);
  expect(unpackFeatures(packed)).toEqual(features);
});

test("what does not fit is left out, and cut or foreign bytes are refused", () => {
  const text = Array.from({ length: 900 }, (_, at) => `unpronounceablyLongWord${at}x`).join(" ");
  const entities = Array.from({ length: 100 }, (_, at) => ({
    key: `url:https://host.example/${"x".repeat(100)}${at}`,
    type: "url" as const,
  }));
  const packed = packFeatures(featuresOf({ title: text, text, language: null, entities }));
  expect(packed.length).toBeLessThanOrEqual(MAX_PACKED_BYTES);
  expect(unpackFeatures(packed).terms.length).toBeGreaterThan(5);
  expect(() => unpackFeatures(packed.subarray(0, 50))).toThrow(RangeError);
  expect(() => unpackFeatures(new Uint8Array([9, 9]))).toThrow(RangeError);
});

test("hostile strings take no longer than others", () => {
  for (const piece of ["a-1-", "ſ", "\u0300", "漢", "😀", "CVE-2026-", "-", "1".repeat(50)]) {
    const text = piece.repeat(200_000 / piece.length);
    expect(
      packFeatures(featuresOf({ title: text, text, language: "xx", entities: [] })).length,
    ).toBeGreaterThan(0);
  }
});
