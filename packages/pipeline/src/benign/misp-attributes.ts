import type { IndicatorType } from "../entities/entity-types.ts";
import type { Warninglist, WarninglistType } from "./read-warninglist.ts";

/** The indicator types that a list speaks of: what its MISP attribute types hold, as far as its values can be that. */
export function indicatorTypesOf({
  attributes,
  type,
}: Pick<Warninglist, "attributes" | "type">): IndicatorType[] {
  if (attributes.length === 0) return [...FITTING[type]];
  const named = new Set(
    attributes.flatMap((attribute) => attribute.split("|")).flatMap((part) => PARTS[part] ?? []),
  );
  return [...named].filter((each) => FITTING[type].has(each));
}

const PARTS: Record<string, IndicatorType[]> = {
  "ip-src": ["ipv4", "ipv6"],
  "ip-dst": ["ipv4", "ipv6"],
  ip: ["ipv4", "ipv6"],
  domain: ["domain"],
  hostname: ["domain"],
  url: ["url"],
  uri: ["url"],
  link: ["url"],
  email: ["email"],
  "email-src": ["email"],
  "email-dst": ["email"],
  "email-reply-to": ["email"],
  "target-email": ["email"],
  "whois-registrant-email": ["email"],
  "dns-soa-email": ["email"],
  md5: ["md5"],
  sha1: ["sha1"],
  sha256: ["sha256"],
  sha512: ["sha512"],
  ssdeep: ["ssdeep"],
  imphash: ["imphash"],
  "ja3-fingerprint-md5": ["ja3"],
  "jarm-fingerprint": ["jarm"],
  filename: ["file_name", "file_path"],
  pdb: ["pdb_path"],
  regkey: ["registry_key"],
  mutex: ["mutex"],
  "named pipe": ["named_pipe"],
  "user-agent": ["user_agent"],
  "http-user-agent": ["user_agent"],
  "mac-address": ["mac"],
  AS: ["asn"],
  btc: ["bitcoin"],
  xmr: ["monero"],
  vulnerability: ["cve"],
};

const ANY: ReadonlySet<IndicatorType> = new Set(Object.values(PARTS).flat());
const HOSTS: ReadonlySet<IndicatorType> = new Set(["domain", "url", "email"]);
/** `domain|ip` stands for both, but no range holds a domain. */
const FITTING: Record<WarninglistType, ReadonlySet<IndicatorType>> = {
  cidr: new Set(["ipv4", "ipv6"]),
  hostname: HOSTS,
  string: ANY,
  substring: ANY,
  regex: ANY,
};
