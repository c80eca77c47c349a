import type { LiveArticle } from "./article-index.ts";
import type { PairScore, Scorer } from "./scorer.ts";
import { type StorySettings, storyWeights as weights } from "./weights.ts";

/** A story and its articles of the window that are no copies. */
export type LiveStory = { id: number; live: LiveArticle[] };

/** How near a story is to the prepared article. */
export type StoryScore = {
  storyId: number;
  score: number;
  threshold: number;
  /** Score by threshold: 1 joins. */
  ratio: number;
  timeFactor: number;
  /** Points before time. */
  parts: { title: number; text: number; entities: number };
  closest: PairScore;
};

export type ScoringInput = {
  scorer: Scorer;
  settings: StorySettings;
  storyOf: (id: number) => LiveStory | undefined;
  isForbidden: (storyId: number) => boolean;
};

const maxCandidates = 24;
const maxOfStory = 3;
const maxStories = 12;

/** The stories nearest to an article of the index, nearest first. Prepares the scorer for the article. */
export function scoreStories(article: LiveArticle, input: ScoringInput): StoryScore[] {
  input.scorer.prepare(article);
  const byStory = new Map<number, PairScore[]>();
  for (const other of input.scorer.nearest(maxCandidates, maxOfStory)) {
    if (other.storyId === article.storyId || input.isForbidden(other.storyId)) continue;
    const pair = input.scorer.pair(other);
    const known = byStory.get(other.storyId);
    if (known) known.push(pair);
    else byStory.set(other.storyId, [pair]);
  }
  const found = Array.from(byStory, ([id, pairs]) => ({ id, pairs, best: bestOf(pairs) }));
  found.sort((a, b) => b.best - a.best || a.id - b.id);
  const scores: StoryScore[] = [];
  for (const { id, pairs } of found.slice(0, maxStories)) {
    const story = input.storyOf(id);
    if (story) scores.push(scoreStory(article, story, pairs, input));
  }
  return scores.sort((a, b) => b.ratio - a.ratio || a.storyId - b.storyId);
}

/** How near a story is to the article that the scorer is prepared for; `pairs` are those already compared. */
export function scoreStory(
  article: LiveArticle,
  story: LiveStory,
  pairs: PairScore[],
  { scorer, settings }: Pick<ScoringInput, "scorer" | "settings">,
): StoryScore {
  const compared = new Set(pairs.map(({ other }) => other));
  const all = [...pairs];
  for (const other of latest(story.live)) {
    if (all.length >= maxOfStory) break;
    if (!compared.has(other) && other !== article) all.push(scorer.pair(other));
  }
  all.sort((a, b) => b.points - a.points || a.other.id - b.other.id);
  const [closest, ...rest] = all.slice(0, maxOfStory);
  if (!closest) throw new Error(`Story ${story.id} has no articles to compare with.`);
  const mean = (part: "title" | "text" | "entities"): number => {
    const sum = rest.reduce((total, pair) => total + pair[part], closest[part]);
    return weights.closest * closest[part] + ((1 - weights.closest) * sum) / (rest.length + 1);
  };
  const parts = { title: mean("title"), text: mean("text"), entities: mean("entities") };
  const timeFactor = timeFactorOf(article, story, closest.strength, settings);
  const score = Math.min(1, (parts.title + parts.text + parts.entities) * timeFactor);
  const threshold = settings.threshold[closest.profile];
  return { storyId: story.id, score, threshold, ratio: score / threshold, timeFactor, parts, closest };
}

function bestOf(pairs: PairScore[]): number {
  return pairs.reduce((best, { points }) => Math.max(best, points), 0);
}

function latest(articles: LiveArticle[]): LiveArticle[] {
  return articles.length === 1 ? articles : articles.toSorted((a, b) => b.at - a.at || b.id - a.id);
}

function timeFactorOf(
  article: LiveArticle,
  story: LiveStory,
  strength: number,
  settings: StorySettings,
): number {
  let age = Infinity;
  for (const { at } of story.live) age = Math.min(age, Math.abs(at - article.at));
  const halfLife = settings.halfLifeHours * 3_600_000 * (1 + weights.patience * strength);
  return 2 ** (-age / halfLife);
}
