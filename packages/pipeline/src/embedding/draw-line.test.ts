import { expect, test } from "vitest";

import { drawLine } from "./draw-line.ts";
import { quantise, type StoredVector } from "./quantise.ts";

/** Vectors that point at random but lean by `common` in one direction, as a model's of one field do. */
function vectors(count: number, common: number): StoredVector[] {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32 - 0.5;
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from(
      { length: 128 },
      (_, at) => random() + (at % 2 === 0 ? common : -common),
    );
    return quantise(vector) ?? { bytes: new Int8Array(), scale: 1 };
  });
}

test("a model that puts everything near together needs a higher line than one that spreads it", () => {
  const [spread, dense] = [drawLine(vectors(60, 0.15)), drawLine(vectors(60, 0.5))];
  expect(spread.usual).toBeCloseTo(0.21, 1);
  expect(dense.usual).toBeCloseTo(0.75, 1);
  expect(dense.others).toBeGreaterThan(spread.others);
  for (const { others, sameOwner, usual } of [spread, dense]) {
    expect(others).toBeGreaterThan((usual ?? 1) + 0.03);
    expect(sameOwner).toBeGreaterThan(others);
    expect(sameOwner).toBeLessThan(1);
  }
});

test("a few pairs of one event among many do not move the line", () => {
  const sample = vectors(60, 0.4);
  const doubled = [...sample, ...sample.slice(0, 6)];
  expect(drawLine(doubled).others).toBeCloseTo(drawLine(sample).others, 1);
});

test("chance is never proposed: the line stays in the upper half, and below what is the same", () => {
  expect(drawLine(vectors(60, 0)).others).toBe(0.5);
  expect(drawLine(vectors(60, 20)).others).toBe(0.95);
});

test("while few articles are known the line is a careful one", () => {
  expect(drawLine(vectors(23, 0))).toEqual({ others: 0.86, sameOwner: 0.93, usual: null });
});
