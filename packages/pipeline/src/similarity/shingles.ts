import { hashWords } from "./hash-words.ts";

/** A text as the set of its runs of three words; shorter texts have one shingle of all they have. */
export type Shingles = {
  words: number;
  /** Distinct, ascending. */
  hashes: Int32Array<ArrayBuffer>;
  /** As they stand in the text, repeated ones too: tells where another text stands in this one. */
  order: Int32Array<ArrayBuffer>;
};

/** The shingles of a text, for {@link compareShingles}; compute once when a text is compared often. */
export function shinglesOf(text: string): Shingles {
  const words = hashWords(text);
  const order = shingleHashes(words);
  return { words: words.length, order, hashes: distinct(order.slice().sort()) };
}

/** A 32-bit hash for each run of three words, in order. */
export function shingleHashes(words: Int32Array): Int32Array<ArrayBuffer> {
  if (words.length === 0) return new Int32Array(0);
  const count = Math.max(1, words.length - 2);
  const shingles = new Int32Array(count);
  for (let at = 0; at < count; at += 1) {
    let hash = Math.imul(words[at] ?? 0, 0x85eb_ca6b);
    hash = Math.imul((hash ^ (hash >>> 15)) + (words[at + 1] ?? 0), 0xc2b2_ae35);
    hash = Math.imul((hash ^ (hash >>> 13)) + (words[at + 2] ?? 0), 0x27d4_eb2f);
    shingles[at] = hash ^ (hash >>> 16);
  }
  return shingles;
}

function distinct(sorted: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  let kept = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    const value = sorted[at] ?? 0;
    if (kept === 0 || sorted[kept - 1] !== value) sorted[kept++] = value;
  }
  return sorted.slice(0, kept);
}
