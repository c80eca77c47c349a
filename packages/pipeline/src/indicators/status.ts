import type { IndicatorType } from "../entities/entity-types.ts";
import type { MentionStatus, PlaceKind, Role } from "../entities/mention.ts";
import type { Found } from "./found.ts";
import { isEmptyHash } from "./hashes.ts";
import {
  isBelowSharedHost,
  isLookupHost,
  isReferenceHost,
  isReservedHost,
  isSharedHost,
} from "./known-hosts.ts";
import { ordinaryRangeOf } from "./ranges.ts";
import { isFileType, isNetworkType } from "./roles.ts";
import { registrableOf } from "./suffixes.ts";

/** What stands around a find. */
type Surroundings = {
  isDefanged: boolean;
  place: PlaceKind;
  /** The column or heading presents indicators. */
  isUnderIndicators: boolean;
  header: string | null;
  role: Role | null;
  /** The words that gave the role, or that speak of attackers, in the same sentence. */
  cue: string | null;
};

type Judgement = {
  status: MentionStatus;
  benign: string | null;
  confidence: number;
  reasons: string[];
};

/** The list that knows a value; a weak one, such as top sites or clouds, only says that many use it. */
export type Benign =
  | ((type: IndicatorType, value: string) => { list: string; isStrong: boolean } | null)
  | null;

/** Whether a find is evidence, only occurs, or is known as harmless; with how sure we are and why. */
export function judgeStatus(
  found: Found,
  around: Surroundings,
  { ownHosts, benign }: { ownHosts: ReadonlySet<string>; benign: Benign },
): Judgement {
  const hit = benignListOf(found, ownHosts) ?? benign?.(found.type, found.value) ?? null;
  const reasons = [...found.reasons];
  if (hit !== null && (hit.isStrong || !isPresented(found, around)))
    return {
      status: "benign",
      benign: hit.list,
      confidence: found.confidence * 0.6,
      reasons: [...reasons, hit.list],
    };
  return { ...judgeEvidence(found, around, reasons), ...(hit && { benign: hit.list }) };
}

/**
 * A report that takes care of a value means it, however many use the same address; but people defang the name of any
 * site. Names for examples are meant too: then the report is the example.
 */
function isPresented(
  { type, value, details }: Found,
  { isDefanged, isUnderIndicators }: Surroundings,
): boolean {
  if (!isDefanged && !isUnderIndicators) return false;
  return type !== "domain" || isReservedHost(hostOf(type, value, details) ?? "");
}

function judgeEvidence(found: Found, around: Surroundings, reasons: string[]): Judgement {
  const mentioned = reasonToMention(found, around);
  if (mentioned !== null) {
    reasons.push(mentioned);
    return { status: "mentioned", benign: null, confidence: found.confidence * 0.6, reasons };
  }
  const evidence = evidenceOf(found, around);
  if (evidence.length === 0)
    return { status: "mentioned", benign: null, confidence: found.confidence * 0.7, reasons };
  const confidence = evidence.reduce((doubt, [, weight]) => doubt * (1 - weight), 1 - found.confidence);
  return {
    status: "indicator",
    benign: null,
    confidence: Math.min(0.99, 1 - confidence),
    reasons: [...reasons, ...evidence.map(([why]) => why)],
  };
}

type Hit = { list: string; isStrong: boolean };

function benignListOf(found: Found, ownHosts: ReadonlySet<string>): Hit | null {
  const list = builtInListOf(found, ownHosts);
  return list === null ? null : { list, isStrong: !/documentation|RFC 2606/.test(list) };
}

function builtInListOf({ type, value, details }: Found, ownHosts: ReadonlySet<string>): string | null {
  if (type === "ipv4" || type === "ipv6") return ordinaryRangeOf(withoutPrefix(value));
  if (type === "md5" || type === "sha1" || type === "sha256" || type === "sha512")
    return isEmptyHash(value) ? "hash of the empty file" : null;
  const host = hostOf(type, value, details);
  if (host === null) return null;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return ordinaryRangeOf(host);
  if (host.startsWith("[")) return ordinaryRangeOf(host.slice(1, -1));
  if (isOwn(host, ownHosts)) return "the source's own site";
  return isReservedHost(host) ? "RFC 2606 reserved names" : null;
}

/** The address of a network such as `10.0.0.0/8`. */
function withoutPrefix(address: string): string {
  const slash = address.lastIndexOf("/");
  return slash === -1 ? address : address.slice(0, slash);
}

function hostOf(type: IndicatorType, value: string, details: Found["details"]): string | null {
  if (type === "domain") return value;
  return (type === "url" || type === "email") && typeof details?.["host"] === "string"
    ? details["host"]
    : null;
}

/** Own hosts are given as registrable names or as hosts. */
function isOwn(host: string, ownHosts: ReadonlySet<string>): boolean {
  if (ownHosts.size === 0) return false;
  if (ownHosts.has(host) || ownHosts.has(host.replace(/^www\./, ""))) return true;
  const registrable = registrableOf(host);
  return registrable !== null && ownHosts.has(registrable);
}

/** What speaks against evidence, whatever else stands there. */
function reasonToMention(found: Found, around: Surroundings): string | null {
  if (found.isOrdinary) return found.reasons.length > 0 ? "ordinary" : "ordinary value";
  const host = hostOf(found.type, found.value, found.details);
  if (host === null || around.isDefanged) return null;
  if (isLookupHost(host)) return "service that tells a caller its address";
  if (found.type === "email" && FREE_MAIL.test(host)) return null;
  if (!isReferenceHost(host) && !isSharedHost(host)) return null;
  const hasPath = found.type === "url" && /[^/]\/[^/]/.test(found.value.slice(8));
  const isAbused = isSharedHost(host) && (hasPath || isBelowSharedHost(host)) && around.role !== "reference";
  const isAccused = around.isUnderIndicators || (around.role !== null && around.role !== "victim");
  if (isAbused && (isAccused || !isReferenceHost(host))) return null;
  return isReferenceHost(host) ? "well-known vendor or reference" : "well-known service";
}

/** Types whose finds are evidence by themselves. */
const EVIDENT: ReadonlySet<IndicatorType> = new Set([
  "onion",
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "ssdeep",
  "imphash",
  "ja3",
  "jarm",
  "cve",
  "ghsa",
  "euvd",
  "pdb_path",
  "registry_key",
  "mutex",
  "named_pipe",
  "bitcoin",
  "ethereum",
  "monero",
  "user_agent",
  "telegram",
  "yara_rule",
  "sigma_rule",
]);

function evidenceOf(found: Found, around: Surroundings): [string, number][] {
  const evidence: [string, number][] = [];
  if (around.isDefanged) evidence.push(["defanged", 0.7]);
  if (around.isUnderIndicators) {
    evidence.push([`under "${(around.header ?? "").slice(0, 60)}"`, around.place === "prose" ? 0.3 : 0.5]);
  }
  if (around.cue !== null && around.role !== "reference" && around.role !== "victim")
    evidence.push([`near "${around.cue}"`, 0.35]);
  if (EVIDENT.has(found.type) || isEvident(found)) evidence.push(["evidence by its kind", 0.2]);
  if (evidence.length === 0 && isBareEvidence(found, around)) evidence.push([`in a ${around.place}`, 0.2]);
  return evidence;
}

/** Values that reports have no other reason to write: public addresses, files of their own, anonymous mail. */
function isEvident({ type, value, details }: Found): boolean {
  if (ALWAYS_SPECIFIC.has(type)) return true;
  if (type === "file_name") return MALICIOUS_NAME.test(value);
  const host = type === "url" && typeof details?.["host"] === "string" ? details["host"] : "";
  if (isSharedHost(host) && !isReferenceHost(host)) return true;
  return host.endsWith(".onion") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

const ALWAYS_SPECIFIC: ReadonlySet<IndicatorType> = new Set(["ipv4", "ipv6", "file_path", "email"]);

/** Providers where anyone has an address: such an address names a person, not the provider. */
const FREE_MAIL =
  /^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|aol|gmx|mail|yandex|proton|protonmail|icloud|qq|163|126|zoho|tutanota)\.[a-z.]{2,6}$/;

const MALICIOUS_NAME =
  /\.(?:exe|dll|scr|bat|vbs|vbe|hta|lnk|ps1|apk|elf|sys|iso|img|docm|xlsm|xlsb|xll|jar|jse|wsf|msi|cpl|dmg|pkg|aspx|jsp|php)$|^(?=.*(?:recover|decrypt|restore|ransom|readme[-_]|[-_]readme|how[-_ ]?to))[^.]*\.(?:txt|html?|hta|rtf)$/i;
/** Public addresses and hosts in tables, lists and code are there to be used. */
function isBareEvidence(found: Found, around: Surroundings): boolean {
  if (around.place === "prose" || around.place === "heading") return false;
  if (isFileType(found.type)) return false;
  return (
    isNetworkType(found.type) && (around.place !== "list" || found.type === "ipv4" || found.type === "ipv6")
  );
}
