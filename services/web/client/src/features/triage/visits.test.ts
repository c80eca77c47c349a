import { expect, test } from "vitest";

import { visitNow } from "./visits.ts";

const now = Date.parse("2026-11-21T12:00:00.000Z");
const at = "2026-11-21T12:00:00.000Z";
const yesterday = "2026-11-20T17:00:00.000Z";
const justNow = "2026-11-21T11:50:00.000Z";

test("the first visit has none before", () => {
  expect(visitNow({ last: null, before: null }, now)).toEqual({
    since: null,
    remember: { last: at, before: null },
  });
});

test("who comes back sees what is new since the last time", () => {
  expect(visitNow({ last: yesterday, before: null }, now)).toEqual({
    since: yesterday,
    remember: { last: at, before: yesterday },
  });
});

test("a reload goes on with the same visit", () => {
  expect(visitNow({ last: justNow, before: yesterday }, now)).toEqual({
    since: yesterday,
    remember: { last: at, before: yesterday },
  });
});
