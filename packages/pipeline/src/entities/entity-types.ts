/** What can be observed on a machine or a wire, or names one published flaw. The value is refanged and normalised. */
export const indicatorTypes = [
  "ipv4",
  "ipv6",
  "domain",
  "url",
  "email",
  "onion",
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "ssdeep",
  "imphash",
  "ja3",
  "jarm",
  "cve",
  "ghsa",
  "euvd",
  "file_name",
  "file_path",
  "pdb_path",
  "registry_key",
  "mutex",
  "named_pipe",
  "bitcoin",
  "ethereum",
  "monero",
  "asn",
  "mac",
  "user_agent",
  "telegram",
  "yara_rule",
  "sigma_rule",
] as const;

/** What has a name in the field. `technique` and `tactic` have ATT&CK ids as values, the others their canonical name. */
export const nameTypes = [
  "actor",
  "malware",
  "ransomware",
  "tool",
  "technique",
  "tactic",
  "vendor",
  "product",
  "sector",
  "country",
] as const;

export type IndicatorType = (typeof indicatorTypes)[number];
export type NameType = (typeof nameTypes)[number];
export type EntityType = IndicatorType | NameType;
