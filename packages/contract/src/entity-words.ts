/** What can be observed on a machine or a wire, or names one published flaw. */
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

/** What has a name in the field. */
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

/** What an indicator is in a report. */
export const mentionRoles = [
  "c2",
  "payload",
  "phishing",
  "exfiltration",
  "delivery",
  "infrastructure",
  "exploited",
  "victim",
  "reference",
] as const;

/** How a mention counts, with the tenant's verdicts and benign entries. */
export const mentionStatuses = ["indicator", "mentioned", "benign", "named", "proposed", "rejected"] as const;
