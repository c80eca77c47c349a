import { type Constraint, type ConstraintKind, Constraints } from "./constraints.ts";
import { explainMembership } from "./explain-membership.ts";
import type { Desk, NewArticle } from "./desk.ts";
import { place } from "./place.ts";
import type { Explanation, Placement } from "./placement.ts";
import { Scorer } from "./scorer.ts";
import { StoryBook } from "./story-book.ts";
import type { StoryFeatures } from "./features.ts";
import type { StorySettings } from "./weights.ts";

/** A placed article as it was stored; `features` are to be those that it was placed with, packed or not. */
export type StoredArticle = {
  id: number;
  at: Date | number;
  owner: string;
  features: StoryFeatures;
  /** Its text is another article's: it was placed as a twin. */
  isCopy: boolean;
};

export type StoredStories = {
  stories: readonly { id: number; pinned: boolean; articles: readonly StoredArticle[] }[];
  constraints: readonly Constraint[];
};

/** Groups articles into stories, one by one and for good. Deterministic; keeps the articles of the window in memory. */
export type Clusterer = {
  /**
   * Takes over stories and constraints of the past `memoryDays`, in one call or in several; placing goes on as if it
   * had never stopped.
   */
  restore: (stored: StoredStories) => void;
  /** Finds the story of an article. One that was placed before is taken out first. */
  place: (article: NewArticle) => Placement;
  /** The same reasons for a membership that was decided elsewhere or earlier, by what is known today. */
  explain: (
    article: Omit<NewArticle, "twinOf" | "twinSimilarity">,
    story: readonly StoredArticle[],
  ) => Explanation;
  /** Lets articles from before a time leave the window; placing does so by itself for `windowDays`. */
  forget: (before: Date | number) => void;
  remove: (articleId: number) => void;
  /** Records, or lifts, what an analyst decided about two articles. Moves nothing: that is for `move`. */
  link: (kind: ConstraintKind, a: number, b: number) => void;
  unlink: (kind: ConstraintKind, a: number, b: number) => void;
  /** Puts articles into a story, which is made if need be: merge, split and the undoing of both. */
  move: (articleIds: readonly number[], storyId: number) => void;
  /** A pinned story is never merged into another. */
  pin: (storyId: number, pinned: boolean) => void;
  storyOf: (articleId: number) => number | null;
  /** The articles of a story, copies too, ascending. */
  articlesOf: (storyId: number) => number[];
};

export function createClusterer(options: { settings: StorySettings; nextStoryId: () => number }): Clusterer {
  const { settings, nextStoryId } = options;
  const book = new StoryBook(settings);
  const constraints = new Constraints();
  const desk: Desk = { book, constraints, scorer: new Scorer(book.index), settings, nextStoryId };
  return {
    restore: (stored) => restore(desk, stored),
    place: (article) => place(desk, article),
    explain: (article, story) => explainMembership(desk, article, story),
    forget: (before) => book.forget(Number(before)),
    remove: (articleId) => book.remove([articleId]),
    link: (kind, a, b) => constraints.add({ kind, a, b }),
    unlink: (kind, a, b) => constraints.remove({ kind, a, b }),
    move: (articleIds, storyId) => book.move(articleIds, storyId),
    pin: (storyId, pinned) => {
      const story = book.story(storyId);
      if (story) story.pinned = pinned;
    },
    storyOf: (articleId) => book.storyOf(articleId)?.id ?? null,
    articlesOf: (storyId) => [...(book.story(storyId)?.articles.keys() ?? [])].sort((a, b) => a - b),
  };
}

function restore({ book, constraints }: Desk, { stories, constraints: decided }: StoredStories): void {
  let newest = -Infinity;
  for (const { articles } of stories) for (const { at } of articles) newest = Math.max(newest, Number(at));
  book.advance(newest);
  for (const { id, pinned, articles } of stories) {
    if (articles.length > 0) book.open(id, pinned);
    for (const article of articles) book.enter({ ...article, at: Number(article.at) }, id);
  }
  for (const constraint of decided) constraints.add(constraint);
}
