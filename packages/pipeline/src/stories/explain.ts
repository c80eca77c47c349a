import { typeOfKey } from "./entity-worth.ts";
import type { StoryFeatures } from "./features.ts";
import { lookUp } from "./lexicon.ts";
import type { Explanation } from "./placement.ts";
import type { PairDetails } from "./scorer.ts";
import type { StoryScore } from "./story-scores.ts";
import { storyWeights } from "./weights.ts";

/** What there is to tell about an article and the nearest story. */
export type Reasons = {
  title: string;
  features: StoryFeatures;
  score: StoryScore | null;
  runnerUp: StoryScore | null;
  details: PairDetails | null;
};

/** The numbers of a decision, with the sentence that it is told in. */
export function explanationOf(reasons: Reasons, sentence: string): Explanation {
  const { score, runnerUp, details, features } = reasons;
  const parts = score?.parts ?? { title: 0, text: 0, entities: 0 };
  const points = parts.title + parts.text + parts.entities;
  const share = (value: number): number => rounded(points === 0 ? 0 : value / sumOf(details));
  return {
    score: rounded(score?.score ?? 0),
    threshold: rounded(score?.threshold ?? 0),
    runnerUp: runnerUp && { storyId: runnerUp.storyId, score: rounded(runnerUp.score) },
    parts: {
      title: rounded(parts.title),
      text: rounded(parts.text),
      entities: rounded(parts.entities),
      dense: 0,
      time: rounded((score?.score ?? 0) - points),
    },
    terms: written(details?.terms.slice(0, 24) ?? [], features)
      .slice(0, 8)
      .map(({ word, points: own }) => ({ term: word, share: share(own) })),
    entities: (details?.entities.slice(0, 8) ?? []).map(([key, own]) => ({
      key,
      type: typeOfKey(key),
      share: share(own),
    })),
    timeFactor: rounded(score?.timeFactor ?? 1),
    profile: score?.closest.profile ?? "full",
    version: storyWeights.version,
    sentence,
  };
}

/** "it shares CVE-2026-1 and c2.example with the story, and its title has "device code" in common". */
export function sharedPhrase({ title, features, details }: Reasons): string {
  const names = (details?.entities ?? []).filter(([, points]) => points >= minTold).slice(0, 3);
  const shares = names.map(([key]) => valueOf(key));
  const inTitle = titlePhrases(title, features, details);
  const phrases: string[] = [];
  if (shares.length > 0) phrases.push(`it shares ${listed(shares)} with the story`);
  const whom = shares.length > 0 ? "" : " with it";
  if (inTitle.length > 0) phrases.push(`its title has ${listed(inTitle.map(quoted))} in common${whom}`);
  if (inTitle.length === 0 || phrases.length === 0) {
    const words = written(details?.terms.slice(0, 24) ?? [], features).filter(
      ({ word }) => !isTold(word, shares),
    );
    const told = words.slice(0, 4).map(({ word }) => quoted(word));
    if (told.length > 0) phrases.push(`both speak of ${listed(told)}`);
  }
  return phrases.length === 0 ? "it is near the story" : phrases.join(", and ");
}

/** "(score 0.61, needed 0.42)". */
export function figures({ score }: Reasons): string {
  return score ? `(score ${score.score.toFixed(2)}, needed ${score.threshold.toFixed(2)})` : "";
}

export function listed(items: string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The value in a `type:value` key; long hashes are cut. */
export function valueOf(key: string): string {
  const value = key.slice(key.indexOf(":") + 1);
  return value.length > 48 ? `${value.slice(0, 16)}…` : value;
}

/** Points below which a shared entity is no reason worth telling. */
const minTold = 0.01;

function quoted(text: string): string {
  return `"${text}"`;
}

function isTold(word: string, shares: string[]): boolean {
  return shares.some((share) => share.toLowerCase().includes(word.toLowerCase()));
}

function sumOf(details: PairDetails | null): number {
  const add = (sum: number, [, points]: [string, number]): number => sum + points;
  return (details?.terms.reduce(add, 0) ?? 0) + (details?.entities.reduce(add, 0) ?? 0) || 1;
}

/** Terms as the article writes them; pairs of words are told by their words. */
function written(terms: [string, number][], features: StoryFeatures): { word: string; points: number }[] {
  const surfaces = new Map<string, string>();
  for (const { word } of features.terms) surfaces.set(lookUp(word, features.language).term, word);
  for (const word of features.title) surfaces.set(lookUp(word, features.language).term, word);
  return terms.flatMap(([term, points]) => {
    const word = surfaces.get(term);
    return word === undefined ? [] : [{ word, points }];
  });
}

/** Shared words of the title, those that stand together as one phrase, the weightiest first. */
function titlePhrases(title: string, features: StoryFeatures, details: PairDetails | null): string[] {
  const points = new Map(details?.terms);
  const runs: { text: string; points: number }[] = [];
  let last: { text: string; points: number } | null = null;
  for (const word of features.title) {
    const own = points.get(lookUp(word, features.language).term) ?? 0;
    if (own < minTold / 2) {
      last = null;
      continue;
    }
    const joint =
      last && [" ", "-"].map((gap) => `${last?.text}${gap}${word}`).find((text) => title.includes(text));
    if (last && joint) {
      last.text = joint;
      last.points += own;
    } else {
      last = { text: word, points: own };
      runs.push(last);
    }
  }
  runs.sort((a, b) => b.points - a.points);
  const told = runs.slice(0, 3).map(({ text }) => text);
  return told;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
