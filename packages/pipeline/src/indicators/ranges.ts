type Range = { from: number; to: number; name: string };

const V4: readonly Range[] = [
  ["0.0.0.0", 8, "unspecified addresses (RFC 1122)"],
  ["10.0.0.0", 8, "RFC 1918 private addresses"],
  ["100.64.0.0", 10, "RFC 6598 shared addresses"],
  ["127.0.0.0", 8, "loopback addresses"],
  ["169.254.0.0", 16, "link-local addresses"],
  ["172.16.0.0", 12, "RFC 1918 private addresses"],
  ["192.0.2.0", 24, "RFC 5737 documentation addresses"],
  ["192.168.0.0", 16, "RFC 1918 private addresses"],
  ["198.18.0.0", 15, "RFC 2544 benchmark addresses"],
  ["198.51.100.0", 24, "RFC 5737 documentation addresses"],
  ["203.0.113.0", 24, "RFC 5737 documentation addresses"],
  ["224.0.0.0", 4, "multicast addresses"],
  ["255.255.255.255", 32, "broadcast address"],
  ["240.0.0.0", 4, "reserved addresses and netmasks"],
].map(([base, bits, name]) => {
  const from = numberOf(base as string);
  return { from, to: from + 2 ** (32 - (bits as number)), name: name as string };
});

const RESOLVERS = new Set(
  "8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 4.2.2.1 4.2.2.2 94.140.14.14 94.140.15.15 223.5.5.5 223.6.6.6 114.114.114.114 119.29.29.29 77.88.8.8 2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2620:fe::fe".split(
    " ",
  ),
);

/** The range without meaning as evidence that an IPv4 or IPv6 address lies in, by name; null for all others. */
export function ordinaryRangeOf(address: string): string | null {
  if (RESOLVERS.has(address)) return "public DNS resolvers";
  return address.includes(":") ? ordinaryV6(address) : ordinaryV4(address);
}

function ordinaryV4(address: string): string | null {
  const value = numberOf(address);
  for (const { from, to, name } of V4) if (value >= from && value < to) return name;
  return null;
}

function ordinaryV6(address: string): string | null {
  if (address === "::") return "unspecified addresses (RFC 4291)";
  if (address === "::1") return "loopback addresses";
  if (/^fe[89ab]/.test(address)) return "link-local addresses";
  if (/^f[cd]..:/.test(address)) return "RFC 4193 private addresses";
  if (/^ff..:/.test(address)) return "multicast addresses";
  if (/^2001:db8(?::|$)/.test(address) || address.startsWith("3fff:"))
    return "RFC 3849 documentation addresses";
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]+):([0-9a-f]+))$/.exec(address);
  if (mapped === null) return null;
  if (mapped[1] !== undefined) return ordinaryV4(mapped[1]);
  const high = Number.parseInt(mapped[2] as string, 16);
  const low = Number.parseInt(mapped[3] as string, 16);
  return ordinaryV4([high >> 8, high & 255, low >> 8, low & 255].join("."));
}

function numberOf(address: string): number {
  let value = 0;
  let part = 0;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code === 46) {
      value = value * 256 + part;
      part = 0;
    } else part = part * 10 + code - 48;
  }
  return value * 256 + part;
}
