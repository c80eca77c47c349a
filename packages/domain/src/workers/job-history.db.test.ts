import { jobRecords } from "@cti/db/schema/workers";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { countJobEnds, measureJobs } from "./job-history.ts";

let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

type End = {
  at: string;
  tookMs?: number;
  waitedMs?: number;
  queue?: string;
  outcome?: string;
  attempt?: number;
};

async function ended(...ends: End[]): Promise<void> {
  const rows = ends.map(
    ({ at, tookMs = 100, waitedMs = 50, queue = "collect", outcome = "completed", attempt = 1 }, index) => {
      const finishedAt = new Date(at);
      const startedAt = new Date(finishedAt.getTime() - tookMs);
      return {
        jobId: `${queue}:${index}`,
        queue,
        name: "collect-source",
        outcome,
        attempt,
        worker: "host:1:1",
        payload: {},
        addedAt: new Date(startedAt.getTime() - waitedMs),
        startedAt,
        finishedAt,
      };
    },
  );
  await database.db.insert(jobRecords).values(rows);
}

const march = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-03-31T23:59:59Z") };

test("ends are counted per hour and per day of UTC, by outcome and queue", async () => {
  await ended(
    { at: "2026-03-01T10:05:00Z" },
    { at: "2026-03-01T10:55:00Z" },
    { at: "2026-03-01T23:30:00Z", queue: "process" },
    { at: "2026-03-02T00:30:00Z", outcome: "failed" },
    { at: "2026-02-28T10:00:00Z" },
  );
  const counted = { ...march, outcome: "completed", bucket: "hour" } as const;
  expect(await countJobEnds(database.db, counted)).toEqual([
    { at: new Date("2026-03-01T10:00:00Z"), count: 2 },
    { at: new Date("2026-03-01T23:00:00Z"), count: 1 },
  ]);
  expect(await countJobEnds(database.db, { ...counted, bucket: "day" })).toEqual([
    { at: new Date("2026-03-01T00:00:00Z"), count: 3 },
  ]);
  expect(await countJobEnds(database.db, { ...counted, queue: "process" })).toHaveLength(1);
  expect(await countJobEnds(database.db, { ...counted, outcome: "failed" })).toEqual([
    { at: new Date("2026-03-02T00:00:00Z"), count: 1 },
  ]);
});

test("percentiles of run time come per bucket and over the whole span", async () => {
  await ended(
    ...[100, 200, 300, 400, 500].map((tookMs, at) => ({ at: `2026-03-01T10:0${at}:00Z`, tookMs })),
    { at: "2026-03-02T10:00:00Z", tookMs: 900, outcome: "failed" },
    { at: "2026-03-02T11:00:00Z", tookMs: 9_000, outcome: "cancelled" },
  );
  const measured = { ...march, time: "runtime", bucket: "day", percentiles: [0, 50, 100] } as const;
  expect(await measureJobs(database.db, { ...measured, percentiles: [0, 50, 100] })).toEqual([
    { at: new Date("2026-03-01T00:00:00Z"), count: 5, values: { "0": 100, "50": 300, "100": 500 } },
    { at: new Date("2026-03-02T00:00:00Z"), count: 1, values: { "0": 900, "50": 900, "100": 900 } },
  ]);
  expect(await measureJobs(database.db, { ...measured, bucket: "all", percentiles: [50] })).toEqual([
    { at: march.from, count: 6, values: { "50": 350 } },
  ]);
});

test("waiting is measured at the first try only", async () => {
  await ended(
    { at: "2026-03-01T10:00:00Z", waitedMs: 40 },
    { at: "2026-03-01T10:01:00Z", waitedMs: 60_000, attempt: 2 },
  );
  const waited = await measureJobs(database.db, {
    ...march,
    time: "wait",
    bucket: "hour",
    percentiles: [50],
  });
  expect(waited).toMatchObject([{ count: 1, values: { "50": 40 } }]);
});

test("a span without jobs gives nothing", async () => {
  expect(
    await measureJobs(database.db, { ...march, time: "wait", bucket: "all", percentiles: [50] }),
  ).toEqual([]);
});
