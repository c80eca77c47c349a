import { expect, test } from "vitest";

import { withoutThoughts } from "./thoughts.ts";

test.each([
  ['<think>so</think>\n{"a":1}', '{"a":1}'],
  ['so it is</think>{"a":1}', '{"a":1}'],
  ["\n<think>so", ""],
  ["<thi", ""],
  ["", ""],
  ['{"a":"they write </think> here"}', '{"a":"they write </think> here"}'],
  ["<thin ice", "<thin ice"],
  ["plain words", "plain words"],
])("%j is %j without thoughts", (text, expected) => {
  expect(withoutThoughts(text)).toBe(expected);
});
