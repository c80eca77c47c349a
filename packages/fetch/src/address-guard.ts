import { isIP } from "node:net";

import ipaddr from "ipaddr.js";

import type { AllowList } from "./allow-list.ts";
import { FetchError } from "./fetch-error.ts";
import type { Lookup, Trace } from "./fetch-types.ts";

/** `range` says what kind of address it is; `opened` that only the allow list lets it through. */
export type Verdict = { allowed: boolean; range: string; opened: boolean };
export type CheckedAddress = { address: string; family: 4 | 6 };
export type Target = { hostname: string; port: number; url: string };

/** Instance metadata services hand out credentials: a host name on the allow list does not open them. */
const metadataAddresses = new Set(["169.254.169.254", "169.254.170.2", "100.100.100.200", "fd00:ec2::254"]);

/** ipaddr.js calls these unicast although they embed or lead to other addresses. */
const deceptiveNetworks: [ipaddr.IPv6, number, string][] = [
  [ipaddr.IPv6.parse("::"), 96, "ipv4Compatible"],
  [ipaddr.IPv6.parse("::ffff:0:0:0"), 96, "ipv4Translated"],
  [ipaddr.IPv6.parse("64:ff9b::"), 32, "nat64"],
];

/**
 * Judges one IP address for a connection to `hostname:port`: only public unicast passes, unless the
 * allow list opens it. Mapped IPv4 (::ffff:0:0/96) is judged as the IPv4 address within.
 */
export function judgeAddress(allow: AllowList, address: string, hostname: string, port: number): Verdict {
  const parsed = parseAddress(address);
  if (!parsed) return { allowed: false, range: "invalid", opened: false };

  const metadata = metadataAddresses.has(parsed.toString());
  const range = metadata ? "metadata" : rangeOf(parsed);
  const byAddress = allow.networks.some(
    (network) => portMatches(network.port, port) && contains(network.base, network.bits, parsed),
  );
  const byName = !metadata && opensName(allow, hostname, port);
  const opened = byAddress || byName;
  return { allowed: opened || range === "unicast", range, opened };
}

/** True when the URL's own host, be it a name or an address, is on the allow list. */
export function opensHost(allow: AllowList, hostname: string, port: number): boolean {
  const literal = literalOf(hostname);
  return literal ? judgeAddress(allow, literal, hostname, port).opened : opensName(allow, hostname, port);
}

/** Throws `blocked_address` when the host is an IP literal that the guard refuses; names are checked on connect. */
export function checkLiteral(allow: AllowList, target: Target): void {
  const literal = literalOf(target.hostname);
  if (literal) refuseUnlessAllowed(judgeAddress(allow, literal, literal, target.port), literal, target);
}

/**
 * Resolves the host once and returns its addresses only when every one of them passes.
 * The caller must connect to these and not resolve again. Throws FetchError `dns` or `blocked_address`.
 */
export async function resolveChecked(
  deps: { allow: AllowList; lookup: Lookup; trace?: Trace | undefined },
  target: Target,
): Promise<{ addresses: CheckedAddress[]; opened: boolean }> {
  const literal = literalOf(target.hostname);
  const answers = literal ? [literal] : await lookUp(deps, target);
  let opened = false;
  for (const address of answers) {
    const verdict = judgeAddress(deps.allow, address, target.hostname, target.port);
    const word = verdict.allowed ? "allowed" : "refused";
    deps.trace?.({ step: "address", address, verdict: `${word}: ${verdict.range}` });
    refuseUnlessAllowed(verdict, address, target);
    opened ||= verdict.opened;
  }
  return { addresses: answers.map((address) => ({ address, family: isIP(address) === 6 ? 6 : 4 })), opened };
}

async function lookUp(
  deps: { lookup: Lookup; trace?: Trace | undefined },
  target: Target,
): Promise<string[]> {
  const started = performance.now();
  const answers = await deps.lookup(target.hostname).catch((cause: unknown) => {
    throw new FetchError("dns", `The name ${target.hostname} cannot be resolved.`, {
      url: target.url,
      cause,
    });
  });
  const addresses = [...new Set(answers.map((answer) => answer.address))];
  deps.trace?.({ step: "dns", host: target.hostname, addresses, ms: performance.now() - started });
  if (addresses.length > 0) return addresses;
  throw new FetchError("dns", `The name ${target.hostname} has no address.`, { url: target.url });
}

function refuseUnlessAllowed(verdict: Verdict, address: string, target: Target): void {
  if (verdict.allowed) return;
  const where = address === target.hostname ? address : `${target.hostname} leads to ${address}, which`;
  throw new FetchError("blocked_address", `${where} is not a public address (${verdict.range}).`, {
    url: target.url,
  });
}

function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const [bare = ""] = address.split("%");
  if (isIP(bare) === 0) return null;
  return ipaddr.process(bare.includes(":") ? hexForm(bare) : bare);
}

/** ipaddr.js reads "::8.8.8.8" as mapped IPv4, but it is IPv4-compatible; in hex they cannot be confused. */
function hexForm(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const range = address.range();
  if (address.kind() === "ipv4" || range !== "unicast") return range;
  const deceptive = deceptiveNetworks.find(([base, bits]) => contains(base, bits, address));
  if (deceptive) return deceptive[2];
  // Only 2000::/3 has ever been given out as global unicast (RFC 4291 §2.4, IANA registry).
  return contains(globalUnicast, 3, address) ? range : "unassigned";
}

const globalUnicast = ipaddr.IPv6.parse("2000::");

function contains(
  base: ipaddr.IPv4 | ipaddr.IPv6,
  bits: number,
  address: ipaddr.IPv4 | ipaddr.IPv6,
): boolean {
  return base.kind() === address.kind() && address.match(base, bits);
}

function opensName(allow: AllowList, hostname: string, port: number): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  return allow.names.some((entry) => entry.host === name && portMatches(entry.port, port));
}

function portMatches(allowed: number | null, port: number): boolean {
  return allowed === null || allowed === port;
}

function literalOf(hostname: string): string | null {
  const bare = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}
