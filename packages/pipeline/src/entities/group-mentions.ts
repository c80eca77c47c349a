import type { EntityType } from "./entity-types.ts";
import type { Mention, MentionStatus, Role } from "./mention.ts";

export type Field = "title" | "text";

/** One place of an entity: it is written in the title or the text from `start` to `end`. */
export type Place = {
  field: Field;
  start: number;
  end: number;
  place: string;
  under: string | null;
  confidence: number;
};

/** An entity in an article with all its places; status, role and reasons are those of the most telling one. */
export type EntityMention = {
  type: EntityType;
  value: string;
  label: string | null;
  externalId: string | null;
  status: MentionStatus;
  role: Role | null;
  confidence: number;
  benign: string | null;
  reasons: readonly string[];
  matched: string;
  count: number;
  places: Place[];
  details: Record<string, string | number> | null;
};

/** Of a text that repeats a value thousands of times, this many places are kept; all are counted. */
const maxPlaces = 200;

/** Mentions of the same entity become one, in the order in which they first occur. */
export function groupMentions(found: { field: Field; mentions: Mention[] }[]): EntityMention[] {
  const groups: EntityMention[] = [];
  const byType = new Map<EntityType, Map<string, EntityMention>>();
  for (const { field, mentions } of found)
    for (const mention of mentions) {
      let byValue = byType.get(mention.type);
      if (!byValue) byType.set(mention.type, (byValue = new Map()));
      const group = byValue.get(mention.value);
      if (group) join(group, field, mention);
      else {
        const opened = { ...openGroup(mention), places: [placeOf(field, mention)] };
        byValue.set(mention.value, opened);
        groups.push(opened);
      }
    }
  return groups;
}

function openGroup(mention: Mention): Omit<EntityMention, "places"> {
  const { type, value, status, role, confidence, benign, reasons, matched, details } = mention;
  return {
    type,
    value,
    label: null,
    externalId: null,
    status,
    role,
    confidence,
    benign,
    reasons,
    matched,
    count: 1,
    details,
  };
}

function join(group: EntityMention, field: Field, mention: Mention): void {
  group.count += 1;
  if (group.places.length < maxPlaces) group.places.push(placeOf(field, mention));
  const isStronger = strength(mention) > strength(group);
  if (isStronger) {
    group.status = mention.status;
    group.confidence = mention.confidence;
    group.reasons = mention.reasons;
    group.benign = mention.benign;
  }
  if (mention.role && (isStronger || !group.role)) group.role = mention.role;
  group.details ??= mention.details;
}

function placeOf(field: Field, { start, end, place, under, confidence }: Mention): Place {
  return { field, start, end, place, under, confidence };
}

/** A value shown once as evidence is evidence, wherever else it is merely mentioned. */
const weights: Record<MentionStatus, number> = {
  indicator: 4,
  named: 3,
  benign: 2,
  mentioned: 1,
  proposed: 0,
};

function strength({ status, confidence }: { status: MentionStatus; confidence: number }): number {
  return weights[status] + confidence;
}
