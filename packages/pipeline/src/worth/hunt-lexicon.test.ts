import { expect, test } from "vitest";

import { findHuntTerms } from "./find-hunt-terms.ts";
import { huntClasses } from "./hunt-classes.ts";
import { buildLexicon, huntLexicon } from "./hunt-lexicon.ts";

test("the file of terms has a version, all classes, and each term once", () => {
  const { terms, version } = huntLexicon();
  expect(version).toMatch(/^\d+$/);
  expect(terms.length).toBeGreaterThan(3_000);
  expect([...new Set(terms.map(({ className }) => className))].sort()).toEqual(
    Object.keys(huntClasses).sort(),
  );
});

test("every term is found in its own text, between other words", () => {
  const lexicon = huntLexicon();
  const lost = lexicon.terms.filter((term, number) => {
    const found = findHuntTerms(lexicon, [`xyz ${term.text}, xyz`]);
    return !found.has(number);
  });
  expect(lost).toEqual([]);
});

test("a line that is no term line is an error that names it", () => {
  expect(() => buildLexicon("# version: 1\nlogs | windows | 2 | a; b\nnonsense")).toThrow("line 3");
  expect(() => buildLexicon("nosuch | windows | 2 | a")).toThrow("line 1");
});

test("overlapping terms and repetitions are all counted", () => {
  const lexicon = buildLexicon("logs | any | 1 | aa bb; bb cc; bb\n");
  const found = findHuntTerms(lexicon, ["aa bb cc. AA-BB", "bb"]);
  expect(Object.fromEntries([...found].map(([term, times]) => [lexicon.terms[term]?.text, times]))).toEqual({
    "aa bb": 2,
    bb: 3,
    "bb cc": 1,
  });
});
