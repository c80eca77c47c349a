import { expect, test } from "vitest";

import { numberEvidence } from "./evidence.ts";
import type { Claim } from "./queries.ts";

type Span = Claim["evidence"][number]["spans"][number];

const span = (start: number, end: number, article_id = 7): Span => ({
  article_id,
  field: "text",
  start,
  end,
});

function claim(id: number, ...evidence: Span[][]): Claim {
  return {
    id,
    section: "summary",
    nature: "fact",
    text: "",
    subject: null,
    quotes: [],
    evidence: evidence.map((spans) => ({ quote: `of ${id}`, spans })),
    status: "supported",
    reason: null,
    verdict: null,
    accepted: 0,
    rejected: 0,
    entity_id: null,
    article_ids: [],
  };
}

test("evidence is numbered as it is met, and the same place keeps its number", () => {
  const first = claim(4, [span(10, 20)], [span(30, 40)]);
  const second = claim(2, [span(30, 40)], [span(30, 40, 8)]);
  const { all, of } = numberEvidence([first, second]);
  expect(of(first).map(({ number }) => number)).toEqual([1, 2]);
  expect(of(second).map(({ number }) => number)).toEqual([2, 3]);
  expect(all.map(({ number, article }) => [number, article])).toEqual([
    [1, 7],
    [2, 7],
    [3, 8],
  ]);
});

test("a quote that leaves words out is one piece of evidence with all its stretches", () => {
  const only = claim(1, [span(10, 20), span(25, 30)]);
  expect(numberEvidence([only]).of(only)).toMatchObject([
    {
      number: 1,
      spans: [
        { start: 10, end: 20 },
        { start: 25, end: 30 },
      ],
    },
  ]);
});

test("a claim without a place has no number, nor the same one twice", () => {
  const none = claim(1, []);
  const twice = claim(2, [span(1, 2)], [span(1, 2)]);
  const { of } = numberEvidence([none, twice]);
  expect(of(none)).toEqual([]);
  expect(of(twice)).toHaveLength(1);
});
