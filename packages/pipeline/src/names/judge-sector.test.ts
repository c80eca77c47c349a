import { expect, test } from "vitest";

import type { KnownName } from "../knowledge/known-name.ts";
import { createGazetteer } from "./gazetteer.ts";
import { matchNames } from "./match-names.ts";

const sector = (value: string, names: string): KnownName => ({
  type: "sector",
  value,
  label: value,
  externalId: null,
  source: "starter",
  details: {},
  aliases: names.split("; ").map((name) => ({
    name: name.replace("~", ""),
    source: "starter",
    ambiguous: name.endsWith("~"),
  })),
});
const gazetteer = createGazetteer(
  [
    sector("healthcare", "healthcare; hospitals; hospital"),
    sector("education", "education~; university; universities"),
    sector("government", "government~; governments~"),
    sector("defense", "defense~; defence~"),
    sector("aerospace", "aerospace"),
    sector("energy", "energy~; utilities~"),
    sector("finance", "banking~; bank; banks"),
    sector("legal", "legal~; law firms"),
  ],
  { ordinaryWords: new Set("hospitals hospital university universities bank banks law firms".split(" ")) },
);
const found = (text: string): string[] =>
  matchNames(gazetteer, text, []).map(({ value, matched }) => `${value} «${matched}»`);

test("a word that is not marked as ambiguous is a sector by itself, though it is one of every day", () => {
  expect(found("Two hospitals, a bank and a university were hit.")).toEqual([
    "healthcare «hospitals»",
    "finance «bank»",
    "education «university»",
  ]);
});

test("in a long text of another field a word of every day is no sector", () => {
  expect(found(`We met at the hospital. ${"The weather was fine that day. ".repeat(20)}`)).toEqual([]);
});

test("each sector of a pair is found", () => {
  expect(found("engineers at aerospace and defence companies")).toEqual([
    "aerospace «aerospace»",
    "defense «defence»",
  ]);
});

test("a list goes on over the nouns in it", () => {
  expect(
    found("Ransomware hit law firms, and utilities. Networks of government offices and education."),
  ).toEqual(["legal «law firms»", "energy «utilities»", "government «government»", "education «education»"]);
});

test.each([
  ["Targeted sectors: Government, Energy", ["government «Government»", "energy «Energy»"]],
  [
    "The hackers targeted governments, and education and local government.",
    ["government «governments»", "education «education»", "government «government»"],
  ],
  ["Phishing against education.", ["education «education»"]],
  ["The malware uses energy, and the government says so.", []],
])("an ambiguous word needs a word for sectors, places or targets: %s", (text, expected) =>
  expect(found(text)).toEqual(expected),
);

test.each([
  "A banking trojan took bank accounts.",
  "The University of Toronto and Stanford University studied malware.",
  "Bank of America was phished.",
])("malware, things and institutions are no sectors: %s", (text) => expect(found(text)).toEqual([]));
