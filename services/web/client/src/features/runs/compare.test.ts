import { expect, test } from "vitest";

import { compareRuns, compareSources } from "./compare.ts";
import type { Run } from "./queries.ts";

const run: Run = {
  id: 1,
  kind: "collect",
  trigger: "schedule",
  actor: "scheduler",
  status: "completed",
  started_at: "2026-11-20T10:00:00.000Z",
  finished_at: "2026-11-20T10:00:05.000Z",
  duration_ms: 5_000,
  counts: { found: 10, new: 2 },
  params: { force: false },
  metrics: { wireBytes: 2_000_000, durationMs: 4_900 },
  errors: [],
  warnings: [],
  checks: [
    { source: "a", outcome: "ok", reason: null, message: null, counts: { new: 2 }, duration_ms: 10 },
    { source: "b", outcome: "ok", reason: null, message: null, counts: { new: 0 }, duration_ms: 10 },
  ],
};

const changes = (other: Run): Record<string, string> =>
  Object.fromEntries(
    compareRuns(other, run).flatMap(({ name, change }) => (change === null ? [] : [[name, change]])),
  );

test("a run does not differ from itself", () => {
  expect(changes(run)).toEqual({});
  expect(compareSources(run, run)).toEqual([]);
});

test("differences are told in the unit of what differs", () => {
  const other: Run = {
    ...run,
    status: "failed",
    finished_at: "2026-11-20T10:00:02.000Z",
    counts: { found: 10, new: 5 },
    metrics: { wireBytes: 500_000, durationMs: 1_900 },
    params: { force: true },
  };
  expect(changes(other)).toEqual({
    Status: "changed",
    Took: "−3.0 s",
    New: "+3",
    Received: "−1.5 MB",
    "Asked for: force": "changed",
  });
});

test("sources that ended differently are named, those of one run too", () => {
  const [a] = run.checks;
  const other: Run = {
    ...run,
    checks: [{ ...a!, outcome: "failed", reason: "http_503" }],
  };
  expect(compareSources(other, run)).toEqual([
    { source: "a", one: "Failed: HTTP 503", other: "OK, 2 new" },
    { source: "b", one: "not checked", other: "OK" },
  ]);
});
