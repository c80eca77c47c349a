import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { blocksOf, blocksOfText, type TextBlock } from "./blocks.ts";

function expectSound(text: string, blocks: TextBlock[]): void {
  const before = (at: number): number => blocks[at - 1]?.end ?? 0;
  expect(blocks.filter(({ start, end }, at) => start < before(at) || end <= start)).toEqual([]);
  expect(before(blocks.length)).toBeLessThanOrEqual(text.length);
}

test.each([
  ["rows", "<table>" + "<tr><td>a<td>b".repeat(14_000)],
  ["wide spans", "<table>" + ("<tr>" + "<td colspan=999 rowspan=999>a".repeat(30)).repeat(200)],
  ["bold lines", "<p>" + "<b>a</b><br>".repeat(16_000)],
  ["nested bold", `${"<blockquote><b>x</b>".repeat(250)}<p>${"a ".repeat(95_000)}`],
  ["nested lists", "<ul><li>a".repeat(20_000)],
  ["text", "<p>" + "a | b\n\n".repeat(28_000)],
])("200 kB of hostile HTML are read in time: %s", (_, html) => {
  const spent = processorClock();
  blocksOf("other", html);
  expectSound(html, blocksOfText(html));
  expect(spent()).toBeLessThan(5_000);
});

test.each([
  "a | b\n",
  "| ",
  "|-",
  "```\n",
  "```\na\n\n",
  "a  b\n",
  "ab  ",
  "a\t",
  "# ",
  "Abc\n\n",
  "1. ",
  "PS C:\\",
  "a@b:",
  '> "A ',
  "Abc:\n",
])("200 kB of hostile text are read in time: %j", (part) => {
  const text = part.repeat(Math.ceil(200_000 / part.length));
  const spent = processorClock();
  expectSound(text, blocksOfText(text));
  expect(spent()).toBeLessThan(5_000);
});
