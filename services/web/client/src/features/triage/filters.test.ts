import { expect, test } from "vitest";

import type { StoryLine } from "../stories/queries.ts";
import { filtersSet, stillMatches, toQuery } from "./filters.ts";

const now = Date.parse("2026-11-21T12:34:56Z");
const at = { now, visit: "2026-11-20T06:10:00.000Z" };

test("an empty address asks for what is new, the highest score first", () => {
  expect(toQuery({}, at)).toEqual({ sort: "score", state: ["new"] });
  expect(filtersSet({})).toBe(0);
});

test("every filter of the address is asked for", () => {
  const search = {
    state: "all",
    sort: "newest",
    since: "24h",
    q: " lumma ",
    source: "cert",
    entity: "38",
    tag: "m365",
    assignee: "none",
    starred: "true",
    watched: "true",
  };
  expect(toQuery(search, at)).toEqual({
    sort: "newest",
    since: "2026-11-20T12:34:00.000Z",
    q: "lumma",
    source: "cert",
    entity: 38,
    tag: "m365",
    assignee: "none",
    starred: true,
    watched: true,
  });
  expect(filtersSet(search)).toBe(9);
});

test("words that no filter knows are left out", () => {
  expect(toQuery({ state: "x", sort: "x", since: "x", entity: "x", starred: "x" }, at)).toEqual({
    sort: "score",
    state: ["new"],
  });
});

test("a visit is asked for only once there was one", () => {
  expect(toQuery({ since: "visit" }, at).since).toBe(at.visit);
  expect(toQuery({ since: "visit" }, { now, visit: null }).since).toBeUndefined();
});

test("a row leaves the list that it no longer belongs to", () => {
  const line = { state: "kept", starred: false, assignee: null, facts: { tags: ["m365"] } } as StoryLine;
  expect(stillMatches(line, { state: "all" })).toBe(true);
  expect(stillMatches(line, {})).toBe(false);
  expect(stillMatches(line, { state: "kept", starred: "true" })).toBe(false);
  expect(stillMatches(line, { state: "kept", assignee: "none" })).toBe(true);
  expect(stillMatches(line, { state: "kept", assignee: "ben" })).toBe(false);
  expect(stillMatches(line, { state: "kept", tag: "M365" })).toBe(true);
  expect(stillMatches(line, { state: "kept", tag: "other" })).toBe(false);
});
