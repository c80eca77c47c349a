import { type EntityType, indicatorTypes } from "../entities/entity-types.ts";
import type { Mention, Role } from "../entities/mention.ts";

/** Different values that a text presents, by what a reader does with them. */
export type Evidence = {
  /** Addresses, hashes and the like that the text presents as indicators, by type. */
  indicators: Map<EntityType, Set<string>>;
  /** Those among them that hardly stand in an ordinary page: hashes, defanged ones, ones in the role of an attacker. */
  telling: Set<string>;
  /** Paths, registry keys, mutexes and other traces on a host, as evidence and as only mentioned. */
  traces: Set<string>;
  mentionedTraces: Set<string>;
  techniques: Set<string>;
  /** Techniques that are only concluded from behaviour. */
  proposed: Set<string>;
  flaws: Set<string>;
  names: Set<string>;
  rules: Set<string>;
};

const traceTypes: ReadonlySet<EntityType> = new Set<EntityType>([
  "file_name",
  "file_path",
  "pdb_path",
  "registry_key",
  "mutex",
  "named_pipe",
  "user_agent",
]);
const flawTypes: ReadonlySet<EntityType> = new Set<EntityType>(["cve", "ghsa", "euvd"]);
const ruleTypes: ReadonlySet<EntityType> = new Set<EntityType>(["yara_rule", "sigma_rule"]);
const namedTypes: ReadonlySet<EntityType> = new Set<EntityType>(["actor", "malware", "ransomware", "tool"]);
const observable: ReadonlySet<EntityType> = new Set<EntityType>(indicatorTypes);

/** Sorts mentions into evidence; what a benign list knows does not count. */
export function evidenceOf(mentions: Mention[]): Evidence {
  const evidence: Evidence = {
    indicators: new Map(),
    telling: new Set(),
    traces: new Set(),
    mentionedTraces: new Set(),
    techniques: new Set(),
    proposed: new Set(),
    flaws: new Set(),
    names: new Set(),
    rules: new Set(),
  };
  for (const mention of mentions)
    if (mention.status !== "benign") setFor(evidence, mention)?.add(mention.value);
  for (const known of evidence.techniques) evidence.proposed.delete(known);
  for (const known of evidence.traces) evidence.mentionedTraces.delete(known);
  return evidence;
}

function setFor(evidence: Evidence, mention: Mention): Set<string> | null {
  const { type, status } = mention;
  if (flawTypes.has(type)) return evidence.flaws;
  if (ruleTypes.has(type)) return evidence.rules;
  if (traceTypes.has(type)) return status === "mentioned" ? evidence.mentionedTraces : evidence.traces;
  if (type === "technique") return status === "proposed" ? evidence.proposed : evidence.techniques;
  if (namedTypes.has(type)) return evidence.names;
  if (!observable.has(type) || status !== "indicator") return null;
  if (isTelling(mention)) evidence.telling.add(mention.value);
  const known = evidence.indicators.get(type) ?? new Set();
  evidence.indicators.set(type, known);
  return known;
}

const hashTypes: ReadonlySet<EntityType> = new Set<EntityType>([
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "ssdeep",
  "imphash",
  "ja3",
  "jarm",
]);
const hostileRoles: ReadonlySet<Role> = new Set<Role>(["c2", "phishing", "exfiltration"]);

function isTelling({ type, role, value, matched }: Mention): boolean {
  const isDefanged = !hashTypes.has(type) && /[[({]|hxxp/iu.test(matched) && !/[[({]/u.test(value);
  return hashTypes.has(type) || isDefanged || (role !== null && hostileRoles.has(role));
}

export function countIndicators({ indicators }: Evidence): number {
  return [...indicators.values()].reduce((sum, values) => sum + values.size, 0);
}

/** `5 domains, 2 sha256`, most first. */
export function describeIndicators({ indicators }: Evidence): string {
  return [...indicators]
    .sort(([, left], [, right]) => right.size - left.size)
    .slice(0, 4)
    .map(([type, values]) => `${values.size} ${type}`)
    .join(", ");
}
