import { spellingsOf } from "./clean-name.ts";
import { giveNames, lastHeir } from "./give-names.ts";
import { isObject, type JsonObject, objectsOf, textOf, textsOf } from "./json-fields.ts";
import { ATTACK_ID, type KnownName, type ReplacedId } from "./known-name.ts";
import { KnowledgeError } from "./knowledge-error.ts";

export type Attack = {
  version: string | null;
  names: KnownName[];
  replaced: ReplacedId[];
  warnings: string[];
};

/**
 * Reads a STIX 2.1 bundle of ATT&CK (github.com/mitre-attack/attack-stix-data): techniques, tactics, groups and software
 * with aliases. Revoked and deprecated objects give no names of their own; a revoked one's names go to its heir.
 *
 * @throws KnowledgeError when the file is no bundle.
 */
export function readAttack(bundle: unknown): Attack {
  if (!isObject(bundle))
    throw new KnowledgeError(
      "not-an-object",
      "An ATT&CK bundle is a JSON object; take enterprise-attack.json",
    );
  if (bundle["type"] !== "bundle" || !Array.isArray(bundle["objects"]))
    throw new KnowledgeError(
      "wrong-kind",
      'An ATT&CK bundle has "type": "bundle" and "objects"; this file is something else',
    );
  const objects = objectsOf(bundle["objects"]);
  const warnings: string[] = [];
  const entries = new Map<string, Entry>();
  for (const object of objects) {
    const entry = entryOf(object, warnings);
    if (entry !== null) entries.set(entry.stixId, entry);
  }
  if (entries.size === 0)
    throw new KnowledgeError("no-values", "The bundle has no ATT&CK objects; take enterprise-attack.json");
  const campaigns = objects.filter((object) => object["type"] === "campaign").length;
  if (campaigns > 0)
    warnings.push(`${campaigns} campaigns are left out: they are events, not names of things`);
  const replaced = replacedOf(entries, heirsOf(objects));
  const names = [...entries.values()]
    .filter((entry) => entry.state === "current")
    .map((entry) => entry.known);
  return { version: versionOf(objects), names, replaced, warnings };
}

type Entry = { stixId: string; known: KnownName; state: "current" | "revoked" | "deprecated" };

const TYPES: Record<string, KnownName["type"]> = {
  "attack-pattern": "technique",
  "intrusion-set": "actor",
  malware: "malware",
  tool: "tool",
  "x-mitre-tactic": "tactic",
};

function entryOf(object: JsonObject, warnings: string[]): Entry | null {
  const kind = String(object["type"]);
  const type = Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined;
  if (type === undefined) return null;
  const name = textOf(object["name"]);
  const stixId = textOf(object["id"]);
  const externalId = attackIdOf(object);
  if (name === null || stixId === null || externalId === null) {
    warnings.push(`${kind} ${stixId ?? "without id"} has no name or no ATT&CK id and is left out`);
    return null;
  }
  const isCoded = type === "technique" || type === "tactic";
  const written = [name, ...textsOf(object["aliases"]), ...textsOf(object["x_mitre_aliases"])];
  const seen = new Set<string>();
  const aliases = written
    .flatMap((alias) => spellingsOf(alias, "attack"))
    .filter((alias) => !seen.has(alias.name) && seen.add(alias.name));
  const known: KnownName = {
    type,
    value: isCoded ? externalId : name,
    label: name,
    externalId,
    aliases,
    source: "attack",
    details: detailsOf(object),
  };
  return { stixId, known, state: stateOf(object) };
}

function stateOf(object: JsonObject): Entry["state"] {
  if (object["revoked"] === true) return "revoked";
  return object["x_mitre_deprecated"] === true ? "deprecated" : "current";
}

function attackIdOf(object: JsonObject): string | null {
  for (const reference of objectsOf(object["external_references"])) {
    const id = textOf(reference["external_id"]);
    const isAttack = String(reference["source_name"]).startsWith("mitre-");
    if (isAttack && id !== null && ATTACK_ID.test(id)) return id;
  }
  return null;
}

function detailsOf(object: JsonObject): Record<string, string> {
  const details: Record<string, string> = {};
  const tactics = objectsOf(object["kill_chain_phases"])
    .map((phase) => textOf(phase["phase_name"]))
    .filter((phase) => phase !== null);
  if (tactics.length > 0) details["tactics"] = [...new Set(tactics)].join("; ");
  const platforms = textsOf(object["x_mitre_platforms"]);
  if (platforms.length > 0) details["platform"] = platforms.join("; ");
  const shortName = textOf(object["x_mitre_shortname"]);
  if (shortName !== null) details["short"] = shortName;
  return details;
}

/** From a revoked object's STIX id to that of what replaced it. */
function heirsOf(objects: JsonObject[]): Map<string, string> {
  const heirs = new Map<string, string>();
  for (const object of objects) {
    if (object["type"] !== "relationship" || object["relationship_type"] !== "revoked-by") continue;
    const from = textOf(object["source_ref"]);
    const to = textOf(object["target_ref"]);
    if (from !== null && to !== null) heirs.set(from, to);
  }
  return heirs;
}

function replacedOf(entries: Map<string, Entry>, heirs: ReadonlyMap<string, string>): ReplacedId[] {
  const replaced: ReplacedId[] = [];
  for (const old of entries.values()) {
    if (old.state === "current" || old.known.externalId === null) continue;
    const heir = entries.get(lastHeir(old.stixId, heirs) ?? "");
    const stands = heir?.state === "current" ? heir.known : undefined;
    if (stands !== undefined) giveNames(old.known, stands);
    replaced.push({ oldId: old.known.externalId, newId: stands?.externalId ?? null, kind: old.state });
  }
  return replaced;
}

/** The version of the collection or, without one, the newest that an object names. */
function versionOf(objects: JsonObject[]): string | null {
  const collection = objects.find((object) => object["type"] === "x-mitre-collection");
  return (
    textOf(collection?.["x_mitre_version"]) ??
    textOf(objects.find((object) => object["type"] === "x-mitre-matrix")?.["x_mitre_version"])
  );
}
