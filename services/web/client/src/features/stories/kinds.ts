import { indicatorTypes } from "@cti/contract/entity-words";

import type { Story } from "./queries.ts";

type Named = Story["entities"][number];

const indicators: ReadonlySet<string> = new Set(indicatorTypes);
const places: ReadonlySet<string> = new Set(["vendor", "product", "sector", "country", "tactic"]);

export function isIndicator(type: string): boolean {
  return indicators.has(type);
}

const order = ["actor", "ransomware", "malware", "cve", "ghsa", "euvd", "tool"];

/** What a story is about, the most telling first: people, programs and flaws, then whom and what it touches. */
export function namesOf({ entities }: Pick<Story, "entities">): Named[] {
  const rank = ({ type }: Named): number => (order.includes(type) ? order.indexOf(type) : order.length);
  return entities
    .filter(({ type }) => order.includes(type) || places.has(type))
    .toSorted((a, b) => rank(a) - rank(b) || b.articles - a.articles);
}
