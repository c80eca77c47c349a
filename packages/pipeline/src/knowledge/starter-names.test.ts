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
  for (const { techniques, arguments: suspicious } of starterLolbins())
    for (const technique of [...techniques, ...suspicious.flatMap((argument) => argument.techniques)])
      expect(technique).toMatch(ATTACK_ID);
});

test("behaviours and arguments propose only techniques that the starter knows, and none that was replaced", () => {
  const current = new Set(starterNames().flatMap(({ type, value }) => (type === "technique" ? [value] : [])));
  const proposed = [
    ...starterBehaviours().map(({ technique }) => technique),
    ...starterLolbins().flatMap(({ arguments: suspicious }) =>
      suspicious.flatMap(({ techniques }) => techniques),
    ),
  ];
  expect([...new Set(proposed)].filter((technique) => !current.has(technique))).toEqual([]);
});

test("an argument of a program may speak for another technique, or for one more", () => {
  const certutil = starterLolbins().find(({ binary }) => binary === "certutil.exe");
  const rundll32 = starterLolbins().find(({ binary }) => binary === "rundll32.exe");
  expect(certutil?.arguments).toContainEqual({ text: "-urlcache", techniques: ["T1105"] });
  expect(certutil?.arguments).toContainEqual({ text: "-decode", techniques: ["T1140"] });
  expect(rundll32?.arguments).toContainEqual({ text: "MiniDump", techniques: ["T1218.011", "T1003.001"] });
});

test("ids that were replaced are names of one heir", () => {
  const ids = starterNames().flatMap(({ type, value, aliases }) =>
    type === "technique"
      ? aliases.flatMap(({ name }) => (ATTACK_ID.test(name) ? [`${name} ${value}`] : []))
      : [],
  );
  expect(ids).toContain("T1086 T1059.001");
  expect(ids).toContain("T1070.001 T1685.005");
  expect(new Set(ids.map((id) => id.split(" ")[0])).size).toBe(ids.length);
});

test.each([
  ["Havoc", "malware"],
  ["Remcos", "tool"],
  ["Brute Ratel C4", "tool"],
  ["Cobalt Strike", "malware"],
  ["Autoruns", "tool"],
  ["UNC6040", "actor"],
  ["Volexity", "vendor"],
])("%s is a %s", (name, type) => {
  expect(starterNames().find(({ value }) => value === name)?.type).toBe(type);
});

test("ordinary words are in lower case", () => {
  for (const word of starterOrdinaryWords()) expect(word).toBe(word.toLowerCase());
});
