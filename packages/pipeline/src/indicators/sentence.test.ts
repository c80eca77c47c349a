import { expect, test } from "vitest";

import { sentenceAt } from "./sentence.ts";

function around(text: string, match: string): string {
  const start = text.indexOf(match);
  const { start: from, end } = sentenceAt(text, start, start + match.length);
  return text.slice(from, end);
}

test.each([
  ["First one. It calls evil[.]com daily. Then more.", "evil[.]com", "It calls evil[.]com daily."],
  ["We saw e.g. evil.com there. Next.", "evil.com", "We saw e.g. evil.com there."],
  ["Version 1.3.0.0 of X. It uses a.exe now.", "a.exe", "It uses a.exe now."],
  ["See Fig. 3 and evil.com. End.", "evil.com", "See Fig. 3 and evil.com."],
  ["Really? It is evil.com! Yes.", "evil.com", "It is evil.com!"],
  ["heading\nevil.com | C2\nother.com | x", "evil.com", "evil.com | C2"],
  ["- evil.com\n- other.com", "other.com", "- other.com"],
  ['He said "stop." Then evil.com came.', "evil.com", "Then evil.com came."],
  ["evil.com", "evil.com", "evil.com"],
])("the sentence in %j around %j", (text, match, expected) => {
  expect(around(text, match)).toBe(expected);
});

test("a sentence without end is cut to about 400 units at a blank", () => {
  const text = `${"word ".repeat(200)}evil.com ${"word ".repeat(200)}`;
  const start = text.indexOf("evil.com");
  const sentence = sentenceAt(text, start, start + 8);
  expect(sentence.end - sentence.start).toBeLessThanOrEqual(400);
  expect(sentence.start).toBeLessThanOrEqual(start);
  expect(text.slice(sentence.start, sentence.end)).toMatch(/^word .* word$/);
});
