import { expect, test } from "vitest";

import { relative } from "./time-words.ts";

const now = Date.parse("2026-11-20T12:00:00Z");
const after = (seconds: number): Date => new Date(now + seconds * 1_000);

test("what happened within the last three quarters of a minute was just now", () => {
  expect(relative(after(0), now)).toBe("just now");
  expect(relative(after(-44), now)).toBe("just now");
  expect(relative(after(-50), now)).toBe("50 s ago");
});

test("what happened up to a minute ahead, by the clock of the server, was just now", () => {
  expect(relative(after(20), now)).toBe("just now");
  expect(relative(after(59), now)).toBe("just now");
  expect(relative(after(90), now)).toBe("in 2 min");
});

test("what is planned for within a minute is still to come", () => {
  expect(relative(after(20), now, { planned: true })).toBe("in a moment");
  expect(relative(after(50), now, { planned: true })).toBe("in 50 s");
});
