import { expect, test } from "vitest";

import { KnowledgeError } from "./knowledge-error.ts";
import { readAttack } from "./read-attack.ts";

const id = (externalId: string) => [{ source_name: "mitre-attack", external_id: externalId }];

test("groups, software, techniques and tactics are read with their names", () => {
  const { version, names } = readAttack({
    type: "bundle",
    objects: [
      { type: "x-mitre-collection", x_mitre_version: "19.0" },
      {
        type: "intrusion-set",
        id: "i",
        name: "APT29",
        aliases: ["APT29", "Cozy Bear"],
        external_references: id("G0016"),
      },
      {
        type: "malware",
        id: "m",
        name: "Emotet",
        x_mitre_aliases: ["Geodo"],
        external_references: id("S0367"),
      },
      { type: "tool", id: "t", name: "PsExec", external_references: id("S0029") },
      {
        type: "attack-pattern",
        id: "a",
        name: "PowerShell",
        external_references: id("T1059.001"),
        kill_chain_phases: [{ phase_name: "execution" }],
      },
      { type: "x-mitre-tactic", id: "x", name: "Impact", external_references: id("TA0040") },
    ],
  });
  expect(version).toBe("19.0");
  expect(names.map(({ type, value, externalId }) => [type, value, externalId])).toEqual([
    ["actor", "APT29", "G0016"],
    ["malware", "Emotet", "S0367"],
    ["tool", "PsExec", "S0029"],
    ["technique", "T1059.001", "T1059.001"],
    ["tactic", "TA0040", "TA0040"],
  ]);
  expect(names[0]?.aliases.map(({ name }) => name)).toEqual(["APT29", "Cozy Bear"]);
  expect(names[3]?.details).toEqual({ tactics: "execution" });
});

test("a revoked object's names go to its heir, a deprecated one's nowhere", () => {
  const { names, replaced } = readAttack({
    type: "bundle",
    objects: [
      {
        type: "attack-pattern",
        id: "old",
        name: "PowerShell",
        revoked: true,
        external_references: id("T1086"),
      },
      {
        type: "attack-pattern",
        id: "new",
        name: "Command: PowerShell",
        external_references: id("T1059.001"),
      },
      { type: "relationship", relationship_type: "revoked-by", source_ref: "old", target_ref: "new" },
      {
        type: "malware",
        id: "gone",
        name: "Gone",
        x_mitre_deprecated: true,
        external_references: id("S0001"),
      },
    ],
  });
  expect(replaced).toEqual([
    { oldId: "T1086", newId: "T1059.001", kind: "revoked" },
    { oldId: "S0001", newId: null, kind: "deprecated" },
  ]);
  expect(names).toHaveLength(1);
  expect(names[0]?.aliases.map(({ name }) => name)).toEqual(["Command: PowerShell", "PowerShell", "T1086"]);
});

test("campaigns are left out and counted, objects without an id too", () => {
  const { names, warnings } = readAttack({
    type: "bundle",
    objects: [
      { type: "campaign", id: "c", name: "Operation X" },
      { type: "tool", id: "t", name: "Nameless" },
      { type: "tool", id: "u", name: "PsExec", external_references: id("S0029") },
    ],
  });
  expect(names).toHaveLength(1);
  expect(warnings).toHaveLength(2);
});

test("what is no bundle, or one without ATT&CK, is refused with what to take", () => {
  expect(() => readAttack("text")).toThrow(KnowledgeError);
  expect(() => readAttack({ type: "bundle" })).toThrow(/"objects"/);
  expect(() => readAttack({ type: "bundle", objects: [{ type: "indicator" }] })).toThrow(/enterprise-attack/);
});
