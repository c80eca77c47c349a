/** A range of addresses, both ends included: four 32-bit words each, of which IPv4 uses the last. */
export type AddressRange = { version: 4 | 6; first: Words; last: Words };
export type Words = readonly [number, number, number, number];

/** Reads `198.51.100.0/24`, `2001:db8::/32` or a single address (RFC 4632, RFC 4291); null for anything else. */
export function readCidr(text: string): AddressRange | null {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const four = readIpv4(address);
  const words: Words | null = four === null ? readIpv6(address) : [0, 0, 0, four];
  if (words === null) return null;
  const version = four === null ? 6 : 4;
  const most = four === null ? 128 : 32;
  const written = slash < 0 ? String(most) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(written) || Number(written) > most) return null;
  const fixed = Number(written) + 128 - most;
  return {
    version,
    first: mapWords(words, (word, at) => (word & maskOf(fixed - 32 * at)) >>> 0),
    last: mapWords(words, (word, at) => (word | ~maskOf(fixed - 32 * at)) >>> 0),
  };
}

/** An IPv4 address in dotted form as one number; null for anything else. */
export function readIpv4(text: string): number | null {
  if (text.length < 7 || text.length > 15) return null;
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (part < 0) return null;
      value = value * 256 + part;
      part = -1;
      dots++;
      continue;
    }
    // After a leading zero some read octal digits, so nobody can say which address is meant.
    if (code < 48 || code > 57 || part === 0) return null;
    part = part < 0 ? code - 48 : part * 10 + code - 48;
    if (part > 255) return null;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : null;
}

/** An IPv6 address in any of its forms (RFC 4291 §2.2), without a zone; null for anything else. */
export function readIpv6(text: string): Words | null {
  if (text.length < 2 || text.length > 45) return null;
  const gap = text.indexOf("::");
  const head = groupsOf(gap < 0 ? text : text.slice(0, gap), gap < 0);
  const tail = gap < 0 ? [] : groupsOf(text.slice(gap + 2), true);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  const word = (at: number): number => (((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0)) >>> 0;
  return [word(0), word(2), word(4), word(6)];
}

/** The 16-bit groups of one side of the gap; the last may be an IPv4 address. */
function groupsOf(text: string, mayEndWithIpv4: boolean): number[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  if (parts.length > 8) return null;
  const groups: number[] = [];
  for (const [at, part] of parts.entries()) {
    const four = mayEndWithIpv4 && at === parts.length - 1 ? readIpv4(part) : null;
    if (four !== null) groups.push(four >>> 16, four & 0xffff);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function mapWords(words: Words, of: (word: number, at: number) => number): Words {
  return [of(words[0], 0), of(words[1], 1), of(words[2], 2), of(words[3], 3)];
}

function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}
