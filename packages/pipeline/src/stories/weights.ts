/** What decides whether articles tell one story. Stored with each membership by its version. */
export type StoryWeights = {
  version: string;
  /** What equal titles, equal texts, the surest shared entities and equal vectors add to the score. */
  title: number;
  text: number;
  entities: number;
  dense: number;
  /** In the vector of the whole article: title words, pairs of neighbouring title words, words of the text. */
  titleWord: number;
  titlePair: number;
  textWord: number;
  /** Of the score of a story: the closest article, the rest being the mean of the closest ones. */
  closest: number;
  /** What remains of the score when both name flaws and none is the same. */
  otherFlaws: number;
  /** What remains when one publisher tells both, which seldom tells one thing twice. */
  sameOwner: number;
  /** What remains of the likeness of titles and texts when it rests on one word. */
  loneWord: number;
  /** How much longer than usual a story stays near for articles that share its rare entities. */
  patience: number;
};

/** What users may set. Scores are 0 to 1. */
export type StorySettings = {
  /** Days after its last article in which a story is open to anything that resembles it. */
  windowDays: number;
  /** Days in which a rare entity still leads to it. */
  memoryDays: number;
  /** Hours that halve the score. */
  halfLifeHours: number;
  /** What joins, by how much text there is to compare: at least 120 words, 25 words, less. */
  threshold: { full: number; short: number; titles: number };
  /** The share of the threshold above which a story is related. */
  relatedShare: number;
  /** The share above which a round-up speaks of a story, in few words as round-ups do. */
  mentionedShare: number;
  /** The share of the threshold that two stories need to be merged. */
  mergeShare: number;
};

export const storyWeights: StoryWeights = {
  version: "2026-11-a",
  title: 0.3,
  text: 0.5,
  entities: 0.45,
  dense: 0.3,
  titleWord: 1.3,
  titlePair: 0.6,
  textWord: 0.5,
  closest: 0.6,
  otherFlaws: 0.6,
  sameOwner: 0.85,
  loneWord: 0.5,
  patience: 3,
};

export const defaultStorySettings: StorySettings = {
  windowDays: 14,
  memoryDays: 180,
  halfLifeHours: 72,
  threshold: { full: 0.28, short: 0.25, titles: 0.22 },
  relatedShare: 0.6,
  mentionedShare: 0.2,
  mergeShare: 1,
};
