import { isAlnum } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const BY_LENGTH: Record<number, "md5" | "sha1" | "sha256" | "sha512" | "jarm"> = {
  32: "md5",
  40: "sha1",
  62: "jarm",
  64: "sha256",
  128: "sha512",
};

const KIND =
  /\b(?:imp(?:ort)?[ _-]?hash|imphash|ja3s?(?:[ _-]hash)?|ja3|md5|sha-?1|sha-?256|ntlm|nthash|lmhash|nt hash|lm hash)\b/gi;
const KEY_BEFORE =
  /\b(?:(?:aes|rc4|xor|des|3des|chacha20|salsa20|encryption|decryption|private|public|api|access|secret|shared|session|license|product|master|static|hard-?coded)[ _-]?keys?|key|keys|iv|nonce|salt|password|passwd|token|cookie|sessid|phpsessid|secret|uuid|guid|client[ _-]?id|tenant[ _-]?id|app(?:lication)?[ _-]?id|bot[ _-]?id|campaign[ _-]?id|victim[ _-]?id|build[ _-]?id|user[ _-]?id|login[ _-]?id|machine[ _-]?id|tox(?:[ _-]?id)?|serial(?:[ _-]?numbers?)?|credential|ntlm[ _-]?hash(?:es)?|nt[ _-]?hash|lm[ _-]?hash|watermark|trace[ _-]?id|request[ _-]?id)(?: (?:is|was|of|used|number))?["'`]?\s{0,2}[:=(]?\s{0,2}["'`(]?(?:0x)?$/i;
const COMMIT_BEFORE =
  /\b(?:commits?|git|revision|rev|changeset|tree|blob|checkout|cherry-picked|merged in|HEAD|sha-?1? of the commit)\b[^.\n]{0,24}$/i;

/** Hashes that say nothing: of the empty file, and of zeros. */
const EMPTY = new Set([
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
  "aad3b435b51404eeaad3b435b51404ee",
  "31d6cfe0d16ae931b73c59d7e0c089c0",
]);

export function isEmptyHash(value: string): boolean {
  return EMPTY.has(value);
}

/** A hash that fills a run of hexadecimal digits. */
export function takeHash(scan: Scan, start: number, end: number): number {
  const type = BY_LENGTH[end - start];
  if (type === undefined) return NOTHING;
  const { text } = scan;
  const value = text.slice(start, end).toLowerCase();
  if (!isVaried(value) || !standsAlone(text, start, end)) return NOTHING;
  const before = text.slice(Math.max(0, start - 56), start);
  if (type === "sha1" && COMMIT_BEFORE.test(before)) return NOTHING;
  if (type === "jarm") return noteHash(scan, "jarm", value, start, end, /jarm/i.test(before) ? 0.95 : 0.75);
  if ((type === "md5" || type === "sha256") && KEY_BEFORE.test(before)) return NOTHING;
  if (type !== "md5") return noteHash(scan, type, value, start, end, 0.95);
  return takeMd5(scan, value, start, end);
}

const NEXT_LINE = /\r?\n[ \t]{0,8}([\da-fA-F]{8,120})(?![\w.-])/y;

/** A hash that a line break cuts in two, as in narrow columns; two whole hashes stay two unless a label says more. */
export function takeBrokenHash(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  NEXT_LINE.lastIndex = end;
  const rest = NEXT_LINE.exec(text)?.[1];
  if (rest === undefined) return NOTHING;
  const length = end - start + rest.length;
  const type = length === 40 || length === 64 || length === 128 ? BY_LENGTH[length] : undefined;
  const value = `${text.slice(start, end)}${rest}`.toLowerCase();
  if (type === undefined || !isVaried(value) || !standsAlone(text, start, end)) return NOTHING;
  if (BY_LENGTH[end - start] !== undefined || BY_LENGTH[rest.length] !== undefined) {
    const before = text.slice(Math.max(0, start - 24), start).toLowerCase();
    if (!LABELS[length]?.test(before)) return NOTHING;
  }
  return noteHash(scan, type, value, start, NEXT_LINE.lastIndex, 0.9);
}

const LABELS: Record<number, RegExp> = {
  40: /sha-?1["'`]?\s{0,3}[:=|]?\s{0,3}$/,
  64: /sha-?256["'`]?\s{0,3}[:=|]?\s{0,3}$/,
  128: /sha-?512["'`]?\s{0,3}[:=|]?\s{0,3}$/,
};

function takeMd5(scan: Scan, value: string, start: number, end: number): number {
  const kind = kindOf(scan, start);
  if (kind === "ntlm") return NOTHING;
  return noteHash(scan, kind ?? "md5", value, start, end, 0.9);
}

/** Which of the kinds of 32 digits it is: by the column, else by the cue nearest before it in the line. */
function kindOf(scan: Scan, start: number): "imphash" | "ja3" | "md5" | "ntlm" | null {
  const { text } = scan;
  const under = scan.underAt(start);
  const near = text.slice(Math.max(0, start - 120), start);
  const line = start - near.length + near.lastIndexOf("\n") + 1;
  const cue = [...text.slice(line, start).matchAll(KIND)].at(-1);
  const isTable = scan.placeAt(start) === "table";
  if (isTable && /imp(?:ort)?[ _-]?hash|ja3|md5/.test(under)) return named(under);
  if (
    cue !== undefined &&
    (cue.index >= start - line - 60 || !/[.;]\s/.test(text.slice(line + cue.index, start)))
  )
    return named(cue[0].toLowerCase());
  const after = /^["'`)]? ?\(?(imphash|ja3s?)\b/i.exec(text.slice(start + 32, start + 44))?.[1];
  if (after !== undefined) return named(after.toLowerCase());
  return /imp(?:ort)?[ _-]?hash|ja3/.test(under) ? named(under) : null;
}

function named(cue: string): "imphash" | "ja3" | "md5" | "ntlm" | null {
  if (/imp(?:ort)?[ _-]?hash/.test(cue)) return "imphash";
  if (cue.includes("ja3")) return "ja3";
  if (/nt|lm/.test(cue)) return "ntlm";
  return "md5";
}

function noteHash(
  scan: Scan,
  type: "md5" | "sha1" | "sha256" | "sha512" | "jarm" | "imphash" | "ja3",
  value: string,
  start: number,
  end: number,
  confidence: number,
): number {
  const isPlaceholder = /^(?:0123456789abcdef|deadbeef|abcdef|123456)/.test(value);
  return note(scan, {
    type,
    value,
    start,
    end,
    confidence,
    isOrdinary: isPlaceholder,
    reasons: isPlaceholder ? ["looks like a placeholder"] : [],
  });
}

/** All-same digits and decimal numbers are no hashes. */
function isVaried(value: string): boolean {
  let seen = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code >= 48 && code <= 57) seen |= 1 << (code - 48);
    else if (code >= 97 && code <= 102) seen |= 1 << (code - 87);
    else return false;
  }
  if ((seen & 0x3ff) === 0 || seen >> 10 === 0) return false;
  let kinds = 0;
  for (let rest = seen; rest !== 0; rest &= rest - 1) kinds++;
  return kinds >= 6;
}

/** A hash is no part of a path, an address or a longer word. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const next = text.charCodeAt(end);
  if (before === 37 || before === 35 || before === 43 || next === 43) return false;
  if (next === 61 && text.charCodeAt(end + 1) !== 32) return false;
  return (
    before !== 47 ||
    !isAlnum(text.charCodeAt(start - 2)) ||
    /\b(?:sha-?\d+|md5)\/$/i.test(text.slice(Math.max(0, start - 8), start))
  );
}

const SSDEEP = /(\d{1,8}):([A-Za-z0-9+/]{3,64}):([A-Za-z0-9+/]{3,64})(?![A-Za-z0-9+/:])/y;

/** An ssdeep hash that begins with the digits of its block size at `start`. */
export function takeSsdeep(scan: Scan, start: number): number {
  const { text } = scan;
  if (isAlnum(text.charCodeAt(start - 1))) return NOTHING;
  SSDEEP.lastIndex = start;
  const match = SSDEEP.exec(text);
  if (match === null) return NOTHING;
  const [value, size = "", first = "", second = ""] = match;
  if (!isBlockSize(Number(size)) || first.length + second.length < 16 || !/[A-Za-z]/.test(first))
    return NOTHING;
  return note(scan, { type: "ssdeep", value, start, end: start + value.length, confidence: 0.95 });
}

/** ssdeep's block sizes are 3 times a power of two. */
function isBlockSize(size: number): boolean {
  const power = size / 3;
  return Number.isInteger(power) && power >= 1 && (power & (power - 1)) === 0;
}
