import type { Knowledge } from "@cti/pipeline/entities/knowledge";

import type { RawClaim } from "../analysis.ts";

/** Gives techniques that are called by their name ("Scheduled Task") their id; others stay as they are. */
export function nameTechniques(claims: RawClaim[], knowledge: Knowledge): RawClaim[] {
  return claims.map((claim) => {
    const { subject } = claim;
    if (subject?.type !== "technique" || knowledge.known.has(`technique:${subject.value}`)) return claim;
    const id = techniquesByName(knowledge).get(fold(subject.value));
    return id === undefined ? claim : { ...claim, subject: { type: "technique", value: id } };
  });
}

const byKnowledge = new WeakMap<Knowledge, Map<string, string>>();

/** Sub-techniques share names ("Malware"): what names several names none. */
function techniquesByName(knowledge: Knowledge): Map<string, string> {
  const known = byKnowledge.get(knowledge);
  if (known) return known;
  const names = new Map<string, string>();
  const shared = new Set<string>();
  for (const { type, value, label } of knowledge.known.values()) {
    if (type !== "technique") continue;
    const name = fold(label);
    if (names.has(name)) shared.add(name);
    names.set(name, value);
  }
  for (const name of shared) names.delete(name);
  byKnowledge.set(knowledge, names);
  return names;
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
