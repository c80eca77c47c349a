import { getPublicSuffix } from "tldts";

import { indicatorTypes, type IndicatorType } from "../entities/entity-types.ts";
import { readCidr, readIpv4, readIpv6 } from "./address.ts";
import { BenignError } from "./benign-error.ts";

/** How an analyst's entry is compared, ASCII case aside. `domain`: the name and all below it, also in URLs and e-mail. */
export const benignMatches = ["exact", "domain", "cidr", "prefix"] as const;
export type BenignMatch = (typeof benignMatches)[number];

/** What an analyst has declared benign: everywhere, or in the articles of one source. */
export type BenignEntry = {
  /** 0 until it is stored. */
  id: number;
  /** Of one type only; null for all. */
  type: IndicatorType | null;
  match: BenignMatch;
  value: string;
  note: string;
  sourceId: number | null;
};

/**
 * Reads an entry as a person or an API gave it: `value`, and optionally `match` (exact), `type`, `note`, `sourceId`,
 * `id`. Throws BenignError (`bad_benign_entry`) that says what to write instead.
 */
export function readBenignEntry(input: unknown): BenignEntry {
  if (typeof input !== "object" || input === null)
    throw bad('An entry is an object: use {"value": "example.com"}');
  const fields = new Map<string, unknown>(Object.entries(input));
  const value = readValue(fields.get("value"));
  const match = readMatch(fields.get("match"));
  const type = readType(fields.get("type"));
  return {
    id: readNumber("id", fields.get("id")) ?? 0,
    type,
    match,
    value: CHECKS[match](value, type),
    note: readNote(fields.get("note")),
    sourceId: readNumber("sourceId", fields.get("sourceId")),
  };
}

const CHECKS: Record<BenignMatch, (value: string, type: IndicatorType | null) => string> = {
  exact: checkExact,
  domain: checkDomain,
  cidr: checkRange,
  prefix: checkPrefix,
};

function bad(message: string): BenignError {
  return new BenignError("bad_benign_entry", message);
}

const MAX_VALUE = 2_048;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

function readValue(value: unknown): string {
  if (typeof value !== "string") throw bad("The value of an entry is text");
  const trimmed = value.trim();
  if (trimmed === "") throw bad("The value of an entry is empty: use a value such as example.com");
  if (trimmed.length > MAX_VALUE)
    throw bad(`The value is longer than ${MAX_VALUE} characters: use match "prefix"`);
  if (CONTROL.test(trimmed)) throw bad("The value holds control characters: use one value on one line");
  const plain = trimmed
    .replace(/[[({](\.|dot|:|@|at|:\/\/)[\])}]/gi, (_, mark: string) => PLAIN[mark.toLowerCase()] ?? mark)
    .replace(/^hxxp/i, "http");
  if (plain !== trimmed) throw bad(`The value is defanged: use ${plain.slice(0, 200)}`);
  return trimmed;
}

const PLAIN: Record<string, string> = { dot: ".", at: "@" };

function readMatch(value: unknown): BenignMatch {
  if (value === undefined || value === null) return "exact";
  const match = benignMatches.find((each) => each === value);
  if (match !== undefined) return match;
  throw bad(`No match is called ${shown(value)}: use ${benignMatches.join(", ")}`);
}

function readType(value: unknown): IndicatorType | null {
  if (value === undefined || value === null) return null;
  const type = indicatorTypes.find((each) => each === value);
  if (type !== undefined) return type;
  throw bad(`No type is called ${shown(value)}: use ${indicatorTypes.join(", ")}`);
}

function readNote(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw bad("The note of an entry is text");
  if (value.length > 500) throw bad("The note is longer than 500 characters: use a shorter one");
  return value.trim();
}

function readNumber(name: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw bad(`${name} is ${shown(value)}: use a whole number, or leave it out`);
}

function checkExact(value: string, type: IndicatorType | null): string {
  if (/^(?:\*\.|\.)/.test(value) && (type === null || type === "domain"))
    throw bad(`To cover names below a domain use match "domain" and value ${value.replace(/^\*?\./, "")}`);
  if (type !== null) EXACT[type]?.(value);
  else if (/^[\d.]+\/\d+$/.test(value)) throw bad(`For a range use match "cidr"`);
  return value;
}

function expects(isGood: (value: string) => boolean, advice: string): (value: string) => void {
  return (value) => {
    if (!isGood(value)) throw bad(`${value.slice(0, 100)} cannot match: use ${advice}`);
  };
}

function digest(length: number): (value: string) => void {
  return expects(
    (value) => value.length === length && /^[0-9a-f]+$/i.test(value),
    `${length} hexadecimal digits`,
  );
}

const HOST = /^(?=.{1,253}$)(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.)+[\p{L}\p{N}-]{2,63}$/u;

const EXACT: Partial<Record<IndicatorType, (value: string) => void>> = {
  ipv4: expects(
    (value) => readIpv4(value) !== null,
    'an address such as 192.0.2.1, or match "cidr" for a range',
  ),
  ipv6: expects(
    (value) => readIpv6(value) !== null,
    'an address such as 2001:db8::1, or match "cidr" for a range',
  ),
  domain: expects((value) => HOST.test(value), "a host name such as www.example.com"),
  url: expects(
    (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(value),
    "a URL with its scheme, https://example.com/path",
  ),
  email: expects((value) => /^[^\s@]+@[^\s@]+$/.test(value), "an address such as user@example.com"),
  cve: expects((value) => /^CVE-\d{4}-\d{4,}$/i.test(value), "an id such as CVE-2024-12345"),
  md5: digest(32),
  sha1: digest(40),
  sha256: digest(64),
  sha512: digest(128),
  imphash: digest(32),
  ja3: digest(32),
};

const NAMED_BY_DOMAIN: readonly IndicatorType[] = ["domain", "url", "email", "onion"];

function checkDomain(value: string, type: IndicatorType | null): string {
  if (type !== null && !NAMED_BY_DOMAIN.includes(type))
    throw bad(
      `Match "domain" goes with type ${NAMED_BY_DOMAIN.join(", ")} or none: use match "exact" for ${type}`,
    );
  const name = value
    .replace(/^\*?\./, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (readCidr(name) !== null) throw bad(`${name} is an address: use match "cidr"`);
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?([^/:?#@]+)/i.exec(name)?.[1] ?? name;
  if (host !== name) throw bad(`Match "domain" takes a name alone: use ${host}`);
  if (!HOST.test(name)) throw bad(`${name.slice(0, 100)} is no domain: use a name such as example.com`);
  if (getPublicSuffix(name, { extractHostname: false, validateHostname: false }) === name)
    throw bad(`${name} covers the names of everybody: use a domain below it, such as example.${name}`);
  return name;
}

function checkRange(value: string, type: IndicatorType | null): string {
  if (type !== null && type !== "ipv4" && type !== "ipv6")
    throw bad(`Match "cidr" goes with type ipv4, ipv6 or none: use match "exact" for ${type}`);
  const range = readCidr(value);
  if (range === null)
    throw bad(`${value.slice(0, 100)} is no range: use 192.0.2.0/24, 2001:db8::/32 or one address`);
  if (type !== null && type !== `ipv${range.version}`)
    throw bad(`${value} is no ${type} range: use type ipv${range.version}`);
  const bits = Number(value.split("/")[1] ?? 128);
  const least = range.version === 4 ? 8 : 16;
  if (bits < least) throw bad(`${value} covers too much of the internet: use /${least} or longer`);
  return value.toLowerCase();
}

function checkPrefix(value: string, type: IndicatorType | null): string {
  if (value.length < 4) throw bad(`The prefix ${value} is too short to be safe: use four characters or more`);
  const isUrl = type === "url" || /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
  if (isUrl && !/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+\//i.test(value))
    throw bad(
      `${value} also begins names of other hosts: use ${value.includes("://") ? value : `https://${value}`}/`,
    );
  return value;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
