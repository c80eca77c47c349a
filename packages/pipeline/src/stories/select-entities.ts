import type { EntityType } from "../entities/entity-types.ts";
import { entityWorths } from "./entity-worth.ts";

/** An entity of an article: key `type:value`, prominence 0 to 1 where the caller knows it. */
export type FeatureEntity = { key: string; type: EntityType; weight?: number };

/** The entities that stories are compared by, the most telling first, with weights 1 to 255. */
export function selectEntities(
  entities: readonly FeatureEntity[],
  title: string,
  lead: string,
): { key: string; weight: number }[] {
  const foldedTitle = title.toLowerCase();
  const foldedLead = lead.toLowerCase();
  const byType = new Map<EntityType, Candidate[]>();
  for (const { key, type, weight } of distinct(entities)) {
    if (!entityWorths[type] || key.length > maxKeyLength) continue;
    const value = key.slice(key.indexOf(":") + 1).toLowerCase();
    const prominence = prominenceOf(value, foldedTitle, foldedLead, weight);
    const candidate = { key, prominence, order: orderOf(key) };
    const known = byType.get(type);
    if (known) known.push(candidate);
    else byType.set(type, [candidate]);
  }
  return mostTelling(byType);
}

type Candidate = { key: string; prominence: number; order: number };

const maxKeyLength = 180;

function distinct(entities: readonly FeatureEntity[]): Iterable<FeatureEntity> {
  const byKey = new Map<string, FeatureEntity>();
  for (const entity of entities) {
    const known = byKey.get(entity.key);
    if (!known || (entity.weight ?? 0) > (known.weight ?? 0)) byKey.set(entity.key, entity);
  }
  return byKey.values();
}

function prominenceOf(value: string, title: string, lead: string, weight: number | undefined): number {
  if (title.includes(value)) return 1;
  const own = weight === undefined ? 0.45 : Math.min(1, Math.max(0.1, weight));
  return lead.includes(value) ? Math.max(own, 0.75) : Math.min(own, 0.75);
}

/**
 * Of two long lists of indicators the same few must be taken, or shared ones would be missed: after prominence a
 * hash of the key decides.
 */
function mostTelling(byType: Map<EntityType, Candidate[]>): { key: string; weight: number }[] {
  const chosen: { key: string; weight: number; worth: number }[] = [];
  for (const [type, candidates] of byType) {
    const kind = entityWorths[type];
    if (!kind) continue;
    // One flaw of eighty in a list says little; so do the names of a list.
    const dilution = Math.min(1, (3 * kind.most) / candidates.length);
    candidates.sort((a, b) => b.prominence - a.prominence || a.order - b.order);
    for (const { key, prominence } of candidates.slice(0, kind.most)) {
      const weight = Math.max(1, Math.round(255 * prominence * dilution));
      chosen.push({ key, weight, worth: kind.worth * weight });
    }
  }
  chosen.sort((a, b) => b.worth - a.worth || (a.key < b.key ? -1 : 1));
  return chosen.map(({ key, weight }) => ({ key, weight }));
}

function orderOf(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at += 1)
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x0100_0193) + 0x2545_f491;
  return hash >>> 0;
}
