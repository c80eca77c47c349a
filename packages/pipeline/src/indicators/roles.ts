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

/**
 * The cue nearest to a stretch of the text that fits the type. One before it counts as nearer than one behind it,
 * unless that one is the stretch's own remark, as in `1.2.3.4 (C2)`; what other remarks say counts little.
 */
export function nearestCue(
  type: IndicatorType,
  cues: readonly Cue[],
  text: string,
  { start, end, isDefanged }: { start: number; end: number; isDefanged: boolean },
): RoleCue | null {
  const fitting = rolesOf(type);
  const isAddress = type === "ipv4" || type === "ipv6";
  let nearest: RoleCue | null = null;
  let least = Infinity;
  for (const [index, cue] of cues.entries()) {
    if (cue.role === null || !fitting.has(cue.role) || (cue.start < end && start < cue.end)) continue;
    if (isBeforeController(cues, index)) continue;
    // A name that points to an address is one for it.
    if (isAddress && /^(?:point|link)/.test(cue.words)) continue;
    // What a report defangs is no reference of it, nor is an address.
    if (cue.role === "reference" && (isDefanged || isAddress)) continue;
    const isBefore = cue.end <= start;
    const distance = isBefore ? start - cue.end : (cue.start - end) * 1.6 + 12;
    const weighed = distance + (isWeak(cue) ? 24 : 0);
    const lowest = isBefore ? weighed : distance - 12 - REMARK_BONUS;
    if (lowest >= least || (cue.strength === "weak" && distance > FARTHEST_WEAK)) continue;
    const isOwn = isBefore ? isLabelled(text, cue.end, start) : isRemark(text, end, cue.start);
    if (cue.strength === "label" && !isOwn) continue;
    const judged = isBefore ? weighed + gapCost(text, cue.end, start, type) : isOwn ? lowest : weighed;
    if (judged >= least) continue;
    least = judged;
    nearest = { ...cue, role: cue.role };
  }
  if (nearest?.role === "c2" && nearest.words.startsWith("post")) return asTheft(nearest, cues, start);
  return nearest;
}

/** In "loader C2" the last word says what it is. */
function isBeforeController(cues: readonly Cue[], index: number): boolean {
  const { role, end } = cues[index] as Cue;
  if (role === "c2") return false;
  for (let at = index + 1; at < index + 4; at++) {
    const next = cues[at];
    if (next === undefined || next.start > end + 1) return false;
    if (next.start === end + 1 && next.role === "c2" && CONTROLLER.test(next.words)) return true;
  }
  return false;
}

const CONTROLLER = /^(?:c2s?|c2c|c&c|cnc|command and control)$/;

/** What is posted somewhere was stolen where the sentence has said so. */
function asTheft(posted: RoleCue, cues: readonly Cue[], start: number): RoleCue {
  const isTheft = cues.some(({ role, end }) => role === "exfiltration" && end <= start);
  return isTheft ? { ...posted, role: "exfiltration" } : posted;
}

/** Single words for roles that reports are full of say less than phrases. */
function isWeak({ role, words, strength }: Cue): boolean {
  return strength !== "strong" || (role !== null && WEAK.has(role) && !words.includes(" "));
}

/** Beyond this many UTF-16 units a weak cue says nothing. */
const FARTHEST_WEAK = 70;
const REMARK_BONUS = 30;
const LONGEST_GAP = 120;

/** `…(C2), 1.2.3.4`: behind a closed remark or a semicolon begins something new. */
function gapCost(text: string, from: number, to: number, type: IndicatorType): number {
  if (to - from > LONGEST_GAP) return 0;
  // "CVE-1, which was exploited, and CVE-2": the verb has its flaw already.
  if (rolesOf(type) === FLAWS && to - from < 10 && /^, (?:and|or|und|et|y) $/.test(text.slice(from, to)))
    return Infinity;
  let cost = 0;
  let open = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 40) open++;
    else if (code === 59 || (code === 41 && --open < 0)) cost += 40;
  }
  return cost;
}

/** Whether what begins at `to` is a remark on what ends at `from`: behind a bracket, dash, arrow or border. */
function isRemark(text: string, from: number, to: number): boolean {
  return to - from < 48 && REMARK.test(text.slice(from, to));
}

/** `Payload: hxxp://…`, also from cell to cell. */
function isLabelled(text: string, from: number, to: number): boolean {
  return to - from < 24 && LABELLED.test(text.slice(from, to));
}

const LABELLED = /^[\p{L}\d ()/-]*(?:[:=|\t–—]| -|\s{2})\s*["'`[(]?$/u;
const REMARK =
  /^(?::\d{1,5})?["'`”’)\]]?(?:\s*(?:\(|–|—|\||#|\/\/|<-|<=|←|=>|->|→|\t)\s*|\s+-{1,2}\s+|\s{2,}|\s*:\s+)(?:[\p{L}\d/-]+ ){0,3}$/u;

/** Roles whose cues are also ordinary words of reports. */
const WEAK: ReadonlySet<Role> = new Set(["infrastructure", "victim", "reference"]);

/** The most telling cue of a header that fits the type; "infrastructure" or "mail" in a header says too little. */
export function headerCue(type: IndicatorType, cues: readonly Cue[]): RoleCue | null {
  const fitting = rolesOf(type);
  let best: RoleCue | null = null;
  for (const cue of cues) {
    const { role } = cue;
    if (role === null || !fitting.has(role) || role === "infrastructure") continue;
    if (/^e?-?mails?$/.test(cue.words)) continue;
    if (best === null || TELLING.indexOf(role) < TELLING.indexOf(best.role)) best = { ...cue, role };
  }
  return best;
}

/** Of two cues in one header, as in "Stage 2 (C2)", the one that stands here first says what a value is. */
const TELLING: readonly Role[] = [
  "reference",
  "victim",
  "c2",
  "exfiltration",
  "phishing",
  "payload",
  "delivery",
  "exploited",
  "infrastructure",
];

/** The role that a cue gives to a type: files are payloads, however they came. */
export function roleBy(type: IndicatorType, cue: RoleCue): Role {
  return isFileType(type) ? "payload" : cue.role;
}
