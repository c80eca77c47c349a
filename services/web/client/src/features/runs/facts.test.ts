import { expect, test } from "vitest";

import { factsOf } from "./facts.ts";

const lines = (record: Record<string, unknown>): string[] =>
  factsOf(record).map(({ name, text }) => `${name} = ${text}`);

test("members become lines with their units", () => {
  expect(lines({ wireBytes: 1_466_369, durationMs: 5_090, force: false, articles: 12_480 })).toEqual([
    "Received = 1.5 MB",
    "Duration = 5.1 s",
    "Force = no",
    "Articles = 12,480",
  ]);
});

test("objects are told by their members, what is not set is left out", () => {
  expect(lines({ pages: { failed: 75 }, tag: null, sources: [] })).toEqual(["Pages: failed = 75"]);
});

test("a limit that is none is called so", () => {
  expect(lines({ limit: 1_000_000 })).toEqual(["Limit = none"]);
});

test("lists are joined", () => {
  expect(lines({ sources: ["a", "b"], silentHosts: [{ host: "x.example", reason: "dns" }] })).toEqual([
    "Sources = a, b",
    "Silent hosts = x.example dns",
  ]);
});
