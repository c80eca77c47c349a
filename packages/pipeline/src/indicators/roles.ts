import type { IndicatorType } from "../entities/entity-types.ts";
import type { Role } from "../entities/mention.ts";
import type { Cue } from "./cues.ts";

type RoleCue = Cue & { role: Role };

const NETWORK: ReadonlySet<Role> = new Set([
  "c2",
  "phishing",
  "exfiltration",
  "delivery",
  "infrastructure",
  "victim",
  "reference",
]);
const FILES: ReadonlySet<Role> = new Set(["payload", "delivery", "phishing"]);
const FLAWS: ReadonlySet<Role> = new Set(["exploited"]);
const MAILS: ReadonlySet<Role> = new Set(["phishing", "exfiltration", "c2", "victim", "reference"]);
const NONE: ReadonlySet<Role> = new Set();

/** The roles that an indicator of a type can have. */
function rolesOf(type: IndicatorType): ReadonlySet<Role> {
  switch (type) {
    case "ipv4":
    case "ipv6":
    case "domain":
    case "url":
    case "onion":
    case "telegram":
      return NETWORK;
    case "email":
      return MAILS;
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512":
    case "ssdeep":
    case "imphash":
    case "file_name":
    case "file_path":
    case "pdb_path":
      return FILES;
    case "cve":
    case "ghsa":
    case "euvd":
      return FLAWS;
    case "asn":
    case "ja3":
    case "jarm":
    case "registry_key":
    case "mutex":
    case "named_pipe":
    case "bitcoin":
    case "ethereum":
    case "monero":
    case "mac":
    case "user_agent":
    case "yara_rule":
    case "sigma_rule":
      return NONE;
    default:
      return NONE;
  }
}

/** Whether a type names a place in a network. */
export function isNetworkType(type: IndicatorType): boolean {
  return rolesOf(type) === NETWORK || type === "email";
}

/** Whether a type is a file, by hash, name or path. */
export function isFileType(type: IndicatorType): boolean {
  return rolesOf(type) === FILES;
}

/** The cue nearest to the stretch that fits the type; one before it counts as nearer than one behind it. */
export function nearestCue(
  type: IndicatorType,
  cues: readonly Cue[],
  start: number,
  end: number,
): RoleCue | null {
  const fitting = rolesOf(type);
  let nearest: RoleCue | null = null;
  let least = Infinity;
  for (const cue of cues) {
    if (cue.role === null || !fitting.has(cue.role) || (cue.start < end && start < cue.end)) continue;
    const distance = cue.end <= start ? start - cue.end : (cue.start - end) * 1.6 + 12;
    const weighed = distance + (WEAK.has(cue.role) ? 24 : 0);
    if (weighed >= least) continue;
    least = weighed;
    nearest = { ...cue, role: cue.role };
  }
  return nearest;
}

/** Roles whose cues are also ordinary words of reports. */
const WEAK: ReadonlySet<Role> = new Set(["infrastructure", "victim", "reference"]);

/** The first cue of a header that fits the type; "infrastructure" or "mail" in a header says too little. */
export function headerCue(type: IndicatorType, cues: readonly Cue[]): RoleCue | null {
  const fitting = rolesOf(type);
  return (
    cues.find(
      (cue): cue is RoleCue =>
        cue.role !== null &&
        fitting.has(cue.role) &&
        cue.role !== "infrastructure" &&
        !/^e?-?mails?$/.test(cue.words),
    ) ?? null
  );
}

/** The role that a cue gives to a type: files are payloads, however they came. */
export function roleBy(type: IndicatorType, cue: RoleCue): Role {
  return isFileType(type) ? "payload" : cue.role;
}
