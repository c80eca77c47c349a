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
