import { expect, test } from "vitest";

import { brought, kindTitle, remainingMs, startedBy, progressWords } from "./words.ts";

test("kinds have names, unknown ones are written out", () => {
  expect(kindTitle("semantic_clusterer")).toBe("Group into stories");
  expect(kindTitle("knowledge_attack")).toBe("Knowledge: attack");
  expect(kindTitle("new_thing")).toBe("New thing");
});

test("who started a run is told of people, not of processes", () => {
  expect(startedBy({ trigger: "api", actor: "ada" })).toBe("by hand, ada");
  expect(startedBy({ trigger: "schedule", actor: "scheduler" })).toBe("by schedule");
  expect(startedBy({ trigger: "cli", actor: null })).toBe("by command line");
});

test("what a run brought is what there is to tell", () => {
  const words = (kind: string, status: string, counts: Record<string, number>): string =>
    brought({ kind, status, counts })
      .map(({ text }) => text)
      .join(", ");
  expect(words("collect", "completed", { new: 1_200, updated: 1, rejected: 0 })).toBe("1,200 new, 1 updated");
  expect(words("collect", "completed", { new: 0 })).toBe("nothing new");
  expect(words("collect", "failed", { new: 0 })).toBe("");
  expect(words("semantic_clusterer", "completed", { found: 3, failed: 1 })).toBe("2 of 3 articles");
  expect(words("article_scraper", "completed", { found: 1, failed: 0 })).toBe("1 page");
  expect(words("cleanup", "completed", {})).toBe("");
});

test("how far a run is, in what it counts", () => {
  expect(progressWords("collect", 3, 90)).toBe("3 of 90 sources");
  expect(progressWords("article_embedder", 0, 1)).toBe("0 of 1 article");
  expect(progressWords("model_pull", 54_000_000, 4_100_000_000)).toBe("54.0 MB of 4.1 GB");
});

test("what is left is told once it can be", () => {
  expect(remainingMs(10_000, 20, 60)).toBe(20_000);
  expect(remainingMs(1_000, 20, 60)).toBeNull();
  expect(remainingMs(10_000, 0, 60)).toBeNull();
  expect(remainingMs(10_000, 20, null)).toBeNull();
  expect(remainingMs(10_000, 60, 60)).toBeNull();
});
