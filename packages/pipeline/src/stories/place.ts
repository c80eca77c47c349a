import type { LiveArticle } from "./article-index.ts";
import { type Desk, inputOf, isMilestone, type NewArticle } from "./desk.ts";
import { explanationOf, figures, listed, type Reasons, sharedPhrase, valueOf } from "./explain.ts";
import { findOldStory, OLD_STORY_STRENGTH, type OldStory } from "./find-old-story.ts";
import { isRoundup } from "./is-roundup.ts";
import { mergeAfter } from "./merge-after.ts";
import type { Placement, PlacementKind } from "./placement.ts";
import { proposeSplit } from "./propose-split.ts";
import { isRoundupTitle } from "./roundup-title.ts";
import { scoreStories, type StoryScore } from "./story-scores.ts";

/** Finds the story of an article and enters it there, or opens one. */
export function place(desk: Desk, article: NewArticle): Placement {
  const { book } = desk;
  const at = Number(article.at);
  book.advance(at);
  if (book.storyOf(article.id)) book.remove([article.id]);
  const isForbidden = forbiddenFor(desk, article.id);
  const decided = placeByDecision(desk, article, isForbidden) ?? placeAsTwin(desk, article, isForbidden);
  if (decided) return decided;
  if (!book.isInWindow(at)) return placeByEntities(desk, article, isForbidden) ?? open(desk, article, []);
  const live = book.index.add({ ...article, at, storyId: NO_STORY });
  const input = inputOf(desk, isForbidden);
  const near = scoreStories(live, input);
  if (isRoundupTitle(article.title) || isRoundup(live, near, input))
    return leaveOut(desk, article, live, near);
  const [best] = near;
  if (best && best.ratio >= 1) return join(desk, article, live, near);
  return placeByEntities(desk, article, isForbidden) ?? open(desk, article, near);
}

/** Of an article that is compared before it has a story. */
const NO_STORY = -1;
const maxRelated = 10;

function forbiddenFor({ constraints, book }: Desk, id: number): (storyId: number) => boolean {
  const stories = new Set(constraints.of("cannot", id).map((other) => book.storyOf(other)?.id));
  return (storyId) => stories.has(storyId);
}

type Forbidden = (storyId: number) => boolean;

function placeByDecision(desk: Desk, article: NewArticle, isForbidden: Forbidden): Placement | null {
  for (const partner of desk.constraints.of("must", article.id)) {
    const storyId = desk.book.storyOf(partner)?.id;
    if (storyId === undefined || isForbidden(storyId)) continue;
    const sentence = `Here because an analyst decided that it tells the same story as article ${partner}.`;
    return entered(desk, article, { kind: "constraint", storyId, sentence });
  }
  return null;
}

function placeAsTwin(desk: Desk, article: NewArticle, isForbidden: Forbidden): Placement | null {
  if (article.twinOf === null) return null;
  const storyId = desk.book.storyOf(article.twinOf)?.id;
  if (storyId === undefined || isForbidden(storyId)) return null;
  const similarity = Math.round(article.twinSimilarity * 100);
  const sentence = `Here because its text is that of article ${article.twinOf} (${similarity} % the same).`;
  const placement = entered(desk, article, { kind: "twin", storyId, sentence });
  return { ...placement, explanation: { ...placement.explanation, score: article.twinSimilarity } };
}

function placeByEntities(desk: Desk, article: NewArticle, isForbidden: Forbidden): Placement | null {
  const old = findOldStory(article.features, desk.book, isForbidden);
  if (!old) return null;
  const keys = old.keys.slice(0, 3).map(valueOf);
  const sentence = `Joined an older story because of ${listed(keys)}, which no other story has.`;
  const placement = entered(desk, article, { kind: "joined", storyId: old.storyId, sentence });
  return { ...placement, explanation: { ...placement.explanation, ...strengthOf(old) } };
}

function strengthOf({
  strength,
  keys,
}: OldStory): Pick<Placement["explanation"], "score" | "threshold" | "entities"> {
  const entities = keys.map((key) => ({ key, type: key.slice(0, key.indexOf(":")), share: 1 / keys.length }));
  return { score: 1 - Math.exp(-strength), threshold: 1 - Math.exp(-OLD_STORY_STRENGTH), entities };
}

function leaveOut(desk: Desk, article: NewArticle, live: LiveArticle, scores: StoryScore[]): Placement {
  const reasons = reasonsOf(desk, article, live, scores);
  const near = scores.filter(({ ratio }) => ratio >= desk.settings.mentionedShare);
  desk.book.index.remove([live]);
  const told =
    near.length === 0
      ? "no story that is known"
      : `${near.length} ${near.length === 1 ? "story" : "stories"}`;
  const why = isRoundupTitle(article.title)
    ? "Its title announces a round-up"
    : "It tells of many unrelated things";
  const sentence = `${why}, so it belongs to no story; it speaks of ${told}.`;
  return {
    kind: "roundup",
    storyId: null,
    explanation: explanationOf(reasons, sentence),
    related: near.slice(0, maxRelated).map(({ storyId, score }) => ({ storyId, score })),
    merges: [],
    split: null,
  };
}

function join(desk: Desk, article: NewArticle, live: LiveArticle, near: StoryScore[]): Placement {
  const [best, ...others] = near;
  if (!best) throw new Error("There is no story to join.");
  const reasons = reasonsOf(desk, article, live, near);
  const sentence = `Joined because ${sharedPhrase(reasons)} ${figures(reasons)}.`;
  desk.book.enter({ ...article, at: live.at, isCopy: false }, best.storyId);
  const merges = mergeAfter(desk, { article, live, storyId: best.storyId, others });
  const storyId = desk.book.storyOf(article.id)?.id ?? best.storyId;
  const story = desk.book.story(storyId);
  const isDue = story !== undefined && (isMilestone(story.live.length) || merges.length > 0);
  return {
    kind: "joined",
    storyId: best.storyId,
    explanation: explanationOf(reasons, sentence),
    related: relatedOf(desk, others),
    merges,
    split: isDue ? proposeSplit(story, desk.book.index) : null,
  };
}

function open(desk: Desk, article: NewArticle, near: StoryScore[]): Placement {
  const live = desk.book.index.get(article.id);
  const reasons = live ? reasonsOf(desk, article, live, near) : emptyReasons(article);
  const storyId = desk.nextStoryId();
  desk.book.enter({ ...article, at: Number(article.at), isCopy: false }, storyId);
  const sentence = reasons.score
    ? `Starts a story of its own: the nearest one has too little in common ${figures(reasons)}.`
    : "Starts a story of its own: no story comes near it.";
  return {
    kind: "created",
    storyId,
    explanation: explanationOf(reasons, sentence),
    related: relatedOf(desk, near),
    merges: [],
    split: null,
  };
}

type Entry = { kind: PlacementKind; storyId: number; sentence: string };

function entered(desk: Desk, article: NewArticle, { kind, storyId, sentence }: Entry): Placement {
  // An article that decisions or entities led here may have been compared before.
  const isCopy = kind === "twin";
  desk.book.enter({ ...article, at: Number(article.at), isCopy }, storyId);
  const explanation = explanationOf(emptyReasons(article), sentence);
  return { kind, storyId, explanation, related: [], merges: [], split: null };
}

function reasonsOf(
  { scorer, settings }: Desk,
  article: NewArticle,
  live: LiveArticle,
  near: StoryScore[],
): Reasons {
  const [score, runnerUp] = near;
  if (!score) return emptyReasons(article);
  const { title, features } = article;
  // What is far away needs no reasons.
  if (score.ratio < settings.relatedShare)
    return { title, features, score, runnerUp: runnerUp ?? null, details: null };
  scorer.prepare(live);
  return { title, features, score, runnerUp: runnerUp ?? null, details: scorer.details(score.closest) };
}

function emptyReasons({ title, features }: NewArticle): Reasons {
  return { title, features, score: null, runnerUp: null, details: null };
}

/** What is near without being the same, and was not merged just now. */
function relatedOf({ book, settings }: Desk, scores: StoryScore[]): Placement["related"] {
  return scores
    .filter(({ ratio, storyId }) => ratio >= settings.relatedShare && book.story(storyId))
    .slice(0, maxRelated)
    .map(({ storyId, score }) => ({ storyId, score }));
}
