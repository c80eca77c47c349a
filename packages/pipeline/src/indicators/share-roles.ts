import type { EntityType } from "../entities/entity-types.ts";
import type { Mention, Role } from "../entities/mention.ts";
import { isSharedHost } from "./known-hosts.ts";
import { registrableOf } from "./suffixes.ts";

/** A file name in one line with a hash is that of the file. */
export function nameHashedFiles(text: string, mentions: Mention[]): void {
  let hash: Mention | null = null;
  let name: Mention | null = null;
  for (const mention of mentions) {
    if (mention.type === "file_name") {
      name = mention.status === "mentioned" && mention.role === null ? mention : null;
      if (hash !== null) nameOfHash(text, hash, mention);
      hash = null;
    } else {
      hash = HASHES.has(mention.type) ? mention : null;
      if (hash !== null && name !== null) nameOfHash(text, hash, name);
      name = null;
    }
  }
}

const HASHES: ReadonlySet<EntityType> = new Set(["md5", "sha1", "sha256", "sha512"]);

function nameOfHash(text: string, hash: Mention, name: Mention): void {
  if (name.status !== "mentioned" || name.reasons.length > 0) return;
  const [first, last] = hash.start < name.start ? [hash, name] : [name, hash];
  if (last.start - first.end > 40 || text.slice(first.end, last.start).includes("\n")) return;
  name.status = "indicator";
  name.role ??= "payload";
  name.confidence = Math.max(name.confidence, 0.8);
  name.reasons = [...name.reasons, "beside a hash"];
}

/** Flaws that a sentence joins were used together: what one of them was, the other was too. */
export function shareFlawRoles(text: string, mentions: readonly Mention[]): void {
  const flaws = mentions.filter(({ type }) => type === "cve" || type === "ghsa" || type === "euvd");
  for (let at = 1; at < flaws.length; at++) joinFlaws(text, flaws[at - 1] as Mention, flaws[at] as Mention);
  for (let at = flaws.length - 1; at > 0; at--)
    joinFlaws(text, flaws[at - 1] as Mention, flaws[at] as Mention);
}

function joinFlaws(text: string, left: Mention, right: Mention): void {
  const gap = right.start - left.end;
  if (left.role === right.role || gap > LONGEST_JOINT) return;
  const between = text.slice(left.end, right.start);
  if (!LISTED.test(between) && !TOGETHER.test(between)) return;
  const other = left.role === null ? left : right;
  other.role = "exploited";
  other.reasons = [...other.reasons, "used together with another flaw"];
}

const LONGEST_JOINT = 140;
/** Nothing but a list: further flaws may have their names in brackets. */
const LISTED =
  /^\)?(?: \([^()\n]{1,40}\))?(?:,? (?:and|or|und|y|et|e|plus|then|&|\+)|,|\/| \/) ?(?:(?:the |an? )?(?:[\w-]+ ){0,3}\()?$/;
const TOGETHER =
  /^(?:[^.;\n]*\b|[^;\n]*\. )(?:(?:together|combined|chained|along|paired|in (?:conjunction|tandem|combination)) with|alongside|zusammen mit|junto con|junto com|insieme a|avec)\b[^.;,\n]*$/i;

/** What has a role in one place has it where nothing around it speaks; hosts and their URLs share theirs. */
export function shareRoles(mentions: Mention[]): void {
  const known = rolesByValue(mentions);
  for (const mention of mentions) {
    if (mention.role !== null || mention.status !== "indicator") continue;
    const { type, value, details } = mention;
    const host = type === "url" ? details?.["host"] : value;
    const ownRole = known.get(value) ?? (isFileUrl(mention) ? "delivery" : null);
    const role = ownRole ?? (known.size === 0 ? null : known.get(`host ${host}`)) ?? null;
    if (role !== null) {
      mention.role = role;
      const isKnown = known.has(value) || !isFileUrl(mention);
      mention.reasons = [
        ...mention.reasons,
        isKnown ? "role from another place in the text" : "address of a file",
      ];
    } else if (NETWORK_TYPES.has(type) && /infrastructure/i.test(mention.under ?? ""))
      mention.role = "infrastructure";
  }
}

/** The first role that each value has in a text, a telling one before "infrastructure"; also by host and its parents. */
function rolesByValue(mentions: readonly Mention[]): Map<string, Role> {
  const known = new Map<string, Role>();
  const learn = (key: string, role: Role): void => {
    const before = known.get(key);
    if (before === undefined || (before === "infrastructure" && role !== "reference")) known.set(key, role);
  };
  for (const { type, value, role, details } of mentions) {
    if (role === null || type === "file_name" || type === "file_path") continue;
    learn(value, role);
    if (type !== "url" && type !== "domain") continue;
    const host = type === "url" ? details?.["host"] : value;
    if (typeof host !== "string" || isSharedHost(host)) continue;
    learn(`host ${host}`, role);
    const parent = registrableOf(host);
    if (parent !== null && parent !== host && !known.has(`host ${parent}`)) known.set(`host ${parent}`, role);
  }
  return known;
}

/** Whether a URL names a program, script or archive, which someone is to download. */
function isFileUrl({ type, value }: Mention): boolean {
  return type === "url" && FILE_URL.test(value);
}

const FILE_URL =
  /^[^?#]{1,300}[^/?#]\/[^?#]{0,300}\.(?:exe|dll|scr|msi|msix|ps1|bat|cmd|vbs|vbe|hta|lnk|jar|apk|dmg|pkg|zip|rar|7z|cab|iso|img|vhdx?|sh|elf|bin|docm|xlsm|xlsb|xll|wsf)(?:[?#]|$)/i;

const NETWORK_TYPES: ReadonlySet<EntityType> = new Set(["ipv4", "ipv6", "domain", "url"]);
