import { hashWords } from "../packages/pipeline/src/similarity/hash-words.ts";
import type { MadeArticle } from "./similar-web.ts";

/** A simple way to do the same, on the same articles: how many milliseconds it took, and what it found. */
export type Baseline = {
  name: string;
  spent: number;
  /** Takes the next article and gives the one whose group it joins. */
  take: (article: MadeArticle) => number | null;
};

const DAY = 86_400_000;

/** Stories by their titles alone: the article of the last three days whose title shares most words, from 35 %. */
export function titleStories(): Baseline {
  const byWord = new Map<number, { id: number; at: number; words: Set<number> }[]>();
  return timed("titles, Jaccard ≥ 0.35", (article) => {
    forgetBefore(byWord, article, 3 * DAY);
    const words = new Set(hashWords(article.title));
    let best: { id: number; share: number } | null = null;
    for (const word of words) {
      const recent = (byWord.get(word) ?? []).filter(({ at }) => at > article.at - 3 * DAY).slice(-200);
      for (const other of recent) {
        const shared = words.intersection(other.words).size;
        const share = shared / (words.size + other.words.size - shared);
        if (share >= 0.35 && share > (best?.share ?? 0)) best = { id: other.id, share };
      }
      byWord.set(word, [...recent, { id: article.id, at: article.at, words }]);
    }
    return best?.id ?? null;
  });
}

/** Twins by 64-bit SimHash: texts whose hashes differ in three bits at most, found by four blocks of 16 bits. */
export function simHashTwins(): Baseline {
  const byBlock = new Map<number, { id: number; at: number; hash: [number, number] }[]>();
  return timed("SimHash ≤ 3 bits", (article) => {
    forgetBefore(byBlock, article, 14 * DAY);
    const hash = simHash(article.text);
    let best: { id: number; bits: number } | null = null;
    for (const block of [hash[0] & 0xffff, hash[0] >>> 16, hash[1] & 0xffff, hash[1] >>> 16].map(
      (value, at) => value * 4 + at,
    )) {
      const recent = (byBlock.get(block) ?? []).filter(({ at }) => at > article.at - 14 * DAY);
      for (const other of recent) {
        const bits = bitsOf(hash[0] ^ other.hash[0]) + bitsOf(hash[1] ^ other.hash[1]);
        if (bits <= 3 && bits < (best?.bits ?? 4)) best = { id: other.id, bits };
      }
      byBlock.set(block, [...recent, { id: article.id, at: article.at, hash }]);
    }
    return best?.id ?? null;
  });
}

/** Now and then drops what is too old to be found. */
function forgetBefore(lists: Map<number, { at: number }[]>, { id, at }: MadeArticle, window: number): void {
  if (id % 5000 !== 0) return;
  for (const [key, list] of lists) if (list.every((entry) => entry.at <= at - window)) lists.delete(key);
}

function timed(name: string, take: Baseline["take"]): Baseline {
  const baseline: Baseline = {
    name,
    spent: 0,
    take(article) {
      const began = performance.now();
      const found = take(article);
      baseline.spent += performance.now() - began;
      return found;
    },
  };
  return baseline;
}

function simHash(text: string): [number, number] {
  const sums = new Int32Array(64);
  for (const word of hashWords(text)) {
    const low = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
    const high = Math.imul(word ^ (word >>> 13), 0xc2b2_ae35);
    for (let bit = 0; bit < 32; bit += 1) {
      sums[bit] = (sums[bit] ?? 0) + ((low >>> bit) & 1) * 2 - 1;
      sums[bit + 32] = (sums[bit + 32] ?? 0) + ((high >>> bit) & 1) * 2 - 1;
    }
  }
  let [low, high] = [0, 0];
  for (let bit = 0; bit < 32; bit += 1) {
    if ((sums[bit] ?? 0) > 0) low |= 1 << bit;
    if ((sums[bit + 32] ?? 0) > 0) high |= 1 << bit;
  }
  return [low, high];
}

function bitsOf(value: number): number {
  let bits = value - ((value >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
