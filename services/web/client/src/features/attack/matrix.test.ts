import { expect, test } from "vitest";

import { heatOf, heatSteps, ranked, tally, toColumns } from "./matrix.ts";
import type { Attack, Technique } from "./queries.ts";

const view = { count: "articles", least: 1, all: false, domain: "enterprise" } as const;

function technique(id: string, own: number, all = own, parent: string | null = null): Technique {
  const counts = { articles: own, stories: own > 0 ? 1 : 0, articles_all: all, stories_all: all > 0 ? 1 : 0 };
  return { id, name: `Name of ${id}`, entity_id: null, parent, tactics: [], platforms: [], ...counts };
}

const attack: Attack = {
  as_of: "2026-11-21T12:00:00.000Z",
  platforms: [],
  tactics: [
    { id: "TA0001", name: "Initial Access", domain: "enterprise", techniques: ["T1", "T2"] },
    { id: "TA0002", name: "Execution", domain: "enterprise", techniques: ["T2", "T3", "T9"] },
    { id: "TA0108", name: "Initial Access", domain: "ics", techniques: ["T7"] },
  ],
  techniques: [
    technique("T1", 0, 3),
    technique("T1.001", 3, 3, "T1"),
    technique("T1.002", 0, 0, "T1"),
    technique("T2", 5),
    technique("T3", 0),
    technique("T7", 2),
  ],
};

const ids = (columns: ReturnType<typeof toColumns>): string[][] =>
  columns.map(({ cells }) => cells.map(({ technique }) => technique.id));

test("a technique that only its sub-techniques were seen of is seen", () => {
  const [first] = toColumns(attack, view);
  expect(first?.cells.map(({ technique, value, subs }) => [technique.id, value, subs.length])).toEqual([
    ["T2", 5, 0],
    ["T1", 3, 1],
  ]);
});

test("all techniques keep their places; one that the catalogue lacks is left out", () => {
  const columns = toColumns(attack, { ...view, all: true });
  expect(ids(columns)).toEqual([
    ["T1", "T2"],
    ["T2", "T3"],
  ]);
  expect(columns[0]?.cells[0]?.subs).toHaveLength(2);
});

test("fewer than the least are as none", () => {
  expect(ids(toColumns(attack, { ...view, least: 4 }))).toEqual([["T2"], ["T2"]]);
});

test("a technique of two tactics is ranked and counted once", () => {
  const columns = toColumns(attack, view);
  expect(ranked(columns).map(({ technique }) => technique.id)).toEqual(["T2", "T1"]);
  expect(tally(columns, attack, "enterprise")).toEqual({ seen: 2, of: 4 });
});

test.each([
  [0, [1, 2, 3, 4]],
  [4, [1, 2, 3, 4]],
  [9, [1, 2, 3, 6]],
  [16, [1, 2, 4, 8]],
  [10_000, [1, 10, 100, 1000]],
])("the steps of heat up to %d", (most, steps) => {
  expect(heatSteps(most)).toEqual(steps);
});

test("the heat grows with the value", () => {
  expect([0, 1, 2, 5, 6, 90].map((value) => heatOf(value, [1, 2, 3, 6]))).toEqual([0, 1, 2, 3, 4, 4]);
});
