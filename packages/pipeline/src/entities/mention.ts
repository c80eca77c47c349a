import type { EntityType } from "./entity-types.ts";

/** What an indicator is in the report: by cue words around it. */
export const roles = [
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
export type Role = (typeof roles)[number];

/**
 * `indicator`: the report presents it as evidence. `mentioned`: it only occurs in the text. `benign`: a list knows it.
 * `named`: a name that the knowledge has. `proposed`: concluded from behaviour, for a person to accept.
 */
export const mentionStatuses = ["indicator", "mentioned", "benign", "named", "proposed"] as const;
export type MentionStatus = (typeof mentionStatuses)[number];

export type PlaceKind = "prose" | "heading" | "table" | "list" | "code";

/** An entity at a place of a text: `text.slice(start, end) === matched`, always. Offsets are UTF-16 units. */
export type Mention = {
  type: EntityType;
  /** Refanged and normalised; what equal entities share. */
  value: string;
  start: number;
  end: number;
  matched: string;
  place: PlaceKind;
  /** The column header of a table cell, else the heading above, at most 120 characters. */
  under: string | null;
  role: Role | null;
  /** 0 to 1. */
  confidence: number;
  /** Why: short phrases such as `defanged`, `column "C2 server"`, `near "connects to"`. Equal mentions may share them. */
  reasons: readonly string[];
  status: MentionStatus;
  /** The list that knows it as benign, by name. */
  benign: string | null;
  /** What else the place says: `{ port: 8080 }`, `{ cidr: 24 }`. */
  details: Record<string, string | number> | null;
};
