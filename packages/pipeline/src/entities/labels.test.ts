import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readLabelled } from "./labels.ts";

test("a label gives its type, value, place, role and status, and leaves the text", () => {
  const { text, labels } = readLabelled("It calls ⟦domain c2 indicator|evil.top|evil[.]top⟧ daily.");
  expect(text).toBe("It calls evil[.]top daily.");
  expect(labels).toEqual([
    {
      type: "domain",
      value: "evil.top",
      matched: "evil[.]top",
      start: 9,
      end: 19,
      role: "c2",
      status: "indicator",
    },
  ]);
});

test("the value defaults to what is written, and a name is named", () => {
  const { text, labels } = readLabelled("⟦actor|APT28⟧ and ⟦cve|CVE-2026-1⟧");
  expect(labels.map(({ value, status, role }) => [value, status, role])).toEqual([
    ["APT28", "named", null],
    ["CVE-2026-1", null, null],
  ]);
  for (const { start, end, matched } of labels) expect(text.slice(start, end)).toBe(matched);
});

test("optional places are no labels", () => {
  const { text, labels, optional } = readLabelled("by ⟦optional|phishing⟧ with ⟦optional product|Node.js⟧");
  expect(text).toBe("by phishing with Node.js");
  expect(labels).toEqual([]);
  expect(optional).toEqual([
    { start: 3, end: 11, types: null },
    { start: 17, end: 24, types: ["product"] },
  ]);
});

test.each(["a ⟦domain|b", "⟦nothing|b⟧", "⟦domain c3|b⟧", "⟦domain⟧", "⟦domain|a|b|c⟧", "⟦domain||b⟧"])(
  "a label that cannot be read is an error that names its line: %s",
  (markup) => {
    expect(() => readLabelled(`first\n${markup}`)).toThrow("Line 2");
  },
);

const fixtures = join(import.meta.dirname, "../../fixtures/extract");

test("all labels of the fixtures can be read and stand where they say", () => {
  const names = readdirSync(join(fixtures, "texts"));
  expect(names.length).toBeGreaterThanOrEqual(60);
  for (const name of names) {
    const { text, labels } = readLabelled(readFileSync(join(fixtures, "texts", name), "utf8"));
    expect(text).not.toMatch(/[⟦⟧{}]{2}/);
    for (const { start, end, matched } of labels) expect(text.slice(start, end)).toBe(matched);
  }
});

test("what the cases want to be matched stands in their texts", () => {
  const lines = readFileSync(join(fixtures, "cases.jsonl"), "utf8").trim().split("\n");
  expect(lines.length).toBeGreaterThanOrEqual(400);
  for (const line of lines) {
    const { text, want } = JSON.parse(line) as { text: string; want: { matched?: string }[] };
    for (const { matched } of want) expect(text).toContain(matched ?? "");
  }
});
