import { expect, test } from "vitest";

import { cutParts } from "./parts.ts";
import { estimateTokens } from "./tokens.ts";

const paragraph =
  "The attackers sent invoices to shipping firms. The attached script started PowerShell and fetched a file. Nobody noticed for weeks.";

test("a text that fits is one part, an empty one too", () => {
  expect(cutParts(7, paragraph, 1000)).toEqual([{ articleId: 7, start: 0, end: paragraph.length }]);
  expect(cutParts(7, "", 1000)).toEqual([{ articleId: 7, start: 0, end: 0 }]);
});

test("parts end where a section ends when one ends in their second half", () => {
  const section = (title: string): string => `## ${title}\n\n${paragraph}\n\n${paragraph}\n\n`;
  const text = section("Lure") + section("Loader") + section("Payload") + section("Cleaning up");
  const ends = cutParts(1, text, 200).map(({ end }) => text.slice(end, end + 3));
  expect(ends.slice(0, -1).length).toBeGreaterThan(0);
  for (const next of ends.slice(0, -1)) expect(next).toBe("## ");
});

test("without structure parts end with sentences", () => {
  const text = Array.from({ length: 60 }, () => "Nobody noticed it for weeks.").join(" ");
  const parts = cutParts(1, text, 120);
  expect(parts.length).toBeGreaterThan(2);
  for (const { start, end } of parts) {
    expect(text.slice(start, start + 6)).toBe("Nobody");
    expect(text.slice(0, end).trimEnd().endsWith("weeks.")).toBe(true);
  }
});

test("a paragraph is not cut for the rows of a table, nor a short table from itself", () => {
  const rows = Array.from({ length: 8 }, (_, row) => `| 203.0.113.${row} | server |`).join("\n");
  const text = `${paragraph}\n\n${paragraph}\n\n${paragraph}\n\n| Address | Role |\n| --- | --- |\n${rows}\n\n${paragraph}\n\n${paragraph}`;
  const table = { start: text.indexOf("| Address"), end: text.indexOf("7 | server |") };
  const isWhole = cutParts(1, text, 330).some(({ start, end }) => start <= table.start && end >= table.end);
  expect(isWhole).toBe(true);
});

test("one huge line is cut, never within a character", () => {
  const text = "🦊".repeat(3000);
  const parts = cutParts(1, text, 100);
  expect(parts.length).toBeGreaterThan(10);
  for (const { start, end } of parts) expect(text.slice(start, end).isWellFormed()).toBe(true);
});

test("every character is in a part, every part fits, and each begins within the one before", () => {
  const random = sequence(20_261_121);
  const pieces = [
    paragraph,
    "\n\n",
    "\n",
    " ",
    "# Heading\n",
    "- item one\n- item two\n",
    "| a | b |\n| c | d |\n",
    "    code --flag=1\n",
    "x".repeat(700),
    "攻撃者は請求書を送った。",
    "🦊",
    "\ud800",
    "9f86d081884c7d659a2feaa0c55ad015\n",
    ". ! ?",
  ];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: random(40) }, () => pieces[random(pieces.length)] ?? "").join("");
    const most = 20 + random(400);
    const parts = cutParts(1, text, most);
    expect(parts[0]?.start).toBe(0);
    expect(parts.at(-1)?.end).toBe(text.length);
    for (const [at, { start, end }] of parts.entries()) {
      expect(estimateTokens(text.slice(start, end))).toBeLessThanOrEqual(most + 1);
      const next = parts[at + 1];
      if (!next) continue;
      expect(next.start).toBeLessThanOrEqual(end);
      expect(next.start).toBeGreaterThan(start);
      expect(next.end).toBeGreaterThan(end);
    }
  }
});

test("a long text is cut in a time that grows with its length", () => {
  const long = `${paragraph}\n\n`.repeat(4000);
  expect(cutParts(1, long, 1000).length).toBeGreaterThan(100);
  expect(cutParts(1, "a".repeat(500_000), 1000).length).toBeGreaterThan(100);
  expect(cutParts(1, ". ".repeat(250_000), 1000).length).toBeGreaterThan(100);
});

/** Numbers below a limit, the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
