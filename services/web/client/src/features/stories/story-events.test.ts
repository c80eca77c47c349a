import { expect, test } from "vitest";

import type { AnalysisLine } from "../analyses/queries.ts";
import type { Story } from "./queries.ts";
import { storyEvents } from "./story-events.ts";

const change = {
  id: 1,
  kind: "merge",
  from: 14,
  into: 15,
  by: "analyst",
  actor: "ben",
  reason: "merged by hand",
  at: "2026-11-21T10:00:00Z",
  undone_at: null,
};

const story = {
  id: 15,
  changes: [
    change,
    {
      ...change,
      id: 2,
      kind: "split",
      from: 15,
      into: 20,
      by: "rule",
      reason: "two flaws",
      at: "2026-11-21T11:00:00Z",
    },
    { ...change, id: 3, into: 3, from: 15, undone_at: "2026-11-21T13:00:00Z", at: "2026-11-21T12:00:00Z" },
  ],
  notes: [
    { id: 7, actor: "ada", text: "look", revision: 1, created_at: "2026-11-21T09:00:00Z", updated_at: "" },
  ],
  triage: {
    state: "kept",
    starred: true,
    assignee: "ben",
    snoozed_until: null,
    tags: ["m365"],
    actor: "ada",
    changed_at: "2026-11-21T08:00:00Z",
  },
  articles: [
    { article_id: 2, title: "First", by: "rule", kind: "created", collected_at: "2026-11-20T08:00:00Z" },
    { article_id: 3, title: "Second", by: "analyst", kind: "joined", collected_at: "2026-11-20T09:00:00Z" },
  ],
} as unknown as Story;

test("tells what happened, the newest first", () => {
  const lines = storyEvents(story).map(({ who, text, detail }) => [who, text, detail]);
  expect(lines).toEqual([
    ["ben", "merged this story into story 3", null],
    ["rule", "split articles out into story 20", "two flaws"],
    ["ben", "merged story 14 into this one", null],
    ["ada", "wrote a note", null],
    ["ada", "left it kept", "It is starred, assigned to ben, labelled m365."],
    [null, "Second", "joined, by hand"],
    [null, "First", "began the story, by rule"],
  ]);
});

test("only what stands can be taken back", () => {
  expect(storyEvents(story).flatMap(({ change }) => change ?? [])).toEqual([2, 1]);
});

test("what the local model was asked stands among what happened, with how much of it is borne out", () => {
  const line = {
    id: 3,
    kind: "summary",
    model: "mistral",
    status: "completed",
    supported: 3,
    unsupported: 1,
    requested_at: "2026-11-21T12:00:00Z",
    finished_at: "2026-11-21T12:01:00Z",
    error: null,
  } as AnalysisLine;
  expect(storyEvents(story, [line])[0]).toMatchObject({
    at: "2026-11-21T12:01:00Z",
    isHand: false,
    text: "Summary by mistral: completed",
    detail: "The text bears out 3 of 4 claims.",
  });
});
