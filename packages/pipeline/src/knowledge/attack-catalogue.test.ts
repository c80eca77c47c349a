import { expect, test } from "vitest";

import { attackCatalogue } from "./attack-catalogue.ts";
import type { KnownName } from "./known-name.ts";
import { starterNames } from "./starter-names.ts";

function known(type: "technique" | "tactic", value: string, more: Partial<KnownName> = {}): KnownName {
  return {
    type,
    value,
    label: value,
    externalId: value,
    aliases: [],
    source: "attack",
    details: {},
    ...more,
  };
}

test("every technique of the starter stands in a tactic, and every sub-technique under its technique", () => {
  const { tactics, techniques } = attackCatalogue(starterNames());
  const enterprise = tactics.filter(({ domain }) => domain === "enterprise").map(({ name }) => name);
  expect(enterprise).toEqual([
    "Reconnaissance",
    "Resource Development",
    "Initial Access",
    "Execution",
    "Persistence",
    "Privilege Escalation",
    "Stealth",
    "Defense Impairment",
    "Credential Access",
    "Discovery",
    "Lateral Movement",
    "Collection",
    "Command and Control",
    "Exfiltration",
    "Impact",
  ]);
  expect(techniques.filter((each) => each.tactics.length === 0)).toEqual([]);
  expect(techniques.length).toBeGreaterThan(600);
  const shown = new Set(tactics.flatMap((tactic) => tactic.techniques));
  for (const { id, parent } of techniques) expect(shown.has(parent ?? id), id).toBe(true);
  expect(techniques.find(({ id }) => id === "T1059.001")).toMatchObject({
    name: "PowerShell",
    parent: "T1059",
    tactics: ["TA0002"],
  });
});

test("a synced bundle adds its techniques and platforms, and names tactics by their short names of any version", () => {
  const { tactics, techniques } = attackCatalogue([
    ...starterNames(),
    known("tactic", "TA0005", { label: "Defense Evasion", details: { short: "defense-evasion" } }),
    known("technique", "T1059", {
      details: { platform: "Windows; Linux", tactics: "execution; persistence" },
    }),
    known("technique", "T9999", {
      label: "New",
      details: { tactics: "defense-evasion; initial-access; unheard-of" },
    }),
    known("technique", "T9999.001", { label: "Newer", details: { platform: "IaaS", tactics: "stealth" } }),
  ]);
  expect(techniques.find(({ id }) => id === "T1059")).toMatchObject({
    name: "Command and Scripting Interpreter",
    tactics: ["TA0002"],
    platforms: ["Windows", "Linux"],
  });
  expect(techniques.find(({ id }) => id === "T9999")?.tactics).toEqual(["TA0005", "TA0001"]);
  expect(techniques.find(({ id }) => id === "T9999.001")).toMatchObject({
    parent: "T9999",
    tactics: ["TA0005"],
  });
  expect(tactics.find(({ id }) => id === "TA0001")?.techniques).toContain("T9999");
  expect(tactics.find(({ id }) => id === "TA0005")?.name).toBe("Stealth");
});

test("techniques of mobile devices and of industrial control stand in their own matrix, whatever a bundle calls its tactics", () => {
  const { tactics } = attackCatalogue([
    ...starterNames(),
    known("technique", "T9998", { details: { platform: "Android; iOS", tactics: "initial-access" } }),
    known("technique", "T0999", { details: { platform: "None", tactics: "initial-access; evasion" } }),
  ]);
  const placesOf = (id: string): string[] =>
    tactics.filter(({ techniques }) => techniques.includes(id)).map((tactic) => tactic.id);
  expect(placesOf("T9998")).toEqual(["TA0027"]);
  expect(placesOf("T0999")).toEqual(["TA0108", "TA0103"]);
  // Of the starter: a drive-by compromise of a phone is none of a desktop.
  expect(placesOf("T1456")).toEqual(["TA0027"]);
  expect(placesOf("T1189")).toEqual(["TA0001"]);
});

test("a sub-technique whose technique nobody names stands for itself", () => {
  const { tactics, techniques } = attackCatalogue([
    known("technique", "T1417.002", { details: { tactics: "TA0031" } }),
  ]);
  expect(techniques[0]?.parent).toBeNull();
  expect(tactics).toEqual([
    { id: "TA0031", name: "Credential Access", domain: "mobile", techniques: ["T1417.002"] },
  ]);
});
