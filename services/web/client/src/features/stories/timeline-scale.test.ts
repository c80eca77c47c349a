import { expect, test } from "vitest";

import { timeScale } from "./timeline-scale.ts";

test("days that lie between the ends are ticks, in their places", () => {
  const scale = timeScale(["2026-11-17T10:00:00Z", "2026-11-21T10:00:00Z"]);
  expect(scale.ticks.map(({ name }) => name)).toEqual(["11-18", "11-19", "11-20", "11-21"]);
  const places = scale.ticks.map(({ at }) => at);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(scale.at("2026-11-19T10:00:00Z")).toBeCloseTo(50);
});

test("one single time stands in the middle", () => {
  const scale = timeScale(["2026-11-17T10:30:00Z"]);
  expect(scale.at("2026-11-17T10:30:00Z")).toBeCloseTo(50);
  expect(scale.ticks.every(({ at }) => at >= 0 && at <= 100)).toBe(true);
});

test("years have few ticks", () => {
  expect(timeScale(["2016-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]).ticks.length).toBeLessThanOrEqual(7);
});
