import type { KnowledgeKind } from "@cti/db/schema/knowledge";

const galaxies = [
  "threat-actor",
  "mitre-intrusion-set",
  "malpedia",
  "mitre-malware",
  "mitre-tool",
  "mitre-attack-pattern",
  "ransomware",
  "rat",
  "stealer",
  "botnet",
  "backdoor",
  "tool",
  "sector",
];

const warninglists = [
  "bank-website",
  "cisco_top1000",
  "common-contact-emails",
  "common-ioc-false-positive",
  "disposable-email",
  "empty-hashes",
  "github",
  "google",
  "googlebot",
  "microsoft",
  "public-dns-v4",
  "rfc1918",
  "rfc3849",
  "rfc5735",
  "rfc6598",
  "rfc6761",
  "second-level-tlds",
  "security-provider-blogpost",
  "tlds",
  "tranco10k",
  "url-shortener",
];

/** Where publishers keep the current version of each body of knowledge. */
export const knowledgeUrls: Record<KnowledgeKind, readonly string[]> = {
  attack: [
    "https://raw.githubusercontent.com/mitre-attack/attack-stix-data/master/enterprise-attack/enterprise-attack.json",
  ],
  galaxy: galaxies.map(
    (name) => `https://raw.githubusercontent.com/MISP/misp-galaxy/main/clusters/${name}.json`,
  ),
  warninglist: warninglists.map(
    (name) => `https://raw.githubusercontent.com/MISP/misp-warninglists/main/lists/${name}/list.json`,
  ),
  kev: ["https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"],
  epss: ["https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"],
  // NVD publishes them a page at a time, by an API with a key.
  cvss: [],
};
