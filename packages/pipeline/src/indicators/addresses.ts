import { isIPv6 } from "node:net";

import { isAlnum, isDigit, isHex } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { ordinaryRangeOf } from "./ranges.ts";
import { isVersion } from "./versions.ts";

/** An IPv4 address at `start`, with its prefix length and port; `end` is where the run of digits and dots ends. */
export function takeIpv4(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const address = text.slice(start, end);
  if (!isIpv4(address)) return NOTHING;
  const cidr = cidrAfter(text, end, 32);
  const before = text.charCodeAt(start - 1);
  if (before === 47 && !mayFollowSlash(text, start)) return NOTHING;
  if (cidr === null && isVersion(scan, start, end)) return NOTHING;
  if (cidr !== null) return noteNetwork(scan, "ipv4", address, start, cidr);
  const port = portAfter(text, end);
  noteAddress(scan, "ipv4", address, start, end, port === null ? null : { port });
  return port === null ? end : end + 1 + String(port).length;
}

export function isIpv4(address: string): boolean {
  if (address.length < 7 || address.length > 15) return false;
  let value = -1;
  let parts = 1;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code === 46) {
      if (value < 0) return false;
      value = -1;
      parts++;
    } else if (!isDigit(code) || value === 0) return false;
    else {
      value = (value < 0 ? 0 : value * 10) + code - 48;
      if (value > 255) return false;
    }
  }
  return parts === 4 && value >= 0;
}

/** Behind a slash stands an address only in prose (`host/1.2.3.4`) and never in `Chrome/1.2.3.4`. */
function mayFollowSlash(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 2);
  return isDigit(before) || !isAlnum(before);
}

/** The number behind a slash, when it is a prefix length. */
export function cidrAfter(text: string, at: number, most: number): number | null {
  if (text.charCodeAt(at) !== 47 || !isDigit(text.charCodeAt(at + 1))) return null;
  let end = at + 1;
  while (end < at + 5 && isDigit(text.charCodeAt(end))) end++;
  const next = text.charCodeAt(end);
  if (isAlnum(next) || next === 47 || next === 95 || next === 45) return null;
  if (next === 46 && isAlnum(text.charCodeAt(end + 1))) return null;
  const value = Number(text.slice(at + 1, end));
  return value <= most && end - at < 5 ? value : null;
}

/** The number behind a colon, when it can be a port. */
export function portAfter(text: string, at: number): number | null {
  if (text.charCodeAt(at) !== 58 || !isDigit(text.charCodeAt(at + 1))) return null;
  let end = at + 1;
  while (end < at + 7 && isDigit(text.charCodeAt(end))) end++;
  const next = text.charCodeAt(end);
  if (isAlnum(next) || (next === 58 && isHex(text.charCodeAt(end + 1)))) return null;
  const value = Number(text.slice(at + 1, end));
  return value > 0 && value < 65_536 ? value : null;
}

/** An IPv6 address that begins at `start`, with its prefix length, zone, and port behind a bracket. */
export function takeIpv6(scan: Scan, start: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (isAlnum(before) || before === 58 || before === 46 || before === 95 || before === 45) return NOTHING;
  let end = start;
  let colons = 0;
  while (end - start < 50) {
    const code = text.charCodeAt(end);
    if (code === 58) colons++;
    else if (code !== 46 && !isHex(code)) break;
    end++;
  }
  while (end > start && (text.charCodeAt(end - 1) === 46 || isLooseColon(text, end))) end--;
  if (colons < 2 || end - start < 3 || isAlnum(text.charCodeAt(end)) || text.charCodeAt(end) === 95)
    return NOTHING;
  const address = text.slice(start, end);
  const value = readIpv6(scan, address);
  if (value === null || !looksLikeAddress(scan, address, start, end)) return NOTHING;
  const cidr = cidrAfter(text, end, 128);
  if (cidr !== null) return noteNetwork(scan, "ipv6", value, start, cidr);
  const zone =
    text.charCodeAt(end) !== 37 ? undefined : /^%([A-Za-z0-9]{1,15})/.exec(text.slice(end, end + 17))?.[1];
  if (zone !== undefined) {
    noteAddress(scan, "ipv6", value, start, end, { zone });
    return end + 1 + zone.length;
  }
  const isBracketed = before === 91 && text.charCodeAt(end) === 93;
  const port = isBracketed ? portAfter(text, end + 1) : null;
  return noteAddress(scan, "ipv6", value, start, end, port === null ? null : { port });
}

/** The address as it is compared; each way of writing it is read once in a text. */
function readIpv6({ addresses }: Scan, written: string): string | null {
  const known = addresses.get(written);
  if (known !== undefined) return known;
  const value = isIPv6(written) ? shortest(written) : null;
  addresses.set(written, value);
  return value;
}

function isLooseColon(text: string, end: number): boolean {
  return text.charCodeAt(end - 1) === 58 && text.charCodeAt(end - 2) !== 58;
}

/** `ad::be` may be code, and eight pairs a fingerprint; an address has digits, or more than two groups. */
function looksLikeAddress(scan: Scan, address: string, start: number, end: number): boolean {
  if (address.length === 23 && /^(?:[\da-f]{2}:){7}[\da-f]{2}$/i.test(address)) return false;
  if (/\d/.test(address) || scan.isDefanged(start, end)) return true;
  return address.split(":").filter((group) => group !== "").length > 2;
}

/** The address in lower case with its longest run of zero groups left out (RFC 5952). */
export function shortest(address: string): string {
  if (address.includes(".")) return new URL(`http://[${address}]`).hostname.slice(1, -1);
  if (/^(?:::)?[1-9a-f][\da-f]{0,3}$/.test(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right];
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > best.length) best = { start, length };
    start += length;
  }
  if (best.start < 0) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}

function groupsOf(part: string): string[] {
  return part === "" ? [] : part.split(":").map((group) => group.replace(/^0+(?=.)/, ""));
}

function noteNetwork(
  scan: Scan,
  type: "ipv4" | "ipv6",
  address: string,
  start: number,
  cidr: number,
): number {
  const end = scan.text.indexOf("/", start) + 1 + String(cidr).length;
  return note(scan, {
    type,
    value: `${address}/${cidr}`,
    start,
    end,
    details: { cidr },
    confidence: 0.85,
    reasons: ["network with prefix length"],
  });
}

function noteAddress(
  scan: Scan,
  type: "ipv4" | "ipv6",
  value: string,
  start: number,
  end: number,
  details: Record<string, string | number> | null,
): number {
  const confidence = ordinaryRangeOf(value) === null ? 0.8 : 0.7;
  return note(scan, { type, value, start, end, details, confidence });
}

const MAC = /(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Za-z:])/y;
const MAC_DASHED = /^(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}$/;
const MAC_CISCO = /^[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}$/;

/** A MAC address with colons, beginning at `start`. */
export function takeMac(scan: Scan, start: number): number {
  const before = scan.text.charCodeAt(start - 1);
  if (before === 58 || isAlnum(before)) return NOTHING;
  MAC.lastIndex = start;
  return MAC.test(scan.text) ? noteMac(scan, start, start + 17) : NOTHING;
}

/** A MAC address with hyphens or in Cisco's form, filling a run. */
export function takeMacRun(scan: Scan, start: number, end: number): number {
  const length = end - start;
  if (length !== 17 && length !== 14) return NOTHING;
  const written = scan.text.slice(start, end);
  if (length === 17 ? !MAC_DASHED.test(written) : !MAC_CISCO.test(written)) return NOTHING;
  const needsCue =
    !/[A-Fa-f]/.test(written) && !/\bmac\b/i.test(scan.text.slice(Math.max(0, start - 40), start));
  return needsCue ? NOTHING : noteMac(scan, start, end);
}

function noteMac(scan: Scan, start: number, end: number): number {
  const digits = scan.text.slice(start, end).replace(/[^0-9A-Fa-f]/g, "");
  const value = (digits.toLowerCase().match(/../g) ?? []).join(":");
  return note(scan, {
    type: "mac",
    value,
    start,
    end,
    isOrdinary: /^(?:00:){5}00$|^(?:ff:){5}ff$/.test(value),
  });
}
