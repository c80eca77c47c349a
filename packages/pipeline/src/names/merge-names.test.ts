import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import type { KnownName } from "../knowledge/known-name.ts";
import { mergeNames } from "./merge-names.ts";

const known = (
  source: string,
  type: KnownName["type"],
  names: string[],
  externalId: string | null = null,
): KnownName => ({
  type,
  value: names[0] ?? "",
  label: names[0] ?? "",
  externalId,
  aliases: names.map((name) => ({ name: name.replace("~", ""), source, ambiguous: name.endsWith("~") })),
  source,
  details: {},
});
const namesOf = ({ aliases }: KnownName): string[] =>
  aliases.map(({ name, ambiguous }) => (ambiguous ? `${name}~` : name));

test("the same id is the same thing, and the first set names it", () => {
  const merged = mergeNames([
    [known("starter", "actor", ["APT28", "Fancy Bear"], "G0007")],
    [known("attack", "actor", ["Sofacy", "Sednit"], "G0007")],
  ]);
  expect(merged).toHaveLength(1);
  expect(merged[0]).toMatchObject({ value: "APT28", source: "starter" });
  expect(merged[0]?.aliases.map(({ name, source }) => `${name} ${source}`)).toEqual([
    "APT28 starter",
    "Fancy Bear starter",
    "Sofacy attack",
    "Sednit attack",
  ]);
});

test("a canonical name among another source's names is the same thing, however it is spelled", () => {
  const merged = mergeNames([
    [known("starter", "ransomware", ["BlackCat", "ALPHV"])],
    [known("misp-galaxy malpedia", "malware", ["Black-Cat", "Noberus"])],
    [known("misp-galaxy tool", "tool", ["Noberus"])],
  ]);
  expect(merged.map(({ type, value }) => [type, value])).toEqual([["ransomware", "BlackCat"]]);
});

test("an actor and a malware of one name stay two things", () => {
  const merged = mergeNames([[known("a", "actor", ["Turla"])], [known("b", "malware", ["Turla"])]]);
  expect(merged).toHaveLength(2);
});

test("two ids are two things whatever their names", () => {
  const merged = mergeNames([
    [known("a", "actor", ["Dragonfly"], "G0035")],
    [known("b", "actor", ["Dragonfly"], "G0074")],
  ]);
  expect(merged).toHaveLength(2);
});

test("nothing is merged through an alias that two things claim, and who claims it last is ambiguous", () => {
  const merged = mergeNames([
    [known("a", "actor", ["Alpha One", "Shared Name"]), known("a", "actor", ["Beta Two", "Shared Name"])],
    [known("b", "actor", ["Shared Name", "Third Name"])],
  ]);
  expect(merged.map(namesOf)).toEqual([
    ["Alpha One", "Shared Name~"],
    ["Beta Two", "Shared Name~"],
    ["Shared Name", "Third Name"],
  ]);
});

test("what the starter calls ambiguous stays so", () => {
  const merged = mergeNames([
    [known("starter", "actor", ["Turla", "Snake~"])],
    [known("attack", "actor", ["Turla", "Snake"])],
  ]);
  expect(merged.map(namesOf)).toEqual([["Turla", "Snake~"]]);
});

test("`X Ransomware` is the X of its family", () => {
  const merged = mergeNames([
    [known("starter", "ransomware", ["Play~"])],
    [known("b", "ransomware", ["PLAY Ransomware", "PLAY~"])],
  ]);
  expect(merged.map(({ value }) => value)).toEqual(["Play~"]);
});

test("ten thousand names are merged in little time", () => {
  const set = (source: string): KnownName[] =>
    Array.from({ length: 5000 }, (_, index) =>
      known(source, "malware", [`Family ${index}`, `Alias${index}x`, `Other-${index}`]),
    );
  const spent = processorClock();
  expect(mergeNames([set("a"), set("b")])).toHaveLength(5000);
  expect(spent()).toBeLessThan(5000);
});
