import { expect, test } from "vitest";

import { selectParts } from "./select-parts.ts";

const part = (articleId: number, start: number, worth: number) => ({
  articleId,
  start,
  end: start + 10,
  worth,
});
const parts = [part(1, 0, 5), part(1, 10, 50), part(1, 20, 1), part(2, 0, 3), part(2, 10, 40)];

const chosen = (kind: "summary" | "hunt" | "translation", most: number): number[] =>
  [...selectParts(kind, parts, most)].toSorted((left, right) => left - right);

test("the most huntable parts are read first for a hunt", () => {
  expect(chosen("hunt", 2)).toEqual([1, 4]);
  expect(chosen("hunt", 3)).toEqual([0, 1, 4]);
});

test("the leads are read first for a summary, in the articles' order, then the most telling parts", () => {
  expect(chosen("summary", 1)).toEqual([0]);
  expect(chosen("summary", 2)).toEqual([0, 3]);
  expect(chosen("summary", 3)).toEqual([0, 1, 3]);
});

test("nothing but leads is read for a translation", () => {
  expect(chosen("translation", 5)).toEqual([0, 3]);
  expect(chosen("translation", 1)).toEqual([0]);
});

test("one part is read at least", () => {
  expect(chosen("hunt", 0)).toEqual([1]);
});
