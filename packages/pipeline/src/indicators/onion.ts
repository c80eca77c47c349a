import { hash } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** Whether a label has the length and letters of an onion service's name, version 2 or 3. */
export function isOnionName(label: string): boolean {
  return (label.length === 16 || label.length === 56) && /^[a-z2-7]+$/.test(label);
}

/** Whether the checksum inside a version 3 name holds (rend-spec-v3, "Encoding onion addresses"). */
export function hasOnionChecksum(label: string): boolean {
  const bytes = decode(label);
  if (bytes.length !== 35 || bytes[34] !== 3) return false;
  const checked = Buffer.concat([Buffer.from(".onion checksum"), bytes.subarray(0, 32), Buffer.from([3])]);
  const sum = hash("sha3-256", checked, "buffer");
  return sum[0] === bytes[32] && sum[1] === bytes[33];
}

function decode(label: string): Buffer {
  const bytes: number[] = [];
  let kept = 0;
  let bits = 0;
  for (const letter of label) {
    kept = ((kept << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((kept >> bits) & 255);
  }
  return Buffer.from(bytes);
}
