import { expect, test } from "vitest";

import { balanceOf, sourceBalance } from "./counts.ts";

const ended = { status: "completed", metrics: {} };

test("what a collect found is what became of it", () => {
  const counts = { found: 10, new: 4, updated: 1, unchanged: 2, duplicate: 1, rejected: 1, failed: 1 };
  const balance = balanceOf({ ...ended, kind: "collect", counts });
  expect(balance?.parts.reduce((sum, { value }) => sum + value, 0)).toBe(10);
  expect(balance?.missing).toBe(0);
});

test("what no part accounts for is told", () => {
  expect(balanceOf({ ...ended, kind: "collect", counts: { found: 10, new: 4 } })?.missing).toBe(6);
});

test("a stage has done what did not fail", () => {
  expect(balanceOf({ ...ended, kind: "article_ranker", counts: { found: 150, failed: 2 } })).toEqual({
    found: 150,
    parts: [
      { name: "done", value: 148 },
      { name: "failed", value: 2 },
    ],
    missing: 0,
  });
});

test("a run that counts nothing has no balance", () => {
  expect(balanceOf({ ...ended, kind: "connectivity_check", counts: {} })).toBeNull();
  expect(sourceBalance({})).toBeNull();
});

test("sources of a collect add up as well", () => {
  const balance = sourceBalance({ sources: { total: 6, ok: 1, notModified: 3, failed: 1, skipped: 1 } });
  expect(balance?.missing).toBe(0);
  expect(balance?.parts.map(({ value }) => value)).toEqual([1, 3, 1, 1]);
});

test("a stage that was stopped did not come to all", () => {
  const stopped = {
    kind: "entity_extractor",
    status: "cancelled",
    counts: { found: 1_324, failed: 0 },
    metrics: { extracted: 160, failed: 0, durationMs: 12_000 },
  };
  expect(balanceOf(stopped)?.parts).toEqual([
    { name: "done", value: 160 },
    { name: "not reached", value: 1_164 },
    { name: "failed", value: 0 },
  ]);
});
