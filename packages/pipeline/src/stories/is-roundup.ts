import { isStrongKey, type LiveArticle } from "./article-index.ts";
import type { Scorer } from "./scorer.ts";
import { type ScoringInput, scoreStory, type StoryScore } from "./story-scores.ts";

const minStories = 5;
/** The fifth story must be about as near as the first: who tells of one thing mentions others in passing. */
const evenness = 0.45;
/** A few lines on a story have little of it. */
const minRatio = 0.3;
const maxCompared = 8;
/** Fewer words cannot tell of five things. */
const minWords = 60;

/**
 * Whether an article tells of five stories and more that have nothing to do with each other. The scorer must be
 * prepared for the article; it is prepared for others afterwards.
 */
export function isRoundup(article: LiveArticle, near: readonly StoryScore[], input: ScoringInput): boolean {
  const [first] = near;
  if (!first || article.words < minWords) return false;
  const least = Math.max(evenness * first.ratio, minRatio);
  const spread = near.filter(({ ratio }) => ratio >= least).slice(0, maxCompared);
  if (spread.length < minStories) return false;
  const told = withOwnEvidence(spread, input.scorer);
  return told.length >= minStories && countDistinct(told, input) >= minStories;
}

/** Stories that something else leads to than to the ones before: a common topic leads to all by the same words. */
function withOwnEvidence(spread: StoryScore[], scorer: Scorer): StoryScore[] {
  const seen = new Set<string>();
  return spread.filter(({ closest }) => {
    const { terms, entities } = scorer.details(closest);
    const evidence = [...terms.slice(0, 2), ...entities.slice(0, 1)].map(([key]) => key);
    const own = evidence.filter((key) => !seen.has(key));
    for (const key of evidence) seen.add(key);
    return own.length >= 2 || own.some(isStrongKey);
  });
}

function countDistinct(told: StoryScore[], input: ScoringInput): number {
  const distinct: LiveArticle[] = [];
  for (const { closest } of told) {
    const article = closest.other;
    input.scorer.prepare(article);
    const isKnown = distinct.some((other) => {
      const story = { id: other.storyId, live: [other] };
      return scoreStory(article, story, [], input).ratio >= input.settings.relatedShare;
    });
    if (!isKnown) distinct.push(article);
  }
  return distinct.length;
}
