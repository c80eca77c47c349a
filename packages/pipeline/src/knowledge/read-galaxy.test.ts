import { expect, test } from "vitest";

import { KnowledgeError } from "./knowledge-error.ts";
import { readGalaxy } from "./read-galaxy.ts";

test("an id at the end of a value becomes the external id", () => {
  const galaxy = readGalaxy({
    type: "mitre-intrusion-set",
    name: "Intrusion Set",
    version: 40,
    values: [{ value: "APT29 - G0016", uuid: "a", meta: { external_id: "G0016", synonyms: ["Cozy Bear"] } }],
  });
  expect(galaxy).toMatchObject({ name: "Intrusion Set", version: "40", warnings: [] });
  expect(galaxy.names).toHaveLength(1);
  expect(galaxy.names[0]).toMatchObject({ type: "actor", value: "APT29", externalId: "G0016" });
  expect(galaxy.names[0]?.aliases.map(({ name }) => name)).toEqual(["APT29", "Cozy Bear"]);
});

test("a revoked value gives its names and its id to what stands for it, over several steps", () => {
  const galaxy = readGalaxy({
    type: "mitre-intrusion-set",
    values: [
      { value: "Old - G0001", uuid: "1", revoked: true, related: [{ "dest-uuid": "2", type: "revoked-by" }] },
      {
        value: "Newer - G0002",
        uuid: "2",
        revoked: true,
        related: [{ "dest-uuid": "3", type: "revoked-by" }],
      },
      { value: "Newest - G0003", uuid: "3" },
    ],
  });
  expect(galaxy.replaced).toEqual([
    { oldId: "G0001", newId: "G0003", kind: "revoked" },
    { oldId: "G0002", newId: "G0003", kind: "revoked" },
  ]);
  expect(galaxy.names.map(({ value }) => value)).toEqual(["Newest"]);
  expect(galaxy.names[0]?.aliases.map(({ name }) => name)).toEqual([
    "Newest",
    "Old",
    "G0001",
    "Newer",
    "G0002",
  ]);
});

test("values that revoke each other end nowhere and harm nobody", () => {
  const galaxy = readGalaxy({
    type: "mitre-tool",
    values: [
      { value: "One - S0001", uuid: "1", revoked: true, related: [{ "dest-uuid": "2", type: "revoked-by" }] },
      { value: "Two - S0002", uuid: "2", revoked: true, related: [{ "dest-uuid": "1", type: "revoked-by" }] },
    ],
  });
  expect(galaxy.names).toEqual([]);
  expect(galaxy.replaced.map(({ newId }) => newId)).toEqual([null, null]);
});

test("techniques and tactics are known by their ids", () => {
  const galaxy = readGalaxy({
    type: "mitre-attack-pattern",
    values: [
      {
        value: "PowerShell - T1059.001",
        uuid: "1",
        meta: { external_id: "T1059.001", kill_chain: ["attack:execution"] },
      },
      { value: "Impact - TA0040", uuid: "2", meta: { external_id: "TA0040" } },
      { value: "No id at all", uuid: "3" },
    ],
  });
  expect(galaxy.names).toMatchObject([
    { type: "technique", value: "T1059.001", label: "PowerShell", details: { tactics: "execution" } },
    { type: "tactic", value: "TA0040", label: "Impact" },
  ]);
  expect(galaxy.warnings).toHaveLength(1);
});

test("an ATT&CK id among the synonyms is the external id, no name", () => {
  const galaxy = readGalaxy({
    type: "threat-actor",
    values: [{ value: "APT1", uuid: "1", meta: { synonyms: ["G0006", "Comment Crew"], country: ["CN"] } }],
  });
  expect(galaxy.names[0]).toMatchObject({ externalId: "G0006", details: { country: "CN" } });
  expect(galaxy.names[0]?.aliases.map(({ name }) => name)).toEqual(["APT1", "Comment Crew"]);
});

test("platforms in brackets go, and a kind after a name may go but then the name is ambiguous", () => {
  const galaxy = readGalaxy({
    type: "malpedia",
    values: [
      { value: "BeaverTail (OS X)", uuid: "1" },
      { value: "Wcry Ransomware", uuid: "2" },
    ],
  });
  expect(galaxy.names.map(({ aliases }) => aliases.map(({ name, ambiguous }) => [name, ambiguous]))).toEqual([
    [["BeaverTail", false]],
    [
      ["Wcry Ransomware", false],
      ["Wcry", true],
    ],
  ]);
});

test("values that cannot be used are left out with a warning", () => {
  const galaxy = readGalaxy({
    type: "tool",
    values: [
      null,
      7,
      { value: "" },
      { value: "x".repeat(500) },
      { value: "$$$" },
      { value: "Rclone", meta: "none" },
    ],
  });
  expect(galaxy.names.map(({ value }) => value)).toEqual(["Rclone"]);
  expect(galaxy.warnings).toHaveLength(3);
});

test("a galaxy of another kind gives no names and says so", () => {
  const galaxy = readGalaxy({ type: "surveillance-vendor", values: [{ value: "Somebody" }] });
  expect(galaxy.names).toEqual([]);
  expect(galaxy.warnings).toHaveLength(1);
});

test("what is no cluster is refused with what to take", () => {
  expect(() => readGalaxy([])).toThrow(KnowledgeError);
  expect(() => readGalaxy({ objects: [] })).toThrow(/"values"/);
});
