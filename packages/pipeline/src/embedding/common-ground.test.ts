import { expect, test } from "vitest";

import { featuresOf, type StoryFeatures } from "../stories/features.ts";
import { commonGround } from "./common-ground.ts";
import { wordSimilarity } from "./word-similarity.ts";

type Given = { title: string; text: string; language?: string; cves?: string[]; malware?: string[] };

function features({ title, text, language = "en", cves = [], malware = [] }: Given): StoryFeatures {
  const entities = [
    ...cves.map((value) => ({ key: `cve:${value}`, type: "cve" as const })),
    ...malware.map((value) => ({ key: `malware:${value}`, type: "malware" as const })),
  ];
  return featuresOf({ title, text, language, entities });
}

const harbor = features({
  title: "Harbor gateways lose certificates to a pasted web shell",
  text: "Responders found the web shell gateway-status.jsp on forty Harbor gateways. The intruders copied certificates to Fernhill storage.",
});
const portal = features({
  title: "Certificates copied from Harbor appliances",
  text: "Forty Harbor gateways had gateway-status.jsp in their portal folder; their certificates went to a bucket at Fernhill.",
});
const clinic = features({
  title: "Akira stops the clinics of a chain",
  text: "A chain of clinics moved its appointments to paper after a scheduled task began to encrypt at night.",
});

test("words that few articles have are common ground, and are told", () => {
  expect(commonGround(harbor, portal)?.sentence).toMatch(/^both speak of ".*Harbor/);
  expect(commonGround(harbor, clinic)).toBeNull();
});

test("two words are enough when one of them is written as only names are", () => {
  const text = "Whoever pressed the keys ran it. Wallets were drained.";
  const one = features({ title: "FrostPin behind a checkbox", text });
  const other = features({ title: "Merchants lose wallets", text: "The pages fetched FrostPin." });
  expect(commonGround(one, other)?.sentence).toMatch(/"FrostPin"/);
  expect(commonGround(features({ title: "Keys behind a checkbox", text }), other)).toBeNull();
});

test("a name of malware or a flaw is common ground by itself", () => {
  const one = features({ title: "Loader sold anew", text: "FrostPin is back.", malware: ["FrostPin"] });
  const other = features({ title: "Banks hit", text: "FrostPin stole sessions.", malware: ["FrostPin"] });
  expect(commonGround(one, other)).toEqual({ sentence: "both name FrostPin" });
});

test("advisories on different flaws have none, whatever else they share", () => {
  const lead = (cve: string): Given => ({
    title: `Harbor fixes ${cve} in its gateways`,
    text: `Harbor has published a fix for ${cve} in Harbor gateways with the Fernhill module. Certificates must be rotated.`,
    cves: [cve],
  });
  const [first, second] = [features(lead("CVE-2026-41001")), features(lead("CVE-2026-41777"))];
  expect(commonGround(first, second)).toBeNull();
  expect(commonGround(first, first)).toEqual({ sentence: "both name CVE-2026-41001" });
});

test("two languages are common ground enough, since their words cannot be compared", () => {
  const german = features({
    title: "Zertifikate aus Harbor-Geräten kopiert",
    text: "Einsatzkräfte fanden auf vierzig Geräten eine Webshell.",
    language: "de",
  });
  expect(commonGround(harbor, german)).toEqual({ sentence: "one is in English, the other one in German" });
  const odd = { ...german, language: "not a language!" };
  expect(commonGround(harbor, odd)?.sentence).toContain("another language");
});

test("similarity by words is highest for the same text, and orders the near before the far", () => {
  expect(wordSimilarity(harbor, harbor)).toBeGreaterThan(0.64);
  expect(wordSimilarity(harbor, portal)).toBeGreaterThan(3 * wordSimilarity(harbor, clinic));
  const empty = features({ title: "", text: "" });
  expect(wordSimilarity(empty, empty)).toBe(0);
});
