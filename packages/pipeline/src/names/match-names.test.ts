import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import type { KnownName } from "../knowledge/known-name.ts";
import { createGazetteer } from "./gazetteer.ts";
import { matchNames, scanNames } from "./match-names.ts";

const known = (type: KnownName["type"], aliases: string, more: Partial<KnownName> = {}): KnownName => {
  const names = aliases.split("; ");
  const value = (names[0] ?? "").replace("~", "");
  return {
    type,
    value,
    label: value,
    externalId: null,
    source: "starter",
    details: {},
    ...more,
    aliases: names.map((name) => ({
      name: name.replace("~", ""),
      source: more.source ?? "starter",
      ambiguous: name.endsWith("~"),
    })),
  };
};

const galaxy = { source: "misp-galaxy malpedia" };
const ordinaryWords = new Set(
  "play snake first wind shield sea turtle royal mail order blue light russian".split(" "),
);
const gazetteer = createGazetteer(
  [
    known("actor", "APT29; Cozy Bear; Midnight Blizzard; Storm-0501", { externalId: "G0016" }),
    known("actor", "Sea Turtle"),
    known("actor", "Lazarus Group; Lazarus"),
    known("malware", "Agent Tesla; AgentTesla"),
    known("malware", "Cobalt Strike; Cobalt Strike Beacon", { externalId: "S0154" }),
    known("malware", "Qbot"),
    known("malware", "WINDSHIELD"),
    known("malware", "Snake~"),
    known("ransomware", "LockBit"),
    known("ransomware", "Play~; PLAY ransomware"),
    known("ransomware", "Royal~"),
    known("technique", "PowerShell; T1086", { value: "T1059.001", externalId: "T1059.001" }),
    known("technique", "PowerShell", { value: "T1086", externalId: "T1086", source: "misp-galaxy mitre" }),
    known("technique", "Clear Windows Event Logs; T1070.001", {
      value: "T1685.005",
      externalId: "T1685.005",
    }),
    known("product", "ScreenConnect"),
    known("vendor", "ConnectWise"),
    known("tool", "ConnectWise~; ScreenConnect"),
    known("tactic", "Impact~", { value: "TA0040", externalId: "TA0040" }),
    known("vendor", "Ivanti"),
    known("vendor", "AT&T"),
    known("vendor", "Juniper~"),
    known("product", "Edge~"),
    known("product", "Connect Secure; Ivanti Connect Secure"),
    known("sector", "energy~; energy companies"),
    known("sector", "water~"),
    known("sector", "telecommunications"),
    known("country", "United States; U.S.; US"),
    known("country", "Georgia~"),
    known("cve", "ProxyLogon", { value: "CVE-2021-26855" }),
    known("cve", "ProxyLogon", { value: "CVE-2021-27065" }),
    known("ransomware", "First", galaxy),
    known("ransomware", "Russian", galaxy),
    known("malware", "Emdivi", galaxy),
    known("malware", "SloppyMIO", galaxy),
    known("malware", "海莲花", galaxy),
  ],
  { ordinaryWords },
);

const found = (text: string): string[] =>
  matchNames(gazetteer, text, []).map(({ type, value, matched }) => `${type} ${value} «${matched}»`);

test.each([
  ["an alias gives the canonical name", "It was Cozy Bear.", ["actor APT29 «Cozy Bear»"]],
  [
    "any spelling counts",
    "Agent-Tesla, agent_tesla? agent tesla",
    [
      "malware Agent Tesla «Agent-Tesla»",
      "malware Agent Tesla «agent_tesla»",
      "malware Agent Tesla «agent tesla»",
    ],
  ],
  [
    "possessives and plurals count",
    "Emotet is not; Agent Tesla's server",
    ["malware Agent Tesla «Agent Tesla»"],
  ],
  [
    "a version is no part of a name",
    "Lock Bit 3.0 and LockBit3",
    ["ransomware LockBit «Lock Bit»", "ransomware LockBit «LockBit»"],
  ],
  [
    "the kind after a name is no part of it",
    "A Cobalt Strike beacon",
    ["malware Cobalt Strike «Cobalt Strike»"],
  ],
  ["short names keep their case", "Qbot, QBOT, qbot", ["malware Qbot «Qbot»", "malware Qbot «QBOT»"]],
  ["a name over a line break counts", "It loads Cobalt\nStrike.", ["malware Cobalt Strike «Cobalt\nStrike»"]],
  [
    "names stand in Chinese text without blanks",
    "使用Cobalt Strike进行攻击，恶意软件 malware 海莲花。",
    ["malware Cobalt Strike «Cobalt Strike»", "malware 海莲花 «海莲花»"],
  ],
])("%s", (_, text, expected) => expect(found(text)).toEqual(expected));

test.each([
  ["The Play ransomware group", ["ransomware Play «Play»"]],
  ["Play operators demand money.", ["ransomware Play «Play»"]],
  ["The malware was dubbed Snake.", ["malware Snake «Snake»"]],
  ["It is linked to Play, the police says.", ["ransomware Play «Play»"]],
  [
    "The groups LockBit, Play and Royal left notes.",
    ["ransomware LockBit «LockBit»", "ransomware Play «Play»", "ransomware Royal «Royal»"],
  ],
  ["We play a game. Play is fun, and a snake is an animal.", []],
  ["Ransomware hit the Royal Mail.", []],
  ["The windshield of the car, and a blue light.", []],
  ["A visit to Georgia Sea Turtle Center.", []],
])("a name that is an ordinary word needs a context: %s", (text, expected) =>
  expect(found(text)).toEqual(expected),
);

test("an ordinary word that only others than the starter know must be called what it is", () => {
  expect(found("First, the malware starts. A Russian group did it.")).toEqual([]);
  expect(found("The Russian ransomware is new.")).toEqual(["ransomware Russian «Russian»"]);
});

test("a plain name that only others know needs a text of the field", () => {
  expect(found("My friend Emdivi likes tea.")).toEqual([]);
  expect(found("The malware that they used, which is called a trojan, was Emdivi.")).toEqual([
    "malware Emdivi «Emdivi»",
  ]);
  expect(found("We met SloppyMIO.")).toEqual(["malware SloppyMIO «SloppyMIO»"]);
});

test.each([
  "https://example.com/agent-tesla/x",
  "see cobaltstrike.com or hxxp://agenttesla[.]top",
  "C:\\Users\\LockBit\\a.txt",
  "/opt/lockbit/run",
  "mail lockbit@example.org",
  "lockbit.exe and my_lockbit_rule",
])("addresses, paths and identifiers hold no names: %s", (text) => expect(found(text)).toEqual([]));

test("a slash between words and the name of a detection are no path", () => {
  expect(found("LockBit/Qbot and Trojan:Win32/LockBit.A")).toEqual([
    "ransomware LockBit «LockBit»",
    "malware Qbot «Qbot»",
    "ransomware LockBit «LockBit»",
  ]);
});

test.each([
  ["APT-41 and APT 99", ["actor APT41 «APT-41»", "actor APT99 «APT 99»"]],
  [
    "UNC3944, TA505 and FIN7 use malware",
    ["actor UNC3944 «UNC3944»", "actor TA505 «TA505»", "actor FIN7 «FIN7»"],
  ],
  ["Storm-1811, Storm-0501", ["actor Storm-1811 «Storm-1811»", "actor APT29 «Storm-0501»"]],
  ["A storm 2023 and the fin 12", []],
  [
    "G0016, S0154, T1059.001 and TA0040",
    [
      "actor APT29 «G0016»",
      "malware Cobalt Strike «S0154»",
      "technique T1059.001 «T1059.001»",
      "tactic TA0040 «TA0040»",
    ],
  ],
  ["run as t1059.001", ["technique T1059.001 «t1059.001»"]],
  ["ATT&CK: T1071.004, TA0011", ["technique T1071.004 «T1071.004»", "tactic TA0011 «TA0011»"]],
  ["The Nokia T1000 and the S1234", []],
])("numbered names: %s", (text, expected) => expect(found(text)).toEqual(expected));

test("an id that was replaced means its heir, and says so", () => {
  const [old, sub, lower] = matchNames(gazetteer, "T1086, then T1070.001 and t1070.001", []);
  expect(old).toMatchObject({
    value: "T1059.001",
    matched: "T1086",
    reasons: ["T1086 was replaced by T1059.001"],
  });
  expect(sub).toMatchObject({ value: "T1685.005", matched: "T1070.001" });
  expect(lower).toMatchObject({ value: "T1685.005", matched: "t1070.001" });
});

test("an id that nobody knows stays itself", () => {
  expect(found("The technique T1799.001 was used.")).toEqual(["technique T1799.001 «T1799.001»"]);
});

test("a program for remote control is a product where its flaws are, else a tool", () => {
  expect(found("They installed ScreenConnect.")).toEqual(["tool ConnectWise «ScreenConnect»"]);
  expect(found("A flaw in ScreenConnect; ConnectWise said so.")).toEqual([
    "product ScreenConnect «ScreenConnect»",
    "vendor ConnectWise «ConnectWise»",
  ]);
});

test("a sentence that says what a thing is speaks for its name", () => {
  expect(found("Snake is a modular backdoor for Linux.")).toEqual(["malware Snake «Snake»"]);
  expect(found("Snake is a movie that has malware in it.")).toEqual([]);
});

test("a vendor before a product is a mention of its own", () => {
  expect(found("Ivanti Connect Secure is affected.")).toEqual([
    "vendor Ivanti «Ivanti»",
    "product Connect Secure «Connect Secure»",
  ]);
});

test("vendors and products are listed like threats", () => {
  expect(found("Ivanti, Juniper and Edge are here. On the Edge of town.")).toEqual([
    "vendor Ivanti «Ivanti»",
    "vendor Juniper «Juniper»",
    "product Edge «Edge»",
  ]);
});

test("the sign in a short name counts", () => {
  expect(found("MITRE ATT&CK lists it. AT&T was hit.")).toEqual(["vendor AT&T «AT&T»"]);
});

test("sectors are named by the word after them, alone or in a list", () => {
  expect(found("the energy, water and telecommunications sectors")).toEqual([
    "sector energy «energy»",
    "sector water «water»",
    "sector telecommunications «telecommunications»",
  ]);
  expect(found("Drink water and save energy.")).toEqual([]);
});

test("countries with points keep them, ambiguous ones need a word for places", () => {
  expect(found("Targets in the U.S. and in Georgia; Georgia O'Keeffe painted.")).toEqual([
    "country United States «U.S.»",
    "country Georgia «Georgia»",
  ]);
});

test("the name of several flaws means all of them", () => {
  expect(found("known as ProxyLogon")).toEqual([
    "cve CVE-2021-26855 «ProxyLogon»",
    "cve CVE-2021-27065 «ProxyLogon»",
  ]);
});

test("a mention says where it stands, which name matched and why", () => {
  const text = "Actor | Tool\nMidnight Blizzard | LockBit";
  const row = text.indexOf("\n") + 1;
  const [mention, second] = matchNames(gazetteer, text, [
    { kind: "table", start: 0, end: row - 1, columns: null, heading: "Who" },
    { kind: "table", start: row, end: text.length, columns: ["Actor", "Tool"], heading: "Who" },
  ]);
  expect(mention).toMatchObject({
    value: "APT29",
    matched: "Midnight Blizzard",
    place: "table",
    under: "Actor",
    status: "named",
    reasons: ["alias of APT29 (starter)"],
    details: { id: "G0016" },
  });
  expect(second?.under).toBe("Tool");
  for (const { start, end, matched } of [mention, second].filter((one) => one !== undefined))
    expect(text.slice(start, end)).toBe(matched);
});

test("a gazetteer survives a clone", () => {
  const text = "APT29 used Cobalt Strike.";
  expect(matchNames(structuredClone(gazetteer), text, [])).toEqual(matchNames(gazetteer, text, []));
});

test("hostile texts take little time", () => {
  const size = 200_000;
  for (const part of [
    "Play ",
    "a.",
    "Cobalt ",
    "storm-",
    "APT29 ",
    "/emotet",
    "海莲花",
    "Play, Royal, ",
    '"Play" ',
    "LockBit.",
    "((((",
    "\ud800",
  ]) {
    const spent = processorClock();
    scanNames(gazetteer, part.repeat(size / part.length), []);
    expect(spent(), part).toBeLessThan(3000);
  }
});
