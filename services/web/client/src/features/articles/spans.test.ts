import { expect, test } from "vitest";

import { cutPieces, spread } from "./spans.ts";

const text = "APT29 used hxxps://c2[.]example/x today";
const shown = (pieces: ReturnType<typeof cutPieces>): string[] =>
  pieces.map(({ start, end, spans }) => `${text.slice(start, end)}×${spans.length}`);
const all = { start: 0, end: text.length };

test("a text without spans is one piece", () => {
  expect(cutPieces(all, [])).toEqual([{ ...all, spans: [] }]);
});

test("pieces cover the text in order, whatever is marked in it", () => {
  const pieces = cutPieces(all, [
    { start: 19, end: 32 },
    { start: 0, end: 5 },
  ]);
  expect(pieces.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
  expect(shown(pieces)).toEqual(["APT29×1", " used hxxps://×0", "c2[.]example/×1", "x today×0"]);
});

test("a span within another names both, the narrowest first", () => {
  const url = { start: 11, end: 33, name: "url" };
  const domain = { start: 19, end: 31, name: "domain" };
  const pieces = cutPieces(all, [url, domain]);
  expect(pieces.map(({ spans }) => spans.map(({ name }) => name))).toEqual([
    [],
    ["url"],
    ["domain", "url"],
    ["url"],
    [],
  ]);
});

test("spans that overlap in part are cut where they meet", () => {
  const pieces = cutPieces({ start: 0, end: 10 }, [
    { start: 0, end: 6 },
    { start: 4, end: 9 },
  ]);
  expect(pieces.map(({ start, end, spans }) => [start, end, spans.length])).toEqual([
    [0, 4, 1],
    [4, 6, 2],
    [6, 9, 1],
    [9, 10, 0],
  ]);
});

test("of two equal spans both are named", () => {
  expect(
    cutPieces({ start: 0, end: 5 }, [
      { start: 0, end: 5 },
      { start: 0, end: 5 },
    ])[0]?.spans,
  ).toHaveLength(2);
});

test("spans that reach beyond the stretch are cut at its ends, empty and reversed ones do nothing", () => {
  const pieces = cutPieces({ start: 10, end: 20 }, [
    { start: 0, end: 12 },
    { start: 18, end: 99 },
    { start: 15, end: 15 },
    { start: 17, end: 13 },
  ]);
  expect(pieces.map(({ start, end }) => [start, end])).toEqual([
    [10, 12],
    [12, 18],
    [18, 20],
  ]);
  expect(cutPieces({ start: 5, end: 5 }, [])).toEqual([]);
});

test("each stretch gets the spans that touch it, a long one several times", () => {
  const stretches = [
    { start: 0, end: 10 },
    { start: 12, end: 20 },
    { start: 22, end: 30 },
  ];
  const long = { start: 5, end: 25 };
  const gap = { start: 10, end: 12 };
  const last = { start: 29, end: 40 };
  expect(spread(stretches, [long, gap, last])).toEqual([[long], [long], [long, last]]);
});
