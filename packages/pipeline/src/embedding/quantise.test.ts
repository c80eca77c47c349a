import { expect, test } from "vitest";

import { quantise, similarity } from "./quantise.ts";

const dimension = 256;

/** The same numbers in each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function createGauss(seed: number): () => number {
  const random = createRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

type Gauss = () => number;

function vectorNear(middle: Float32Array | null, spread: number, gauss: Gauss): Float32Array {
  const vector = new Float32Array(dimension);
  for (let at = 0; at < dimension; at += 1) vector[at] = (middle?.[at] ?? 0) + spread * gauss();
  return vector;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let at = 0; at < a.length; at += 1) {
    const [value, other] = [a[at] ?? 0, b[at] ?? 0];
    product += value * other;
    squaresA += value * value;
    squaresB += other * other;
  }
  return product / Math.sqrt(squaresA * squaresB);
}

const stored = (vector: Float32Array): NonNullable<ReturnType<typeof quantise>> => {
  const found = quantise(vector);
  if (!found) throw new Error("The vector points nowhere.");
  return found;
};

test("the stored form keeps cosines to a hundredth, near and far, whatever the length of the vectors", () => {
  const gauss = createGauss(7);
  for (let round = 0; round < 200; round += 1) {
    const middle = vectorNear(null, 1, gauss);
    const one = vectorNear(middle, round / 100, gauss).map((value) => value * (round + 0.001));
    const other = vectorNear(middle, 0.4, gauss);
    expect(Math.abs(similarity(stored(one), stored(other)) - cosine(one, other))).toBeLessThan(0.01);
    expect(similarity(stored(one), stored(one))).toBeGreaterThan(0.999);
  }
});

test("a vector with one great value among small ones keeps its cosines too", () => {
  const gauss = createGauss(11);
  for (let round = 0; round < 50; round += 1) {
    const [one, other] = [vectorNear(null, 1, gauss), vectorNear(null, 1, gauss)];
    one[3] = 12;
    other[3] = 9;
    expect(Math.abs(similarity(stored(one), stored(other)) - cosine(one, other))).toBeLessThan(0.01);
  }
});

test("of the twenty nearest by exact cosine, 400 candidates by signs hold at least 95 %", () => {
  const gauss = createGauss(23);
  const middles = Array.from({ length: 5 }, () => vectorNear(null, 1, gauss));
  const vectors = Array.from({ length: 3_000 }, (_, at) =>
    vectorNear(middles[at % middles.length] ?? null, 0.9, gauss),
  );
  const forms = vectors.map((vector) => ({ form: stored(vector), bits: toBits(vector) }));
  let kept = 0;
  const queries = 10;
  for (let query = 0; query < queries; query += 1) {
    const vector = vectorNear(middles[query % middles.length] ?? null, 0.9, gauss);
    const own = stored(vector);
    const bits = toBits(vector);
    const exact = ranked(vectors, (other) => cosine(vector, other)).slice(0, 20);
    const near = ranked(forms, (other) => -differing(bits, other.bits)).slice(0, 400);
    const found = ranked(near, (at) => similarity(own, forms[at]?.form ?? own))
      .slice(0, 20)
      .map((at) => near[at]);
    kept += exact.filter((at) => found.includes(at)).length;
  }
  expect(kept / (20 * queries)).toBeGreaterThanOrEqual(0.95);
});

/** Places of the list, those with the greatest worth first. */
function ranked<T>(list: readonly T[], worth: (item: T) => number): number[] {
  return list
    .map((item, at) => ({ at, worth: worth(item) }))
    .toSorted((a, b) => b.worth - a.worth)
    .map(({ at }) => at);
}

function toBits(vector: Float32Array): Uint32Array {
  const { signs } = stored(vector);
  return Uint32Array.from({ length: dimension / 32 }, (_, at) =>
    Number.parseInt(signs.slice(32 * at, 32 * at + 32), 2),
  );
}

function differing(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 1)
    for (let rest = (a[at] ?? 0) ^ (b[at] ?? 0); rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

test("signs are one bit per dimension, and a vector that points nowhere has no stored form", () => {
  expect(quantise(Float32Array.of(0.5, -0.5, 0, 2))).toMatchObject({
    bytes: Int8Array.of(32, -32, 0, 127),
    signs: "1001",
  });
  expect(quantise(new Float32Array(0))).toBeNull();
  expect(quantise(new Float32Array(4))).toBeNull();
  expect(quantise(Float32Array.of(1, Number.NaN))).toBeNull();
  expect(quantise(Float32Array.of(1, Number.POSITIVE_INFINITY))).toBeNull();
});
