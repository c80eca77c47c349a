import { expect, test } from "vitest";

import { applyKeepPolicy } from "./keep-policy.ts";

const made = (...times: string[]): { at: Date }[] => times.map((time) => ({ at: new Date(time) }));
const days = (all: { at: Date }[]): string[] => all.map(({ at }) => at.toISOString().slice(0, 10));
const daily = (count: number, from = "2026-11-20T02:45:00Z"): { at: Date }[] =>
  Array.from({ length: count }, (_, ago) => ({ at: new Date(Date.parse(from) - ago * 86_400_000) }));

test("of a month of nights the last week and a night of each of four weeks stay", () => {
  const { keep, remove } = applyKeepPolicy(daily(30), { daily: 7, weekly: 4 });
  // 20 November 2026 is a Friday; weeks end on Sunday.
  expect(days(keep.map(({ backup }) => backup))).toEqual([
    "2026-11-20",
    "2026-11-19",
    "2026-11-18",
    "2026-11-17",
    "2026-11-16",
    "2026-11-15",
    "2026-11-14",
    "2026-11-08",
    "2026-11-01",
  ]);
  expect(keep.length + remove.length).toBe(30);
  expect(keep[0]?.because).toEqual(["newest", "daily", "weekly"]);
  expect(keep[5]?.because).toEqual(["daily", "weekly"]);
});

test("removing every night leaves what removing once at the end leaves", () => {
  let kept: { at: Date }[] = [];
  for (const each of daily(60).reverse())
    kept = applyKeepPolicy([...kept, each], { daily: 7, weekly: 4 }).keep.map(({ backup }) => backup);
  const once = applyKeepPolicy(daily(60), { daily: 7, weekly: 4 }).keep.map(({ backup }) => backup);
  expect(days(kept)).toEqual(days(once));
});

test("of several on one day the newest stays", () => {
  const all = made("2026-11-20T01:00:00Z", "2026-11-20T23:00:00Z", "2026-11-20T12:00:00Z");
  const { keep } = applyKeepPolicy(all, { daily: 7, weekly: 4 });
  expect(keep.map(({ backup }) => backup.at.getUTCHours())).toEqual([23]);
});

test("days and weeks without a backup do not count: what is old stays as long as nothing new comes", () => {
  const all = made("2026-11-20T00:00:00Z", "2026-06-01T00:00:00Z", "2025-01-01T00:00:00Z");
  expect(applyKeepPolicy(all, { daily: 3, weekly: 0 }).remove).toEqual([]);
});

test("the newest stays even when nothing is to be kept, and no backup is no trouble", () => {
  const { keep, remove } = applyKeepPolicy(daily(3), { daily: 0, weekly: 0 });
  expect([keep.length, remove.length]).toEqual([1, 2]);
  expect(applyKeepPolicy([], { daily: 7, weekly: 4 })).toEqual({ keep: [], remove: [] });
});
