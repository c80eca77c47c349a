const names: Record<string, string> = {
  ipv4: "IPv4",
  ipv6: "IPv6",
  url: "URL",
  md5: "MD5",
  sha1: "SHA-1",
  sha256: "SHA-256",
  sha512: "SHA-512",
  ja3: "JA3",
  jarm: "JARM",
  cve: "CVE",
  ghsa: "GHSA",
  euvd: "EUVD",
  pdb_path: "PDB path",
  asn: "AS number",
  mac: "MAC",
  yara_rule: "YARA rule",
  sigma_rule: "Sigma rule",
  c2: "C2",
};

/** A type or a role as people write it: `SHA-256`, `file path`, `C2`. */
export function typeName(type: string): string {
  return names[type] ?? type.replaceAll("_", " ");
}

/** The same at the begin of a line. */
export function typeTitle(type: string): string {
  const name = typeName(type);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
