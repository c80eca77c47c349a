import { parse } from "tldts";

const OPTIONS = {
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
  mixedInputs: false,
} as const;

/** Names of RFC 2606 and RFC 6761 that reports use for what must not exist. */
const RESERVED = new Set(["test", "example", "invalid"]);

const known = new Map<string, boolean>();

/** Whether the host stands below a public suffix of ICANN, or a reserved name; suffixes themselves are no hosts. */
export function isPublicHost(host: string): boolean {
  const last = host.slice(host.lastIndexOf(".") + 1);
  if (RESERVED.has(last)) return true;
  if (!isKnownSuffix(last)) return false;
  return parse(host, OPTIONS).domain !== null;
}

/** Whether a lower-case top-level name is in ICANN's part of the public suffix list. */
export function isKnownSuffix(name: string): boolean {
  if (name.length < 2 || name.length > 24) return false;
  const before = known.get(name);
  if (before !== undefined) return before;
  const answer = parse(`a.b.${name}`, OPTIONS).isIcann === true;
  if (known.size < 4000) known.set(name, answer);
  return answer;
}

/** The name that was registered, such as `example.co.uk` of `www.example.co.uk`; null when there is none. */
export function registrableOf(host: string): string | null {
  return parse(host, OPTIONS).domain;
}
