import { expect, test } from "vitest";

import { problemWords } from "./problem-words.ts";

test("a merge of what was split by hand says where the split is undone", () => {
  expect(
    problemWords("Stories 13 and 60 were taken apart by hand; `stories undo 1` takes that back first"),
  ).toBe("Stories 13 and 60 were taken apart by hand. Undo that first: it stands in the story's activity.");
});

test("what is missing is named without the command that would list the others", () => {
  expect(problemWords("There is no run 7; `history list` shows them")).toBe("There is no run 7");
  expect(problemWords("Entry 2 says the same; `benign list` shows it")).toBe("Entry 2 says the same");
});

test("any other text stays as it is", () => {
  expect(problemWords("Change 1 was taken back already")).toBe("Change 1 was taken back already");
});
