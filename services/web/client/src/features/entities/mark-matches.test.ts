import { expect, test } from "vitest";

import { markMatches } from "./mark-matches.ts";

/** The parts as one text, what is marked between brackets. */
function shown(sentence: string, forms: string[]): string {
  return markMatches(sentence, forms)
    .map(({ text, marked }) => (marked ? `[${text}]` : text))
    .join("");
}

test("every form is marked, in whatever case", () => {
  expect(shown("Midnight Blizzard, also known as apt29, moved.", ["APT29", "Midnight Blizzard"])).toBe(
    "[Midnight Blizzard], also known as [apt29], moved.",
  );
});

test("the longer of two forms at one place wins", () => {
  expect(shown("Lumma Stealer spreads", ["Lumma", "Lumma Stealer"])).toBe("[Lumma Stealer] spreads");
});

test("a part of a longer word is not marked", () => {
  expect(shown("Players of Play", ["Play"])).toBe("Players of [Play]");
});

test("what a pattern would read otherwise is text", () => {
  expect(shown("to c2[.]example (tcp)", ["c2[.]example", "(tcp)"])).toBe("to [c2[.]example] [(tcp)]");
  expect(shown("to cdn-1.example/a", ["cdn-1.example/a"])).toBe("to [cdn-1.example/a]");
  expect(shown("a|b", [""])).toBe("a|b");
});

test("a sentence without a form stays whole", () => {
  expect(markMatches("nothing here", ["APT29"])).toEqual([{ text: "nothing here", marked: false }]);
});
