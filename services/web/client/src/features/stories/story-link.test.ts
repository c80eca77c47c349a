import { expect, test } from "vitest";

import { parseStoryLink } from "./story-link.ts";

test.each([
  ["15", { kind: "story", id: 15 }],
  [" #15 ", { kind: "story", id: 15 }],
  ["/stories/12", { kind: "story", id: 12 }],
  ["https://cti.example:8000/stories/12?tab=why", { kind: "story", id: 12 }],
  ["https://cti.example/articles/34#top", { kind: "article", id: 34 }],
  ["articles/34", { kind: "article", id: 34 }],
  ["https://cti.example/?state=all&story=7", { kind: "story", id: 7 }],
])("reads %s", (text, link) => {
  expect(parseStoryLink(text)).toEqual(link);
});

test.each([
  "",
  "APT29",
  "/stories/",
  "/stories/12abc",
  "0",
  "99999999999999999999",
  "https://x.example/a/12",
])("does not read %j", (text) => {
  expect(parseStoryLink(text)).toBeNull();
});
