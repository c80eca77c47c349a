import { expect, test } from "vitest";

import { describeView, filtersOf, viewOf } from "./saved-search.ts";

test("a list comes back from its saved search as it was saved", () => {
  const filters = { q: "actor:APT29", sort: "hunt", source: "northlab", since: "7d", rejected: "true" };
  const view = viewOf(filters);
  expect(view).toEqual({ source: "northlab", since: "7d", rejected: "true" });
  expect(filtersOf({ query: "actor:APT29", sort: "hunt", view })).toEqual(filters);
});

test("what another client remembered does not reach the list", () => {
  const view = { columns: ["a"], source: 5, state: "new", q: "other", __proto__: null };
  expect(filtersOf({ query: "", sort: "match", view })).toEqual({ state: "new" });
});

test("filters are told in words", () => {
  expect(describeView({ source: "northlab", since: "7d", rejected: "true" })).toBe(
    "source northlab · since 7d · kept out",
  );
});
