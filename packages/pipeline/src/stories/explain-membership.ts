import { explanationOf, figures, type Reasons, sharedPhrase } from "./explain.ts";
import type { Desk, NewArticle } from "./desk.ts";
import type { Explanation } from "./placement.ts";
import type { BookArticle } from "./story-book.ts";
import { scoreStory } from "./story-scores.ts";

/** What an article has in common with the other articles of its story, whoever put it there. Changes nothing. */
export function explainMembership(
  { book, scorer, settings }: Desk,
  article: Omit<NewArticle, "twinOf" | "twinSimilarity">,
  story: readonly (Omit<BookArticle, "at"> & { at: Date | number })[],
): Explanation {
  const others = story.filter(({ id, isCopy }) => id !== article.id && !isCopy);
  const none: Reasons = {
    title: article.title,
    features: article.features,
    score: null,
    runnerUp: null,
    details: null,
  };
  if (others.length === 0)
    return explanationOf(none, "It is the only article of the story in its own words.");
  // Under ids of their own, since the same articles may be in the index.
  const entered = [article, ...others].map(({ at, owner, features }, place) =>
    book.index.add({ id: -1 - place, at: Number(at), owner, features, storyId: place === 0 ? -1 : -2 }),
  );
  const [own, ...live] = entered;
  if (!own) return explanationOf(none, "");
  scorer.prepare(own);
  const score = scoreStory(own, { id: -2, live }, [], { scorer, settings });
  const reasons: Reasons = { ...none, score, details: scorer.details(score.closest) };
  const explanation = explanationOf(reasons, `Here because ${sharedPhrase(reasons)} ${figures(reasons)}.`);
  book.index.remove(entered);
  return explanation;
}
