import { expect, test } from "vitest";

import { visibleText } from "./visible-text.ts";

test("what people read is shown in its order, quotes and types are not", () => {
  const answer = {
    behaviours: [{ quotes: ["copied text", "more"], text: "A task runs.", technique: "T1053.005" }],
    observables: [{ quotes: ["seen"], type: "domain", value: "files.example[.]net" }],
    huntability: { reasons: [{ quotes: ["x"], text: "It can be searched." }], score: 6 },
  };
  expect(visibleText(JSON.stringify(answer))).toBe("A task runs.\nfiles.example[.]net\nIt can be searched.");
  expect(visibleText(JSON.stringify(answer, null, 2))).toBe(visibleText(JSON.stringify(answer)));
});

test("a text that is still growing is shown as far as it is there", () => {
  expect(visibleText('{"sentences":[{"quotes":["a"],"text":"In March the gro')).toBe("In March the gro");
  expect(visibleText('{"sentences":[{"text":"In March.","quo')).toBe("In March.");
  expect(visibleText('{"sentences":[{"te')).toBe("");
  expect(visibleText('{"text":"a \\')).toBe("a");
  expect(visibleText('{"text":"a \\u00e')).toBe("a");
});

test("escapes are read, and control characters are left out", () => {
  expect(visibleText('{"text":"a \\"b\\" \\u00e9\\n\\u001b[31mc \\ud800"}')).toBe('a "b" é [31mc \ufffd');
});

test("what is no JSON shows nothing", () => {
  expect(visibleText("")).toBe("");
  expect(visibleText("I am sorry, I cannot do that.")).toBe("");
  expect(visibleText('Here it is: {"text":"yes"}')).toBe("yes");
});

test("no prefix of any answer throws, and what is shown only grows", () => {
  const answers = [
    JSON.stringify({
      sentences: [{ quotes: ['say "hi" \\ 🦊\n'], text: 'It\'s "quoted" \\ 🦊 \u0007 done.' }],
    }),
    JSON.stringify({ title: "Titel: ü", sentences: [{ text: "a" }, { text: "b,c:{d}[e]" }] }, null, 3),
    '{"text":{"text":["a","b",{"text":"c"}]},,,}}}]]"":"x\\',
    `${'{"a":['.repeat(100)}"text"`,
    '"\\u12 \\ud83d\\ude00 \\x"}{"why":"\\ud83d\\ude00 \\q \\u00zz"}',
  ];
  for (const answer of answers) {
    for (let end = 0; end <= answer.length; end += 1)
      expect(() => visibleText(answer.slice(0, end))).not.toThrow();
  }
  const growing = answers[0] ?? "";
  let shown = 0;
  for (let end = 0; end <= growing.length; end += 1) {
    const length = visibleText(growing.slice(0, end)).length;
    // Half a character or an escape may still turn into a shorter one.
    expect(length).toBeGreaterThanOrEqual(shown - 1);
    shown = length;
  }
});

test("hostile lengths are read in one go", () => {
  const long = `{"text":"${"\\\\".repeat(200_000)}","${"{[".repeat(100_000)}`;
  expect(visibleText(long).length).toBe(200_000);
});
