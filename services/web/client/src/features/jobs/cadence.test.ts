import { expect, test } from "vitest";

import { cadence, readSpan, span, writeSpan } from "./cadence.ts";

const cron = (line: string): string =>
  cadence({ interval_seconds: null, cron: line, time_zone: "Europe/Vienna" });

test("intervals are words", () => {
  expect(span(2_700)).toBe("45 min");
  expect(span(3_600)).toBe("hour");
  expect(span(7_200)).toBe("2 hours");
  expect(span(5_400)).toBe("1 h 30 min");
  expect(span(86_400)).toBe("day");
  expect(span(30)).toBe("30 s");
});

test("the usual cron lines are words, others stay as they are", () => {
  expect(cron("30 3 * * *")).toBe("daily at 03:30 Europe/Vienna");
  expect(cron("*/30 * * * *")).toBe("every 30 min");
  expect(cron("15 * * * *")).toBe("every hour at minute 15");
  expect(cron("0 6 * * 1")).toBe("on Mondays at 06:00 Europe/Vienna");
  expect(cron("0 6 1 * *")).toBe("cron 0 6 1 * * (Europe/Vienna)");
  expect(cron("0 6,18 * * *")).toBe("cron 0 6,18 * * * (Europe/Vienna)");
});

test("a schedule without times runs by hand", () => {
  expect(cadence({ interval_seconds: null, cron: null, time_zone: "UTC" })).toBe("by hand only");
});

test("times are read as people write them", () => {
  expect(readSpan("45min")).toBe(2_700);
  expect(readSpan("1h 30 min")).toBe(5_400);
  expect(readSpan("2d")).toBe(172_800);
  expect(readSpan("5m")).toBe(300);
  for (const wrong of ["", "soon", "5", "5 minutes", "h", "1h x"]) expect(readSpan(wrong)).toBeNull();
});

test("what is written is read again", () => {
  for (const seconds of [30, 300, 5_400, 86_400, 90_061]) expect(readSpan(writeSpan(seconds))).toBe(seconds);
});
