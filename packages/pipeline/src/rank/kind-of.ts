import type { EntityType } from "../entities/entity-types.ts";
import type { ContentKind } from "./weights.ts";

/** What a subject is about, by its entities (benign ones left out); this decides how fast it grows old. */
export function kindOf({
  entities,
  hunt,
  isRoundUp,
}: {
  entities: { type: EntityType; inTitle: boolean }[];
  hunt: number | null;
  isRoundUp: boolean;
}): ContentKind {
  if (isRoundUp) return "roundup";
  const count = (types: Set<EntityType>, inTitle: boolean): number =>
    entities.filter((entity) => types.has(entity.type) && (entity.inTitle || !inTitle)).length;
  const isNamed = count(threats, true) > 0;
  if (count(flaws, true) > 0) return "advisory";
  if (count(flaws, false) > 0 && !isNamed && count(threats, false) < 2) return "advisory";
  const isTechnical = count(techniques, false) >= 2 || (hunt ?? 0) >= 30;
  return isTechnical || (isNamed && (hunt ?? 0) >= 15) ? "campaign" : "news";
}

const flaws: Set<EntityType> = new Set(["cve", "ghsa", "euvd"]);
const threats: Set<EntityType> = new Set(["actor", "malware", "ransomware"]);
const techniques: Set<EntityType> = new Set(["technique"]);
