import { expect, test } from "vitest";

import { coverageOf } from "./coverage.ts";

const document = (articleId: number, length: number) => ({
  articleId,
  title: "t",
  text: "x".repeat(length),
  source: "s",
  publishedAt: null,
  language: "en",
});

test("what parts have in common counts once", () => {
  const parts = [
    { articleId: 1, start: 0, end: 60 },
    { articleId: 1, start: 50, end: 100 },
    { articleId: 2, start: 0, end: 40 },
  ];
  expect(coverageOf([document(1, 100), document(2, 40)], parts, parts)).toEqual({
    parts: 3,
    partsRead: 3,
    chars: 140,
    charsRead: 140,
  });
});

test("what was not read is said", () => {
  const parts = [
    { articleId: 1, start: 0, end: 60 },
    { articleId: 1, start: 50, end: 100 },
  ];
  expect(coverageOf([document(1, 100)], parts, parts.slice(1))).toMatchObject({
    partsRead: 1,
    charsRead: 50,
  });
});
