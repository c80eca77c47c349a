import { expect, test } from "vitest";

import { apiFilters, countFilters, refangSearch, searchOf, timeOf, withoutTerm } from "./article-search.ts";

const now = new Date("2026-11-20T12:00:00Z");

test("what was pasted defanged is sent as what it stands for", () => {
  expect(refangSearch("ioc:evil[.]example -hxxps://cdn[.]example/a")).toBe(
    "ioc:evil.example -https://cdn.example/a",
  );
  expect(refangSearch("203[.]0[.]113[.]7")).toBe("203.0.113.7");
});

test("what is quoted is sent as it was written", () => {
  expect(refangSearch('"evil[.]example is bad" lumma')).toBe('"evil[.]example is bad" lumma');
});

test("operators and parentheses of the search language survive", () => {
  expect(refangSearch("(has:ioc OR hunt>=60) -actor:APT29 tier:1")).toBe(
    "(has:ioc OR hunt>=60) -actor:APT29 tier:1",
  );
});

test("a time is an age or a date", () => {
  expect(timeOf("24h", now)).toBe("2026-11-19T12:00:00.000Z");
  expect(timeOf("2w", now)).toBe("2026-11-06T12:00:00.000Z");
  expect(timeOf("2026-11-01", now)).toBe("2026-11-01T00:00:00.000Z");
  expect(timeOf("soon", now)).toBeUndefined();
});

test("an address that somebody wrote by hand asks for nothing that the API refuses", () => {
  expect(apiFilters({ state: "wrong", rejected: "yes", since: "?" }, now)).toEqual({});
});

test("filters become one search that finds the same", () => {
  expect(searchOf({ q: "lumma OR vidar", source: "northlab", language: "en", state: "new" }, now)).toBe(
    "(lumma OR vidar) source:northlab lang:en state:new",
  );
  expect(searchOf({ since: "7d", rejected: "true" }, now)).toBe("since:2026-11-13T12:00:00.000Z is:rejected");
  expect(searchOf({}, now)).toBe("");
});

test("what the search language cannot say is no search", () => {
  expect(searchOf({ incomplete: "true" }, now)).toBeNull();
  expect(searchOf({ tag: "ics" }, now)).toBeNull();
});

test("a range of time counts as one filter", () => {
  expect(countFilters({ since: "7d", until: "2026-11-20", state: "new", q: "x" })).toBe(2);
});

test.each([
  ["actor:APT29 score>=70 -foo", "score>=70", "actor:APT29 -foo"],
  ["actor:APT29 -foo", "foo", "actor:APT29"],
  ["a1 NOT b2", "b2", "a1"],
  ["a1 OR b2 OR c3", "b2", "a1 OR c3"],
  ["a1 OR b2", "a1", "b2"],
  ["(a1 OR b2) c3", "b2", "(a1) c3"],
  ["(a1) c3", "a1", "c3"],
])("taking a term out of %s leaves a search that can be read", (text, term, rest) => {
  const start = text.indexOf(term);
  expect(withoutTerm(text, { start, end: start + term.length })).toBe(rest);
});
