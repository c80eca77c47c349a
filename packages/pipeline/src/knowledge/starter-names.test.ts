import { expect, test } from "vitest";

import { ATTACK_ID } from "./known-name.ts";
import { parseRows } from "./read-rows.ts";
import { starterBehaviours, starterLolbins, starterNames, starterOrdinaryWords } from "./starter-names.ts";

test("rows are parted at bars that stand alone; comments and dashes are nothing", () => {
  expect(parseRows("# a comment\n\nAPT28 | - | Fancy Bear; A|B |\n", "actors.txt")).toEqual([
    ["APT28", "", "Fancy Bear; A|B", ""],
  ]);
});

test("a row with too few fields is told with its line", () => {
  expect(() => parseRows("one\ntwo | 2", "x.txt", 2)).toThrow(/x\.txt line 1/);
});

test("every name of the starter has a canonical alias, an id of the right form and no mark left over", () => {
  const names = starterNames();
  expect(names.length).toBeGreaterThan(500);
  const ids = names.filter(({ type }) => type !== "cve").flatMap(({ externalId }) => externalId ?? []);
  expect(ids.filter((id) => !ATTACK_ID.test(id))).toEqual([]);
  const spellings = names.flatMap(({ value, aliases }) => [value, ...aliases.map(({ name }) => name)]);
  expect(spellings.filter((name) => name === "" || /~|\|/.test(name))).toEqual([]);
});

test("behaviours and programs name techniques", () => {
  for (const { technique, phrases } of starterBehaviours()) {
    expect(technique).toMatch(ATTACK_ID);
    expect(phrases.length).toBeGreaterThan(0);
  }
  for (const { techniques } of starterLolbins())
    for (const technique of techniques) expect(technique).toMatch(ATTACK_ID);
});

test("ordinary words are in lower case", () => {
  for (const word of starterOrdinaryWords()) expect(word).toBe(word.toLowerCase());
});
