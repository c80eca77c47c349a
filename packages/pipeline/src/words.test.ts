import { expect, test } from "vitest";

import { countWords } from "./words.ts";

test("contractions are one word and CJK characters one each", () => {
  expect(countWords("It’s the group's C2 server — 漢字")).toBe(7);
});
