import type { LiveArticle } from "./article-index.ts";
import { explanationOf, figures, type Reasons, sharedPhrase } from "./explain.ts";
import { type Desk, inputOf, isMilestone, type NewArticle } from "./desk.ts";
import type { StoryMerge } from "./placement.ts";
import type { BookStory } from "./story-book.ts";
import { scoreStory, type StoryScore } from "./story-scores.ts";

/** The article that joined `storyId`, and the other stories it came near. */
export type Joined = { article: NewArticle; live: LiveArticle; storyId: number; others: StoryScore[] };

const maxCompared = 5;
const maxMerges = 3;

/**
 * Merges the story of an article that just joined with others that tell the same: at certain sizes with all that
 * came near the article, else only with those that it could have joined as well.
 */
export function mergeAfter(desk: Desk, joined: Joined): StoryMerge[] {
  const merges: StoryMerge[] = [];
  const size = desk.book.story(joined.storyId)?.live.length ?? 0;
  for (const other of joined.others) {
    if (merges.length === maxMerges) break;
    if (!isMilestone(size) && other.ratio < 1) continue;
    const own = desk.book.storyOf(joined.article.id);
    const theirs = desk.book.story(other.storyId);
    if (!own || !theirs || own === theirs || isApart(desk, own, theirs)) continue;
    const ratio = nearnessOf(desk, own, theirs);
    if (ratio < desk.settings.mergeShare) continue;
    merges.push(merge(desk, joined, other, [own, theirs], ratio));
  }
  return merges;
}

function merge(
  desk: Desk,
  { article, live }: Joined,
  other: StoryScore,
  pair: [BookStory, BookStory],
  ratio: number,
): StoryMerge {
  const [into, from] = pair.sort(worthKeeping);
  desk.scorer.prepare(live);
  const score = { ...other, score: ratio * other.threshold, ratio };
  const details = desk.scorer.details(other.closest);
  const reasons: Reasons = {
    title: article.title,
    features: article.features,
    score,
    runnerUp: null,
    details,
  };
  const sentence = `Merged when article ${article.id} came to one of the stories, because ${sharedPhrase(reasons).replace("with the story", "with the other")} ${figures(reasons)}.`;
  desk.book.move([...from.articles.keys()], into.id);
  return { from: from.id, into: into.id, score: score.score, explanation: explanationOf(reasons, sentence) };
}

/** Pinned ones stay, then larger ones, then older ones. */
function worthKeeping(a: BookStory, b: BookStory): number {
  return Number(b.pinned) - Number(a.pinned) || b.articles.size - a.articles.size || a.id - b.id;
}

function isApart({ constraints }: Desk, a: BookStory, b: BookStory): boolean {
  if (a.pinned && b.pinned) return true;
  if (constraints.isEmpty) return false;
  const [fewer, more] = a.articles.size < b.articles.size ? [a, b] : [b, a];
  for (const id of fewer.articles.keys())
    if (constraints.of("cannot", id).some((other) => more.articles.has(other))) return true;
  return false;
}

/** How near the articles of one story are to the other, on average: 1 is what joins. */
function nearnessOf(desk: Desk, a: BookStory, b: BookStory): number {
  const [fewer, more] = a.live.length < b.live.length ? [a, b] : [b, a];
  const articles = fewer.live.toSorted((x, y) => y.at - x.at || y.id - x.id).slice(0, maxCompared);
  if (articles.length === 0 || more.live.length === 0) return 0;
  const input = inputOf(desk, () => false);
  let sum = 0;
  for (const article of articles) {
    desk.scorer.prepare(article);
    sum += scoreStory(article, more, [], input).ratio;
  }
  return sum / articles.length;
}
