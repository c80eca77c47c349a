const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32 = 1;
const BECH32M = 0x2bc830a3;

/** Whether a segwit address has that prefix and a checksum that holds (BIP 173 for version 0, BIP 350 above). */
export function isBech32(written: string, prefix: string): boolean {
  const lower = written.toLowerCase();
  if (written !== lower && written !== written.toUpperCase()) return false;
  if (!lower.startsWith(`${prefix}1`) || lower.length < prefix.length + 8 || lower.length > 90) return false;
  let sum = 1;
  for (const letter of prefix) sum = step(sum, letter.charCodeAt(0) >> 5);
  sum = step(sum, 0);
  for (const letter of prefix) sum = step(sum, letter.charCodeAt(0) & 31);
  for (let at = prefix.length + 1; at < lower.length; at++) {
    const value = ALPHABET.indexOf(lower.charAt(at));
    if (value < 0) return false;
    sum = step(sum, value);
  }
  return sum === (lower.charAt(prefix.length + 1) === "q" ? BECH32 : BECH32M);
}

function step(sum: number, value: number): number {
  const top = sum >>> 25;
  let next = ((sum & 0x1ffffff) << 5) ^ value;
  for (let bit = 0; bit < 5; bit++) if (((top >> bit) & 1) === 1) next ^= GENERATORS[bit] as number;
  return next;
}
