/** A vector as it is stored: a hundredth of what is said in floats is lost, three quarters of the room are gained. */
export type StoredVector = {
  /** A signed byte per dimension. */
  bytes: Int8Array;
  /** The length of `bytes` as a vector, so that each is as near as 1 to itself. */
  scale: number;
};

const greatest = 127;

/** The stored form of a vector; null for one that points nowhere: no dimension, only zeros, or what is no number. */
export function quantise(vector: Float32Array): (StoredVector & { signs: string }) | null {
  let squares = 0;
  let largest = 0;
  for (const value of vector) {
    squares += value * value;
    largest = Math.max(largest, Math.abs(value));
  }
  if (!Number.isFinite(squares) || squares === 0) return null;
  const bytes = Int8Array.from(vector, (value) => Math.round((value / largest) * greatest));
  return { bytes, scale: Math.sqrt(product(bytes, bytes)), signs: signsOf(vector) };
}

/** The cosine of two vectors of one dimension, -1 to 1, within a hundredth of the exact one. */
export function similarity(a: StoredVector, b: StoredVector): number {
  return Math.min(1, Math.max(-1, product(a.bytes, b.bytes) / (a.scale * b.scale)));
}

function product(a: Int8Array, b: Int8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** 1 for each dimension above zero, else 0: vectors that are near differ in few of them. */
function signsOf(vector: Float32Array): string {
  let signs = "";
  for (const value of vector) signs += value > 0 ? "1" : "0";
  return signs;
}
