import type { Profile } from "./scorer.ts";

/** Why an article is where it is, in numbers and in a sentence. */
export type Explanation = {
  /** Of the story it joined, or else of the nearest one; 0 to 1, what joins is `threshold`. */
  score: number;
  threshold: number;
  runnerUp: { storyId: number; score: number } | null;
  /** Points that add up to the score; `time` is what age took away, zero or less. */
  parts: { title: number; text: number; entities: number; dense: number; time: number };
  /** The shared terms that weigh most, as the article writes them, with their share of the points, 0 to 1. */
  terms: { term: string; share: number }[];
  /** The shared entities that weigh most, with their share of the points, 0 to 1. */
  entities: { key: string; type: string; share: number }[];
  /** What remained of the score after the time between the article and the story: 1 at once, 0.5 after a half-life. */
  timeFactor: number;
  profile: Profile;
  /** Of the weights that decided. */
  version: string;
  sentence: string;
};

export type StoryMerge = { from: number; into: number; score: number; explanation: Explanation };

/** Two groups of a story that seem to be stories of their own; for an analyst to decide. */
export type SplitProposal = {
  storyId: number;
  /** What the groups are about: keys of entities. */
  by: [string, string];
  groups: [number[], number[]];
  sentence: string;
};

export type PlacementKind = "joined" | "created" | "twin" | "roundup" | "constraint";

export type Placement = {
  kind: PlacementKind;
  /** Null for round-ups, which belong to no story. */
  storyId: number | null;
  explanation: Explanation;
  /** Stories that are near without being it, or that a round-up speaks of; nearest first. */
  related: { storyId: number; score: number }[];
  merges: StoryMerge[];
  split: SplitProposal | null;
};
