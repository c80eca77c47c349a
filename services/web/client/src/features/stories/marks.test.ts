import { expect, test } from "vitest";

import { changed, type Marks } from "./marks.ts";

const marks: Marks = {
  state: "snoozed",
  starred: true,
  assignee: "ben",
  snoozed_until: "2026-11-22T08:00:00.000Z",
  tags: ["m365", "phishing"],
};

test("what is not named stays", () => {
  expect(changed(marks, { starred: false })).toEqual({ ...marks, starred: false });
});

test("a state other than snoozed ends the snooze", () => {
  expect(changed(marks, { state: "kept" })).toMatchObject({ state: "kept", snoozed_until: null });
});

test("tags are added in lower case, once, and taken away", () => {
  expect(changed(marks, { add_tags: ["APT29", "m365"], remove_tags: ["phishing"] }).tags).toEqual([
    "apt29",
    "m365",
  ]);
});
