import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What an operator opened on purpose. A port of null means every port. */
export type AllowList = {
  names: { host: string; port: number | null }[];
  networks: { base: Address; bits: number; port: number | null }[];
};

/**
 * Reads entries such as `10.0.0.0/8`, `127.0.0.1:8099`, `[::1]:8099`, `fd00::/8` and `intranet.local:8443`.
 * Throws an Error that names the entry it cannot read.
 */
export function parseAllowList(entries: string[]): AllowList {
  const list: AllowList = { names: [], networks: [] };
  for (const entry of entries.map((text) => text.trim()).filter((text) => text !== "")) {
    const { host, port } = splitPort(entry);
    const network = parseNetwork(host);
    if (network) {
      list.networks.push({ ...network, port });
      continue;
    }
    if (!isHostName(host)) throw new Error(`Not an address, network or host name: "${entry}"`);
    list.names.push({ host: host.toLowerCase().replace(/\.$/, ""), port });
  }
  return list;
}

function splitPort(entry: string): { host: string; port: number | null } {
  const bracketed = /^\[([^\]]+)\](\/\d{1,3})?(?::(\d{1,5}))?$/.exec(entry);
  if (bracketed) return { host: `${bracketed[1]}${bracketed[2] ?? ""}`, port: toPort(entry, bracketed[3]) };
  const plain = /^([^:]+):(\d{1,5})$/.exec(entry);
  if (plain) return { host: plain[1] ?? "", port: toPort(entry, plain[2]) };
  return { host: entry, port: null };
}

function toPort(entry: string, digits: string | undefined): number | null {
  if (digits === undefined) return null;
  const port = Number(digits);
  if (port < 1 || port > 65_535) throw new Error(`Not a port: "${entry}"`);
  return port;
}

function parseNetwork(text: string): { base: Address; bits: number } | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { base: ipaddr.IPv4.parse(text), bits: 32 };
  if (ipaddr.IPv6.isValid(text)) return { base: ipaddr.IPv6.parse(text), bits: 128 };
  if (!ipaddr.isValidCIDR(text)) return null;
  const [base, bits] = ipaddr.parseCIDR(text);
  return { base, bits };
}

/** A letter in the last label keeps misspelt addresses such as "10.0.0" from passing as names. */
function isHostName(text: string): boolean {
  return text.length <= 253 && /^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9-]*[a-z][a-z0-9-]*\.?$/i.test(text);
}
