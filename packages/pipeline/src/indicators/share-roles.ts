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
  name.reasons.push("beside a hash");
}

/** What has a role in one place has it where nothing around it speaks; hosts and their URLs share theirs. */
export function shareRoles(mentions: Mention[]): void {
  const known = rolesByValue(mentions);
  for (const mention of mentions) {
    if (mention.role !== null || mention.status !== "indicator") continue;
    const { type, value, details } = mention;
    const host = type === "url" ? details?.["host"] : value;
    const role = known.get(value) ?? known.get(`host ${host}`) ?? null;
    if (role !== null) {
      mention.role = role;
      mention.reasons.push("role from another place in the text");
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

const NETWORK_TYPES: ReadonlySet<EntityType> = new Set(["ipv4", "ipv6", "domain", "url"]);
