import { expect, test } from "vitest";

import { blocksOf, countStates, countTags, filterSources, readState, sortSources } from "./filter-sources.ts";
import type { SourceLine } from "./queries.ts";

function source(id: number, change: Partial<SourceLine>): SourceLine {
  return {
    id,
    slug: `source-${id}`,
    name: `Source ${id}`,
    kind: "rss",
    url: `https://${id}.example/feed`,
    tier: 2,
    tags: [],
    enabled: true,
    articles: 0,
    state: "ok",
    consecutive_failures: 0,
    ...change,
  } as SourceLine;
}

const all = [
  source(1, { name: "Beta", state: "ok", tags: ["news"], articles: 5 }),
  source(2, { name: "alpha", state: "failing", consecutive_failures: 2, tags: ["news", "vendor"] }),
  source(3, { name: "Gamma", state: "failing", consecutive_failures: 9, tier: 1 }),
  source(4, { name: "Delta", state: "dead", enabled: false, kind: "atom" }),
];
const ids = (sources: SourceLine[]): number[] => sources.map(({ id }) => id);

test("words, tier, kind and tag filter together", () => {
  expect(ids(filterSources(all, { q: "ALPHA" }))).toEqual([2]);
  expect(ids(filterSources(all, { q: "3.example feed" }))).toEqual([3]);
  expect(ids(filterSources(all, { tag: "news", tier: "2" }))).toEqual([1, 2]);
  expect(ids(filterSources(all, { kind: "atom" }))).toEqual([4]);
});

test("what needs somebody comes first, what is paused last", () => {
  expect(ids(sortSources(all, "state"))).toEqual([3, 2, 1, 4]);
  expect(ids(sortSources(all, "name"))).toEqual([2, 1, 4, 3]);
  expect(ids(sortSources(all, "articles"))).toEqual([1, 2, 4, 3]);
});

test("states and tags are counted", () => {
  expect(countStates(all)).toEqual(
    new Map([
      ["ok", 1],
      ["failing", 2],
      ["paused", 1],
    ]),
  );
  expect(countTags(all)).toEqual([
    ["news", 2],
    ["vendor", 1],
  ]);
  expect([readState("disabled"), readState("dead"), readState("nonsense")]).toEqual(["paused", "dead", null]);
});

test("blocks do not depend on the order of the list", () => {
  expect(blocksOf([...all].reverse(), 2).get(3)).toEqual([3, 4]);
});
