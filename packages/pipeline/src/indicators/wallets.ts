import { createHash } from "node:crypto";

import { isBech32 } from "./bech32.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { keccak256 } from "./keccak.ts";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const VALUES = new Int8Array(128).fill(-1);
for (let index = 0; index < 58; index++) VALUES[BASE58.charCodeAt(index)] = index;

/** A wallet of Bitcoin, Ethereum or Monero that fills a run; only with a checksum that holds. */
export function takeWallet(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const length = end - start;
  const first = text.charCodeAt(start);
  const second = text.charCodeAt(start + 1);
  if (first === 48 && (second | 32) === 120) return length === 42 ? takeEthereum(scan, start, end) : NOTHING;
  const isOld = (first === 49 || first === 51) && length >= 25 && length <= 35;
  const isSegwit =
    (first | 32) === 98 && (second | 32) === 99 && text.charCodeAt(start + 2) === 49 && length <= 74;
  const isMonero = (first === 52 || first === 56) && (length === 95 || length === 106);
  if ((!isOld && !isSegwit && !isMonero) || scan.checksumsLeft <= 0) return NOTHING;
  scan.checksumsLeft--;
  const written = text.slice(start, end);
  const reasons = ["checksum holds"];
  if (isSegwit) {
    if (!isBech32(written, "bc")) return NOTHING;
    return note(scan, {
      type: "bitcoin",
      value: written.toLowerCase(),
      start,
      end,
      confidence: 0.97,
      reasons,
    });
  }
  if (isOld ? !isBase58Check(written) : !isMoneroAddress(written)) return NOTHING;
  return note(scan, {
    type: isOld ? "bitcoin" : "monero",
    value: written,
    start,
    end,
    confidence: 0.97,
    reasons,
  });
}

const CUE =
  /\b(?:wallets?|eth|ethereum|ether|address(?:es)?|payments?|ransom|crypto\w*|drain\w*|contracts?|usdt|usdc|erc-?20|bnb|bsc|polygon|donat\w*|stolen|funds|token|swap\w*)\b/i;

function takeEthereum(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const digits = text.slice(start + 2, end);
  if (!/^[0-9a-fA-F]{40}$/.test(digits) || new Set(digits.toLowerCase()).size < 5) return NOTHING;
  const lower = digits.toLowerCase();
  const isMixed = digits !== lower && digits !== digits.toUpperCase();
  if (isMixed) {
    if (scan.checksumsLeft-- <= 0 || !holdsCaseChecksum(digits, lower)) return NOTHING;
    return note(scan, {
      type: "ethereum",
      value: `0x${lower}`,
      start,
      end,
      confidence: 0.97,
      reasons: ["checksum holds"],
    });
  }
  const around = `${text.slice(Math.max(0, start - 140), start)} ${text.slice(end, end + 60)} ${scan.underAt(start)}`;
  if (!CUE.test(around)) return NOTHING;
  return note(scan, {
    type: "ethereum",
    value: `0x${lower}`,
    start,
    end,
    confidence: 0.8,
    reasons: ["cue word for a wallet"],
  });
}

/** EIP-55: a letter is a capital where the hash of the lower-case address has a digit from 8 on. */
function holdsCaseChecksum(digits: string, lower: string): boolean {
  const sum = keccak256(Buffer.from(lower, "latin1"));
  for (let at = 0; at < 40; at++) {
    const code = digits.charCodeAt(at);
    if (code < 58) continue;
    const nibble = ((sum[at >> 1] as number) >> (at % 2 === 0 ? 4 : 0)) & 15;
    if (nibble >= 8 !== code < 97) return false;
  }
  return true;
}

function isBase58Check(written: string): boolean {
  const bytes = decode58(written, 0, written.length, 25);
  if (bytes === null || (bytes[0] !== 0 && bytes[0] !== 5)) return false;
  let zeros = 0;
  while (written.charCodeAt(zeros) === 49) zeros++;
  let empty = 0;
  while (empty < 25 && bytes[empty] === 0) empty++;
  if (zeros !== empty) return false;
  const once = createHash("sha256").update(bytes.subarray(0, 21)).digest();
  const sum = createHash("sha256").update(once).digest();
  for (let at = 0; at < 4; at++) if (sum[at] !== bytes[21 + at]) return false;
  return true;
}

/** Monero encodes blocks of 8 bytes as 11 letters; the last block is shorter. */
function isMoneroAddress(written: string): boolean {
  const size = written.length === 95 ? 69 : 77;
  const bytes = new Uint8Array(size);
  for (let block = 0; block * 11 < written.length; block++) {
    const from = block * 11;
    const to = Math.min(written.length, from + 11);
    const part = decode58(written, from, to, Math.min(8, size - block * 8));
    if (part === null) return false;
    bytes.set(part, block * 8);
  }
  if (bytes[0] !== 18 && bytes[0] !== 19 && bytes[0] !== 42) return false;
  const sum = keccak256(bytes.subarray(0, size - 4));
  for (let at = 0; at < 4; at++) if (sum[at] !== bytes[size - 4 + at]) return false;
  return true;
}

/** The big-endian number in `size` bytes; null for letters outside of the alphabet and numbers that are too large. */
function decode58(written: string, start: number, end: number, size: number): Uint8Array | null {
  const bytes = new Uint8Array(size);
  for (let at = start; at < end; at++) {
    const code = written.charCodeAt(at);
    let carry = code < 128 ? (VALUES[code] as number) : -1;
    if (carry < 0) return null;
    for (let byte = size - 1; byte >= 0; byte--) {
      carry += (bytes[byte] as number) * 58;
      bytes[byte] = carry & 255;
      carry >>= 8;
    }
    if (carry > 0) return null;
  }
  return bytes;
}
