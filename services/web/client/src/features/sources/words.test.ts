import { expect, test } from "vitest";

import type { Activity, SourceLine } from "./queries.ts";
import {
  adviceFor,
  dayOrTime,
  failingSince,
  isOverdue,
  reasonWords,
  rhythm,
  span,
  stateOf,
  stateWords,
} from "./words.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

function source(change: Partial<SourceLine>): SourceLine {
  return {
    id: 1,
    slug: "vendor-x",
    name: "Vendor X",
    kind: "rss",
    url: "https://vendor.example/feed",
    site_url: null,
    tier: 2,
    weight: 1,
    tags: [],
    enabled: true,
    interval_seconds: null,
    note: null,
    origin: "user",
    articles: 0,
    state: "ok",
    state_reason: null,
    last_error: null,
    last_error_message: null,
    consecutive_failures: 0,
    last_checked_at: "2026-11-21T11:50:00.000Z",
    last_success_at: "2026-11-21T11:50:00.000Z",
    last_new_at: "2026-11-21T09:00:00.000Z",
    next_check_at: "2026-11-21T12:20:00.000Z",
    revision: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    ...change,
  };
}

function activity(change: Partial<Activity>): Activity {
  return { source_id: 1, checks: [], days: [], per_day: 0, per_day_before: 0, ...change };
}

test("a quiet source is told by its own rhythm", () => {
  const quiet = source({ state: "quiet", last_new_at: "2026-10-11T12:00:00.000Z" });
  expect(stateWords(quiet, activity({ per_day_before: 0.16 }), now)).toBe(
    "Fetch ok, nothing new for 41 d; usually every 6 d",
  );
  expect(stateWords(quiet, undefined, now)).toBe("Fetch ok, nothing new for 41 d");
});

test("a failing source is told by its error, how often and since when", () => {
  const failing = source({ state: "failing", last_error: "http_403", consecutive_failures: 7 });
  const checks = [
    { at: "2026-11-17T04:10:00.000Z", outcome: "ok" as const, new: 1 },
    { at: "2026-11-18T04:10:00.000Z", outcome: "failed" as const, new: 0 },
    { at: "2026-11-19T04:10:00.000Z", outcome: "failed" as const, new: 0 },
  ];
  expect(stateWords(failing, activity({ checks }), now)).toBe("HTTP 403 · 7 fails since 18 Nov");
  const once = source({
    state: "failing",
    last_error: "dns",
    consecutive_failures: 1,
    last_success_at: null,
  });
  expect(stateWords(once, undefined, now)).toBe("Name does not resolve · failed once");
});

test("when every check that is known failed, the last good one tells since when", () => {
  const failed = Array.from({ length: 30 }, (_, day) => ({
    at: `2026-11-${String((day % 20) + 1).padStart(2, "0")}T00:00:00.000Z`,
    outcome: "failed" as const,
    new: 0,
  }));
  const dead = source({ state: "dead", last_success_at: "2026-09-01T00:00:00.000Z" });
  expect(failingSince(dead, activity({ checks: failed }))).toBe("2026-09-01T00:00:00.000Z");
});

test("a source that is silent for much longer than usual is overdue before it is quiet", () => {
  const silent = source({ last_new_at: "2026-11-12T12:00:00.000Z" });
  expect(isOverdue(silent, activity({ per_day_before: 3 }), now)).toBe(true);
  expect(isOverdue(silent, activity({ per_day_before: 0.2 }), now)).toBe(false);
  expect(stateWords(silent, activity({ per_day_before: 3 }), now)).toBe(
    "Fetch ok, nothing new for 9 d; usually 3.0 a day",
  );
});

test("one that is disabled is paused, whatever it did before", () => {
  expect(stateOf(source({ enabled: false, state: "failing" }))).toBe("paused");
});

test("words for reasons, rhythms, spans and days", () => {
  expect(reasonWords("http_410")).toBe("HTTP 410");
  expect(reasonWords("something_new")).toBe("something new");
  expect(adviceFor("http_404")).toMatchObject({ next: "find" });
  expect(adviceFor("something_new")).toMatchObject({ next: "test" });
  expect(rhythm(activity({ per_day: 14 }))).toBe("usually 14 a day");
  expect(rhythm(activity({}))).toBeNull();
  expect([span(900), span(3_600), span(172_800), span(90)]).toEqual(["15 min", "1 h", "2 d", "90 s"]);
  expect(dayOrTime("2026-11-21T04:10:00.000Z", now)).toBe("04:10Z");
});
