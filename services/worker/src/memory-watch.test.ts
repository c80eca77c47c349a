import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { startMemoryWatch } from "./memory-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(readings: number[]): { told: number[]; stop(): void } {
  const told: number[] = [];
  const rss = (): number => readings.shift() ?? 0;
  const watched = startMemoryWatch({
    everyMs: 10,
    limitBytes: 100,
    rss,
    onAbove: (bytes) => told.push(bytes),
  });
  return { told, ...watched };
}

test("memory above the limit at three looks in a row is told, and only once", () => {
  const watched = watch([101, 102, 103, 104, 105, 106, 107]);
  vi.advanceTimersByTime(20);
  expect(watched.told).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(watched.told).toEqual([103]);
});

test("a burst is forgotten", () => {
  const watched = watch([101, 102, 100, 101, 102, 50]);
  vi.advanceTimersByTime(60);
  expect(watched.told).toEqual([]);
});

test("a watch that was stopped says nothing", () => {
  const watched = watch([101, 102, 103]);
  vi.advanceTimersByTime(20);
  watched.stop();
  vi.advanceTimersByTime(500);
  expect(watched.told).toEqual([]);
});
