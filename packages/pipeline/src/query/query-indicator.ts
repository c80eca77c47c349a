import type { EntityType } from "../entities/entity-types.ts";
import type { Mention } from "../entities/mention.ts";
import { findIndicators } from "../indicators/find-indicators.ts";
import { refang } from "../indicators/refang.ts";

export type PastedIndicator = { type: EntityType; value: string };

/** What a pasted token is when all of it, refanged, is one indicator or ATT&CK id, valued as extraction does; else null. */
export function queryIndicator(token: string): PastedIndicator | null {
  if (token.length < 3 || token.length > 2_048) return null;
  const plain = refang(token).trim();
  return readId(plain) ?? readHash(plain) ?? readAny(plain) ?? readHost(plain, token);
}

/** Ids mean themselves wherever they stand, so they are read without extraction's care for context. */
function readId(plain: string): PastedIndicator | null {
  const id = plain.toUpperCase();
  if (/^CVE-\d{4}-\d{4,10}$/.test(id)) return { type: "cve", value: id };
  if (/^TA00\d\d$/.test(id)) return { type: "tactic", value: id };
  if (/^T1\d{3}(?:\.\d{3})?$/.test(id)) return { type: "technique", value: id };
  return null;
}

const hashTypes: Record<number, EntityType> = { 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512" };

function readHash(plain: string): PastedIndicator | null {
  const parts = /^(?:(?:md5|sha-?1|sha-?256|sha-?512)[:=])?([0-9a-f]{32,128})$/i.exec(plain);
  const hash = parts?.[1] ?? "";
  const type = hashTypes[hash.length];
  return type === undefined ? null : { type, value: hash.toLowerCase() };
}

const nothingKnown = { ownHosts: new Set<string>(), benign: null };

function readAny(plain: string): PastedIndicator | null {
  const found = findIndicators(plain, [], nothingKnown);
  const whole = found.find((mention) => mention.start === 0 && isWhole(mention, plain));
  return whole ? { type: whole.type, value: whole.value } : null;
}

/** A port is a detail of an address, not another value. */
function isWhole({ end }: Mention, plain: string): boolean {
  return end === plain.length || /^:\d{1,5}$/.test(plain.slice(end));
}

const hostName = /^[\p{L}\p{N}](?:[\p{L}\p{N}_-]|\.(?!\.)){0,250}\.\p{L}[\p{L}\p{N}-]{1,62}$/u;

/** Whoever defangs a name means a host, even one that a text would only mention. */
function readHost(plain: string, token: string): PastedIndicator | null {
  const host = plain.toLowerCase();
  const isOnion = host.endsWith(".onion");
  if ((plain === token && !isOnion) || !hostName.test(host)) return null;
  return { type: isOnion ? "onion" : "domain", value: host };
}
