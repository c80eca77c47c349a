import { type Shingles, shinglesOf } from "./shingles.ts";

/** How much two texts have of each other, by distinct three-word shingles; all shares 0 to 1. */
export type Comparison = {
  /** Jaccard: shared by all. */
  similarity: number;
  containmentAinB: number;
  containmentBinA: number;
  wordsA: number;
  wordsB: number;
  sharedShingles: number;
};

/** Compares two texts exactly. */
export function compareTexts(a: string, b: string): Comparison {
  return compareShingles(shinglesOf(a), shinglesOf(b));
}

/** The same for texts whose shingles are there already. */
export function compareShingles(a: Shingles, b: Shingles): Comparison {
  const shared = countShared(a.hashes, b.hashes);
  const all = a.hashes.length + b.hashes.length - shared;
  return {
    similarity: share(shared, all),
    containmentAinB: share(shared, a.hashes.length),
    containmentBinA: share(shared, b.hashes.length),
    wordsA: a.words,
    wordsB: b.words,
    sharedShingles: shared,
  };
}

function countShared(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  let atA = 0;
  let atB = 0;
  while (atA < a.length && atB < b.length) {
    const difference = (a[atA] ?? 0) - (b[atB] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) atA += 1;
    if (difference >= 0) atB += 1;
  }
  return shared;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
