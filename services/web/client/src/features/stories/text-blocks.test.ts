import { expect, test } from "vitest";

import { textBlocks } from "./text-blocks.ts";

test("tells headings, paragraphs, lists and tables apart", () => {
  const text =
    "Summary\n\nTwo flaws are exploited.\nPatch now.\n\nProduct | Fixed in\nGate 7 | 7.2.5\n\n1. Update.\n2. Look.\n\n- one\n- two\n\nThe end";
  expect(textBlocks(text)).toEqual([
    { kind: "heading", text: "Summary" },
    { kind: "text", text: "Two flaws are exploited.\nPatch now." },
    {
      kind: "table",
      rows: [
        ["Product", "Fixed in"],
        ["Gate 7", "7.2.5"],
      ],
    },
    { kind: "list", ordered: true, items: ["Update.", "Look."] },
    { kind: "list", ordered: false, items: ["one", "two"] },
    { kind: "text", text: "The end" },
  ]);
});

test("an empty text has no blocks", () => {
  expect(textBlocks(" \n\n \n")).toEqual([]);
});

test("a long line without a full stop is a paragraph", () => {
  const [block] = textBlocks(`${"word ".repeat(30)}\n\nnext one.`);
  expect(block?.kind).toBe("text");
});

test("lines of a request or of a script stand as they were written", () => {
  const request = "GET /portal/export?file=../x HTTP/1.1\nHost: victim\nUser-Agent: Mozilla/5.0";
  expect(textBlocks(request)).toEqual([{ kind: "code", text: request }]);
});

test("sentences on lines of their own are no code", () => {
  const lines = "The crew asked for money.\nNobody paid: the backups were there.";
  expect(textBlocks(lines)).toEqual([{ kind: "text", text: lines }]);
});
