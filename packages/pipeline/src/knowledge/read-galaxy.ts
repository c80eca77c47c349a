import { spellingsOf } from "./clean-name.ts";
import { giveNames, lastHeir } from "./give-names.ts";
import { isObject, type JsonObject, objectsOf, textOf, textsOf } from "./json-fields.ts";
import { ATTACK_ID, type KnownAlias, type KnownName, type ReplacedId } from "./known-name.ts";
import { KnowledgeError } from "./knowledge-error.ts";

export type Galaxy = {
  name: string;
  version: string | null;
  names: KnownName[];
  replaced: ReplacedId[];
  warnings: string[];
};

/**
 * Reads a cluster file of MISP galaxy (https://www.misp-galaxy.org/): values with synonyms, ids, revoked ones mapped
 * to what stands for them. Values that cannot be used are left out with a warning.
 *
 * @throws KnowledgeError when the file is no cluster.
 */
export function readGalaxy(cluster: unknown): Galaxy {
  if (!isObject(cluster))
    throw new KnowledgeError(
      "not-an-object",
      "A galaxy cluster is a JSON object; take a file of the folder clusters/",
    );
  const kind = textOf(cluster["type"]);
  if (kind === null || !Array.isArray(cluster["values"]))
    throw new KnowledgeError(
      "no-values",
      'A galaxy cluster has "type" and "values"; this file is something else',
    );
  const name = textOf(cluster["name"]) ?? kind;
  const reading: Reading = {
    kind,
    type: typeOf(kind),
    source: `misp-galaxy ${kind}`,
    byUuid: new Map(),
    warnings: [],
  };
  if (reading.type === null)
    return {
      name,
      version: versionOf(cluster),
      names: [],
      replaced: [],
      warnings: [`${kind}: no names of a kind that is used`],
    };
  const values = objectsOf(cluster["values"]);
  for (const value of values) readValue(reading, value);
  const heirs = heirsOf(values);
  const replaced = values.flatMap((value) => foldRevoked(reading, value, heirs));
  const names = [...reading.byUuid.values()].filter((entry) => !entry.revoked).map((entry) => entry.known);
  return { name, version: versionOf(cluster), names, replaced, warnings: reading.warnings };
}

type Reading = {
  kind: string;
  type: KnownName["type"] | null;
  source: string;
  byUuid: Map<string, { known: KnownName; revoked: boolean }>;
  warnings: string[];
};

const TYPES: [RegExp, KnownName["type"]][] = [
  [
    /^(?:threat-actor|mitre-intrusion-set|mitre-.*-intrusion-set|microsoft-activity-group|.*activity-group|360net-threat-actor)$/,
    "actor",
  ],
  [/^ransomware$/, "ransomware"],
  [
    /^(?:malpedia|mitre-malware|mitre-.*-malware|backdoor|botnet|rat|stealer|banker|android|cryptominers|exploit-kit|tds)$/,
    "malware",
  ],
  [/^(?:tool|mitre-tool|mitre-.*-tool)$/, "tool"],
  [/^(?:mitre-attack-pattern|mitre-.*-attack-pattern)$/, "technique"],
  [/^sector$/, "sector"],
  [/^(?:country|target-information)$/, "country"],
];

function typeOf(kind: string): KnownName["type"] | null {
  return TYPES.find(([pattern]) => pattern.test(kind))?.[1] ?? null;
}

function versionOf(cluster: JsonObject): string | null {
  const version = cluster["version"];
  return typeof version === "number" || typeof version === "string" ? String(version) : null;
}

function readValue(reading: Reading, value: JsonObject): void {
  const published = textOf(value["value"]);
  if (published === null || reading.type === null) {
    reading.warnings.push(`${reading.kind}: a value without a usable name is left out`);
    return;
  }
  const meta = isObject(value["meta"]) ? value["meta"] : {};
  const withId = /^(.*\S) - ((?:TA|[GST])\d{4}(?:\.\d{3})?)$/.exec(published);
  const written = withId?.[1] ?? published;
  const synonyms = textsOf(meta["synonyms"]);
  const ids = synonyms.filter((synonym) => ATTACK_ID.test(synonym));
  const externalId = idOf(meta["external_id"]) ?? withId?.[2] ?? (ids.length === 1 ? (ids[0] ?? null) : null);
  const aliases = aliasesOf([written, ...synonyms.filter((synonym) => !ATTACK_ID.test(synonym))], reading);
  const canonical = aliases[0];
  if (canonical === undefined) {
    reading.warnings.push(`${reading.kind}: "${published}" has no usable spelling and is left out`);
    return;
  }
  if (reading.type === "technique" && externalId === null) {
    reading.warnings.push(`${reading.kind}: "${published}" has no ATT&CK id and is left out`);
    return;
  }
  const isTactic = reading.type === "technique" && externalId?.startsWith("TA") === true;
  const known: KnownName = {
    type: isTactic ? "tactic" : reading.type,
    value: reading.type === "technique" && externalId !== null ? externalId : canonical.name,
    label: canonical.name,
    externalId,
    aliases,
    source: reading.source,
    details: detailsOf(reading, value, meta),
  };
  const uuid = textOf(value["uuid"]) ?? `${reading.kind}/${published}`;
  if (reading.byUuid.has(uuid))
    reading.warnings.push(`${reading.kind}: "${published}" repeats the uuid of another value`);
  else reading.byUuid.set(uuid, { known, revoked: value["revoked"] === true || meta["revoked"] === true });
}

function aliasesOf(written: string[], { source }: Reading): KnownAlias[] {
  const seen = new Set<string>();
  return written
    .flatMap((name) => spellingsOf(name, source))
    .filter(({ name }) => !seen.has(name) && seen.add(name));
}

function idOf(value: unknown): string | null {
  const id = textsOf(value)[0];
  return id !== undefined && ATTACK_ID.test(id) ? id : null;
}

function detailsOf({ type }: Reading, value: JsonObject, meta: JsonObject): Record<string, string> {
  const details: Record<string, string> = {};
  const uuid = textOf(value["uuid"]);
  if (uuid !== null) details["uuid"] = uuid;
  const country = textsOf(meta["country"])[0];
  if (country !== undefined && /^[A-Z]{2}$/.test(country))
    details[type === "country" ? "code" : "country"] = country;
  const tactics = textsOf(meta["kill_chain"]).map((step) => step.slice(step.indexOf(":") + 1));
  if (tactics.length > 0) details["tactics"] = [...new Set(tactics)].join("; ");
  const kinds = textsOf(meta["type"]);
  if (kinds.length > 0) details["kind"] = kinds.join("; ");
  return details;
}

function foldRevoked(reading: Reading, value: JsonObject, heirs: ReadonlyMap<string, string>): ReplacedId[] {
  const uuid = textOf(value["uuid"]) ?? "";
  const old = reading.byUuid.get(uuid);
  if (old === undefined || !old.revoked) return [];
  const heir = reading.byUuid.get(lastHeir(uuid, heirs) ?? "");
  const stands = heir?.revoked === false ? heir.known : undefined;
  if (stands !== undefined) giveNames(old.known, stands);
  const oldId = old.known.externalId;
  if (oldId === null) return [];
  return [
    { oldId, newId: stands?.externalId ?? null, kind: stands === undefined ? "deprecated" : "revoked" },
  ];
}

/** From a revoked value's uuid to that of what replaced it. */
function heirsOf(values: JsonObject[]): Map<string, string> {
  const heirs = new Map<string, string>();
  for (const value of values) {
    const uuid = textOf(value["uuid"]);
    const relation = objectsOf(value["related"]).find((related) => related["type"] === "revoked-by");
    const heir = textOf(relation?.["dest-uuid"]);
    if (uuid !== null && heir !== null) heirs.set(uuid, heir);
  }
  return heirs;
}
