import { expect, test } from "vitest";

import { gapAfter, nextRun, type ScheduleTimes, startDelay } from "./next-run.ts";

const at = (time: string): Date => new Date(time);
const every = (intervalSeconds: number, jitterSeconds = 0): ScheduleTimes => ({
  intervalSeconds,
  cron: null,
  timeZone: "UTC",
  jitterSeconds,
});
const line = (cron: string, timeZone = "UTC", jitterSeconds = 0): ScheduleTimes => ({
  intervalSeconds: null,
  cron,
  timeZone,
  jitterSeconds,
});
const next = (schedule: ScheduleTimes, after: string, previous: string | null = null): string | undefined =>
  nextRun(schedule, { after: at(after), previous: previous === null ? null : at(previous) })?.toISOString();
/** All runs of a cron line in a stretch of time. */
function runs(schedule: ScheduleTimes, from: string, until: string): string[] {
  const found: string[] = [];
  let moment = at(from);
  for (;;) {
    const following = nextRun(schedule, { after: moment, previous: moment });
    if (following === null || following > at(until)) return found;
    found.push(following.toISOString());
    moment = following;
  }
}

test("an interval stays on its grid however late a start was", () => {
  expect(next(every(3_600), "2026-11-20T10:00:04Z", "2026-11-20T10:00:00Z")).toBe("2026-11-20T11:00:00.000Z");
  expect(next(every(3_600), "2026-11-20T10:59:59Z", "2026-11-20T10:00:00Z")).toBe("2026-11-20T11:00:00.000Z");
  expect(next(every(3_600), "2026-11-20T11:00:00Z", "2026-11-20T10:00:00Z")).toBe("2026-11-20T12:00:00.000Z");
});

test("missed times of an interval are made up for once", () => {
  expect(next(every(1_800), "2026-11-20T20:10:00Z", "2026-11-20T10:00:00Z")).toBe("2026-11-20T20:30:00.000Z");
});

test("without a time before it an interval counts from now, and a clock set back does not start it twice", () => {
  expect(next(every(60), "2026-11-20T10:00:30Z")).toBe("2026-11-20T10:01:30.000Z");
  expect(next(every(60), "2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z")).toBe("2026-11-20T10:01:00.000Z");
});

test("a schedule without interval and line never runs", () => {
  expect(
    next({ intervalSeconds: null, cron: null, timeZone: "UTC", jitterSeconds: 0 }, "2026-11-20T10:00:00Z"),
  ).toBe(undefined);
});

test("a cron line is read in its time zone", () => {
  expect(next(line("0 6 * * *"), "2026-07-01T00:00:00Z")).toBe("2026-07-01T06:00:00.000Z");
  expect(next(line("0 6 * * *", "Europe/Berlin"), "2026-07-01T00:00:00Z")).toBe("2026-07-01T04:00:00.000Z");
  expect(next(line("0 6 * * *", "Europe/Berlin"), "2026-12-01T00:00:00Z")).toBe("2026-12-01T05:00:00.000Z");
  expect(next(line("0 6 * * *"), "2026-07-01T06:00:00Z")).toBe("2026-07-02T06:00:00.000Z");
});

test("a daily time keeps its hour over both changes of the clocks", () => {
  expect(runs(line("0 6 * * *", "Europe/Berlin"), "2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z")).toEqual([
    "2026-03-28T05:00:00.000Z",
    "2026-03-29T04:00:00.000Z",
    "2026-03-30T04:00:00.000Z",
  ]);
  expect(runs(line("0 6 * * *", "Europe/Berlin"), "2026-10-24T00:00:00Z", "2026-10-26T12:00:00Z")).toEqual([
    "2026-10-24T04:00:00.000Z",
    "2026-10-25T05:00:00.000Z",
    "2026-10-26T05:00:00.000Z",
  ]);
});

test("a time that the clocks skip comes when they have jumped, one that they repeat comes once", () => {
  // On 29 March 2026 it is 03:00 right after 01:59:59, on 25 October 02:00 to 02:59 comes twice.
  expect(runs(line("30 2 * * *", "Europe/Berlin"), "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z")).toEqual([
    "2026-03-29T01:00:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
  expect(runs(line("30 2 * * *", "Europe/Berlin"), "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ]);
});

test("every half hour is every half hour on the days when the clocks change", () => {
  const day = 86_400_000;
  for (const start of ["2026-03-28T22:59:00Z", "2026-10-24T21:59:00Z"]) {
    const until = new Date(at(start).getTime() + day).toISOString();
    expect(runs(line("*/30 * * * *", "Europe/Berlin"), start, until)).toHaveLength(48);
  }
});

test("the last day of a month, and a day that a month does not have", () => {
  expect(runs(line("0 0 L * *"), "2026-01-15T00:00:00Z", "2026-04-01T00:00:00Z")).toEqual([
    "2026-01-31T00:00:00.000Z",
    "2026-02-28T00:00:00.000Z",
    "2026-03-31T00:00:00.000Z",
  ]);
  expect(runs(line("0 0 31 * *"), "2026-01-31T00:00:00Z", "2026-06-01T00:00:00Z")).toEqual([
    "2026-03-31T00:00:00.000Z",
    "2026-05-31T00:00:00.000Z",
  ]);
  expect(next(line("0 0 29 2 *"), "2026-01-01T00:00:00Z")).toBe("2028-02-29T00:00:00.000Z");
});

test("jitter puts a start off by less than itself and never past the next planned time", () => {
  const planned = at("2026-11-20T10:00:00Z");
  expect(startDelay(every(3_600, 300), planned, () => 0)).toBe(0);
  expect(startDelay(every(3_600, 300), planned, () => 0.5)).toBe(150_000);
  expect(startDelay(every(3_600, 300), planned, () => 0.999_999)).toBeLessThan(300_000);
  expect(startDelay(every(60, 300), planned, () => 0.999_999)).toBeLessThan(60_000);
  expect(startDelay(line("*/30 * * * *", "UTC", 7_200), planned, () => 0.5)).toBe(900_000);
  expect(startDelay(every(3_600), planned, () => 0.9)).toBe(0);
});

test("the gap to the next planned time is known for intervals and lines", () => {
  expect(gapAfter(every(2_700), at("2026-11-20T10:00:00Z"))).toBe(2_700_000);
  expect(gapAfter(line("0 6 * * 1"), at("2026-11-16T06:00:00Z"))).toBe(7 * 86_400_000);
});
