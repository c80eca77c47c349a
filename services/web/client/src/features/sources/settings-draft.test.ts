import { expect, test } from "vitest";

import type { Source } from "./queries.ts";
import { changedFields, changeFor, draftOf, fieldWords } from "./settings-draft.ts";

const source = {
  name: "Vendor X",
  url: "https://vendor.example/feed",
  kind: "rss",
  tier: 2,
  weight: 1,
  tags: ["vendor", "research"],
  interval_seconds: null,
  note: null,
  settings: {
    include: [],
    exclude: [{ field: "title", words: "webinar" }],
    selectors: null,
    user_agent: null,
    ignore_robots: false,
  },
} as unknown as Source;

test("only what was changed is sent", () => {
  const before = draftOf(source);
  const after = { ...before, tier: 1, tags: "vendor,research, apt", interval: 900, note: "Mind the gap" };
  const fields = changedFields(before, after);
  expect(fields).toEqual(["tier", "tags", "interval", "note"]);
  expect(changeFor(after, fields)).toEqual({
    tier: 1,
    tags: ["vendor", "research", "apt"],
    interval_seconds: 900,
    note: "Mind the gap",
  });
});

test("spaces and the writing of a number are no change", () => {
  const before = draftOf(source);
  expect(
    changedFields(before, { ...before, name: "Vendor X ", weight: "1.0", tags: "vendor ,research" }),
  ).toEqual([]);
});

test("what was emptied is taken away with null", () => {
  const before = draftOf(source);
  const after = {
    ...before,
    exclude: [{ field: "title" as const, words: " " }],
    userAgent: " reader/1 ",
    selectors: { ...before.selectors, item: " article " },
  };
  expect(changeFor(after, changedFields(before, after))).toEqual({
    settings: { exclude: null, selectors: { item: "article" }, user_agent: "reader/1" },
  });
});

test("versions are compared in words", () => {
  const draft = draftOf(source);
  expect(fieldWords(draft, "exclude")).toBe("title has webinar");
  expect(fieldWords({ ...draft, interval: 3_600 }, "interval")).toBe("every 1 h");
  expect(fieldWords(draft, "note")).toBe("–");
});
