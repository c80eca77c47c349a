import { indicatorTypes } from "@cti/contract/entity-words";

const fields: Record<string, string> = {
  actor: "actor",
  malware: "malware",
  ransomware: "malware",
  tool: "tool",
  cve: "cve",
  ghsa: "cve",
  euvd: "cve",
  technique: "ttp",
  tactic: "ttp",
  vendor: "vendor",
  product: "product",
  sector: "sector",
  country: "country",
};

/** The search that finds the articles which name this entity. */
export function searchFor(type: string, value: string): string {
  return `${fields[type] ?? "ioc"}:${quoted(value)}`;
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}_.\-@]*$/u.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}

/** What can be observed on a machine or a wire, flaws among it. */
export function isIndicator(type: string): boolean {
  return (indicatorTypes as readonly string[]).includes(type);
}
