import { expect, test } from "vitest";

import { isLooping } from "./looping.ts";

const sound = `{"sentences":[{"quotes":["The loader was seen"],"text":"A loader was seen in ${"May, ".repeat(20)}`;

test.each([
  ["one letter", "A"],
  ["a syllable", "AN"],
  ["line breaks", "\n"],
  ["words", "the actor used the loader and then "],
])("%s again and again is a loop", (_, piece) => {
  const rounds = Math.ceil(400 / piece.length) + 1;
  expect(isLooping(sound + piece.repeat(rounds))).toBe(true);
  expect(isLooping(sound + piece.repeat(rounds).slice(0, 390))).toBe(false);
});

test("what a model is given to quote is no loop: prose, a table, hashes, indented JSON", () => {
  const prose = Array.from(
    { length: 40 },
    (_, at) => `On day ${at} the actor came back with loader ${at * 7}. `,
  );
  const hashes = Array.from({ length: 20 }, (_, at) => `"${at.toString(16).padStart(64, "0")}",\n        `);
  const empty = Array.from({ length: 9 }, (_, at) => ({ quotes: [], text: "", technique: `T${1000 + at}` }));
  for (const text of [prose.join(""), hashes.join(""), JSON.stringify(empty, null, 2)])
    for (let end = 1; end <= text.length; end += 1) expect(isLooping(text.slice(0, end))).toBe(false);
});
