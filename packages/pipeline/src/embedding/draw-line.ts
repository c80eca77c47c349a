import { similarity, type StoredVector } from "./quantise.ts";

/** Cosines from which on two articles may tell of one event. */
export type Line = {
  /** Of two publishers. */
  others: number;
  /** One publisher writes alike of everything and seldom twice of one event, so its own articles must be nearer. */
  sameOwner: number;
  /** The cosine of two articles that have nothing to do with each other; null while too few are known to tell. */
  usual: number | null;
};

/** For most models too high rather than too low. */
const whileFewAreKnown: Line = { others: 0.86, sameOwner: 0.93, usual: null };
const leastVectors = 24;
/**
 * Standard deviations of unrelated pairs between their middle and the line. Measured with all-MiniLM-L6-v2: half of the
 * pairs of one event are beyond 3, one of a hundred others beyond 2.3 (docs/performance.md). Articles beyond the line
 * must also share something; what is proposed too much costs a click, what the words found needs no proposal.
 */
const deviations = 2;
const least = 0.5;
const most = 0.95;
/** Where nine tenths of a normal distribution end. */
const ninthDecile = 1.2816;

/**
 * Draws the line by what is usual among these vectors, which should be a sample of all. Models differ: one puts
 * unrelated articles of one field at 0.3, another at 0.6, and what is near for one is nothing for the other. Few pairs
 * of a sample are of one event, so the middle and the ninth decile are those of unrelated ones.
 */
export function drawLine(sample: readonly StoredVector[]): Line {
  if (sample.length < leastVectors) return whileFewAreKnown;
  const cosines = new Float32Array((sample.length * (sample.length - 1)) / 2);
  let count = 0;
  for (const [at, one] of sample.entries())
    for (const other of sample.slice(at + 1)) cosines[count++] = similarity(one, other);
  cosines.sort();
  const usual = cosines[Math.floor(count * 0.5)] ?? 0;
  const deviation = ((cosines[Math.floor(count * 0.9)] ?? 0) - usual) / ninthDecile;
  const others = Math.min(most, Math.max(least, usual + deviations * deviation));
  return { others, sameOwner: (1 + others) / 2, usual };
}
