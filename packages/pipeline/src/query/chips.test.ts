import { expect, test } from "vitest";

import { chipsOf } from "./chips.ts";

const shown = (input: string): string[] =>
  chipsOf(input).map(({ text, field, negated }) => `${negated ? "-" : "+"}${field ?? "word"} ${text}`);

test("each term is a chip with its place, whatever operators stand between", () => {
  const input = 'loader  apt:"Cozy Bear" OR score>=70';
  expect(shown(input)).toEqual(["+word loader", '+actor apt:"Cozy Bear"', "+score score>=70"]);
  for (const { text, start, end } of chipsOf(input)) expect(input.slice(start, end)).toBe(text);
});

test("negation reaches into parentheses, and two lift each other", () => {
  expect(shown("-(a b) c NOT d -(e -f)")).toEqual([
    "-word a",
    "-word b",
    "+word c",
    "-word d",
    "-word e",
    "+word f",
  ]);
});

test("what cannot be split has no chips", () => {
  expect(chipsOf('a "open')).toEqual([]);
});
