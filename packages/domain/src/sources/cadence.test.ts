import { expect, test } from "vitest";

import { nextCheckAfter } from "./cadence.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = new Date("2026-11-20T12:00:00Z");
const limits = { intervalTier1Ms: 15 * minute, intervalMs: hour, intervalMaxMs: day };
const source: Parameters<typeof nextCheckAfter>[0] = {
  tier: 2,
  intervalSeconds: null,
  lastNewAt: now,
  createdAt: now,
};
const wait = (
  subject: Partial<typeof source>,
  check: { failures?: number; maxAgeMs?: number | null; foundNew?: boolean; random?: number } = {},
): number => {
  const { random = 0.5, maxAgeMs = null, foundNew = false, failures = 0 } = check;
  const at = nextCheckAfter(
    { ...source, ...subject },
    {
      limits,
      now,
      random: () => random,
      maxAgeMs,
      foundNew,
      failures,
    },
  );
  return at.getTime() - now.getTime();
};

test("tier 1 is checked every 15 minutes, the others every hour, or as often as the source says", () => {
  expect(wait({ tier: 1 })).toBe(15 * minute);
  expect(wait({})).toBe(hour);
  expect(wait({ intervalSeconds: 120 })).toBe(2 * minute);
});

test("each failure in a row doubles the wait, up to a day", () => {
  expect(wait({}, { failures: 1 })).toBe(2 * hour);
  expect(wait({}, { failures: 3 })).toBe(8 * hour);
  expect(wait({}, { failures: 30 })).toBe(day);
});

test("a feed that has been quiet for weeks is asked less often, and at once normally when it speaks again", () => {
  const quiet = { lastNewAt: new Date(now.getTime() - 15 * day) };
  expect(wait(quiet)).toBe(4 * hour);
  expect(wait(quiet, { foundNew: true })).toBe(hour);
});

test("a server that asks for more time gets it, within a day", () => {
  expect(wait({}, { maxAgeMs: 5 * hour })).toBe(5 * hour);
  expect(wait({}, { maxAgeMs: 40 * day })).toBe(day);
});

test("waits differ by a tenth either way", () => {
  expect(wait({}, { random: 0 })).toBe(0.9 * hour);
  expect(Math.round(wait({}, { random: 1 }))).toBe(66 * minute);
});
