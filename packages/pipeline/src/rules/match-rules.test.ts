import { expect, test } from "vitest";

import { compileRules, judge, RuleError, type Rule } from "./match-rules.ts";

const item: { title: string; url: string | null; text: string } = {
  title: "Open source tool",
  url: "https://example.org/blog/ai-tool",
  text: "Über-Angriff mit C++ Code",
};
const accepts = (rule: Rule, subject = item) => judge(subject, compileRules({ include: [rule] })).accepted;

test.each([
  ["rce", "Open source tool", false],
  ["RCE", "An rce in Exim", true],
  ["zero day", "A Zero\n Day!", true],
  ["zero", "zero-day", true],
  ["é", "café", false],
  ["über", "ÜBER alles", true],
  ["c++", "C++11 code", true],
  ["net", "botnet .NET", true],
  ["勒索软件", "新的勒索软件攻击", true],
  ["a", "𝒜a", false],
  ["apt", "APT28 and APT_x", false],
])("words %j in %j: %j", (words, title, expected) => {
  expect(accepts({ field: "title", words }, { title, url: null, text: "" })).toBe(expected);
});

test("an item needs an include rule, and no exclude rule, and the reason names them", () => {
  const rules = compileRules({
    include: [
      { field: "title", words: "tool" },
      { field: "title", words: "malware" },
    ],
    exclude: [{ field: "url", pattern: "/ai-" }],
  });
  expect(judge(item, rules)).toEqual({ accepted: false, reason: "matches exclude rule 1 (url: //ai-/)" });
  expect(judge({ ...item, url: null }, rules)).toEqual({ accepted: true });
  expect(judge({ title: "News", url: null, text: "malware" }, rules)).toEqual({
    accepted: false,
    reason: 'matches none of include rule 1 (title: "tool"), include rule 2 (title: "malware")',
  });
});

test("without rules everything is accepted, and any looks at every field", () => {
  expect(judge(item, compileRules({}))).toEqual({ accepted: true });
  expect(accepts({ field: "any", words: "angriff" })).toBe(true);
  expect(accepts({ field: "any", pattern: "BLOG/\\w+" })).toBe(true);
});

test("a rule that cannot be used is named", () => {
  expect(() =>
    compileRules({
      exclude: [
        { field: "title", words: "ok" },
        { field: "url", pattern: "(" },
      ],
    }),
  ).toThrow(/exclude rule 2 \(url/u);
  expect(() => compileRules({ include: [{ field: "title" }] })).toThrow(RuleError);
  expect(() => compileRules({ include: [{ field: "title", words: "a", pattern: "a" }] })).toThrow(RuleError);
  expect(() => compileRules({ include: [{ field: "title", words: "  " }] })).toThrow(RuleError);
});

test("a pattern made to backtrack ends on hostile text", { timeout: 20_000 }, () => {
  const text = `${"a".repeat(100_000)}!`;
  expect(accepts({ field: "text", pattern: "(a+)+$" }, { title: "", url: null, text })).toBe(false);
  expect(accepts({ field: "text", words: "a".repeat(200) }, { title: "", url: null, text })).toBe(false);
});
