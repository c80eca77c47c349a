import { expect, test } from "vitest";

import { splitSearch } from "./split-search.ts";

test("words go to the index, observables and unspaced scripts are looked for as they stand", () => {
  expect(splitSearch('lumma "device code" -ransomware').literals).toEqual([]);
  expect(splitSearch('lumma "device code" -ransomware').words).toBe('lumma "device code" -ransomware');
  expect(splitSearch("lumma evil.example").words).toBe("lumma");
  expect(splitSearch("evil.example 侵入 e3b0c44298fc1c14").literals).toHaveLength(3);
  expect(splitSearch("CVE-2026-91427").literals).toEqual([]);
});

test.each([
  ["evil.example", "connects to evil[.]example daily"],
  ["evil[.]example", "connects to evil.example daily"],
  ["evil.example", "evil(.)example"],
  ["evil.example", "evil[dot]example"],
  ["https://evil.example/a", "hxxps[:]//evil[.]example/a"],
  ["hxxps://evil.example/a", "https://evil.example/a"],
  ["a@evil.example", "a[at]evil[.]example"],
  ["192.0.2.7", "192.0.2[.]7"],
])("%s finds %s", (search, text) => {
  // PostgreSQL's expressions for these patterns mean the same in JavaScript once ]) is escaped.
  const [pattern = ""] = splitSearch(search).literals;
  expect(
    new RegExp(pattern.replaceAll("[[({]", "[\\[({]").replaceAll("[])}]", "[\\])}]"), "i").test(text),
  ).toBe(true);
});

test("what a person types is no expression of its own", () => {
  expect(splitSearch("a.b(c+)*").literals[0]).toContain("\\(c\\+\\)\\*");
});
