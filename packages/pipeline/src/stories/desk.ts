import type { Constraints } from "./constraints.ts";
import type { StoryFeatures } from "./features.ts";
import type { Scorer } from "./scorer.ts";
import type { StoryBook } from "./story-book.ts";
import type { ScoringInput } from "./story-scores.ts";
import type { StorySettings } from "./weights.ts";

/** An article to place. Times are instants, as Date or milliseconds; `owner` is who tells it, such as a site. */
export type NewArticle = {
  id: number;
  at: Date | number;
  owner: string;
  features: StoryFeatures;
  title: string;
  /** The article whose text this one has, and how similar they are, 0 to 1. */
  twinOf: number | null;
  twinSimilarity: number;
};

/** What placing works with. */
export type Desk = {
  book: StoryBook;
  constraints: Constraints;
  scorer: Scorer;
  settings: StorySettings;
  nextStoryId: () => number;
};

export function inputOf(
  { scorer, settings, book }: Desk,
  isForbidden: (storyId: number) => boolean,
): ScoringInput {
  return { scorer, settings, storyOf: (id) => book.story(id), isForbidden };
}

/** Sizes at which a story is looked at again. */
export function isMilestone(size: number): boolean {
  return size === 3 || (size >= 8 && Number.isInteger(Math.log2(size)));
}
