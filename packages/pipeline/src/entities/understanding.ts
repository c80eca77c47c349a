import type { EntityMention } from "./group-mentions.ts";

/** What makes up a score: the points of its parts add up to it. */
export type ScorePart = { name: string; points: number; reason: string };

/** What is computed of one article's text with nothing else at hand. */
export type Understanding = {
  /** Of the code and the knowledge that made it. */
  extractorVersion: string;
  entities: EntityMention[];
  quality: number;
  qualityParts: ScorePart[];
  hunt: number;
  huntParts: ScorePart[];
  /** MinHash of 128 numbers, little-endian; null for texts of a few words. */
  signature: Uint8Array | null;
  bands: number[] | null;
  storyFeatures: Uint8Array;
};
