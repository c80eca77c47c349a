import { entityWorths, typeOfKey } from "../stories/entity-worth.ts";
import type { StoryFeatures } from "../stories/features.ts";
import { lookUp } from "../stories/lexicon.ts";

/** How much two articles have in common by their words and names, 0 to 1: what stands in where there are no vectors. */
export function wordSimilarity(a: StoryFeatures, b: StoryFeatures): number {
  return wordShare * cosine(termsOf(a), termsOf(b)) + (1 - wordShare) * sharedNames(a, b);
}

const wordShare = 0.65;
/** Words of the title say most; those of the text weigh 40 for a single one, 56 in the lead. */
const titleWeight = 100;
const steepness = 1.6;

function termsOf({ title, terms, language }: StoryFeatures): Map<string, number> {
  const found = new Map<string, number>();
  const add = (word: string, weight: number): void => {
    const { term, rarity } = lookUp(word, language);
    found.set(term, Math.max(found.get(term) ?? 0, weight * rarity));
  };
  for (const { word, weight } of terms) add(word, weight);
  for (const word of title) add(word, titleWeight);
  return found;
}

function cosine(a: Map<string, number>, b: Map<string, number>): number {
  let product = 0;
  for (const [term, weight] of a) product += weight * (b.get(term) ?? 0);
  return product === 0 ? 0 : product / Math.sqrt(squares(a) * squares(b));
}

function squares(terms: Map<string, number>): number {
  let sum = 0;
  for (const weight of terms.values()) sum += weight * weight;
  return sum;
}

function sharedNames(a: StoryFeatures, b: StoryFeatures): number {
  const prominence = new Map(a.entities.map(({ key, weight }) => [key, weight / 255]));
  let shared = 0;
  for (const { key, weight } of b.entities) {
    const worth = entityWorths[typeOfKey(key)]?.worth ?? 0;
    shared += worth * Math.sqrt(((prominence.get(key) ?? 0) * weight) / 255);
  }
  return 1 - Math.exp(-steepness * shared);
}
