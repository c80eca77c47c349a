import { expect, test } from "vitest";

import { countWords } from "./words.ts";

test.each([
  ["It’s the group's C2 server", 5],
  ["l'homme d’État n'est-il pas là ?", 6],
  ["'quoted' and rock 'n' roll", 5],
  ["192.0.2.1 and 3,5 %", 7],
  ["Köln, Straße — «Ünïcode»", 3],
  ["Привет, мир", 2],
  ["server — 漢字", 3],
  ["", 0],
  ["---", 0],
])("%s", (text, words) => {
  expect(countWords(text)).toBe(words);
});

test("the fast way counts as the Unicode classes do", () => {
  const pieces = ["a", "é", "Ж", "7", "’", "'", " ", "-", "½", "ß", "\u0301", "\u200b", "x", "…"];
  let state = 1;
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 30 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return pieces[(state >>> 16) % pieces.length] ?? "";
    }).join("");
    // Beyond the table, a character sends the same text through the classes.
    expect(countWords(text), JSON.stringify(text)).toBe(countWords(`${text} 漢`) - 1);
  }
});
