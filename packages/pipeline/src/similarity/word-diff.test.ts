import { expect, test } from "vitest";

import { type DiffPart, diffWords } from "./word-diff.ts";

test("changed words are told, with removals before additions", () => {
  expect(diffWords("Update to 7.2.4 at once.", "Update to 7.2.5 at once, please.")).toEqual([
    { kind: "same", text: "Update to " },
    { kind: "removed", text: "7.2.4" },
    { kind: "added", text: "7.2.5" },
    { kind: "same", text: " at once" },
    { kind: "added", text: ", please" },
    { kind: "same", text: "." },
  ]);
});

test("indicators change as a whole", () => {
  const parts = diffWords(
    "scanning from 198[.]51[.]100[.]41 (new)",
    "scanning from 198[.]51[.]100[.]14 (new)",
  );
  expect(parts.map(({ text }) => text)).toEqual([
    "scanning from ",
    "198[.]51[.]100[.]41",
    "198[.]51[.]100[.]14",
    " (new)",
  ]);
});

test("equal texts have one part, and empty ones none", () => {
  expect(diffWords("as before", "as before")).toEqual([{ kind: "same", text: "as before" }]);
  expect(diffWords("", "")).toEqual([]);
  expect(diffWords("", "new")).toEqual([{ kind: "added", text: "new" }]);
  expect(diffWords("old", "")).toEqual([{ kind: "removed", text: "old" }]);
});

test("the parts give both texts back, for random edits", () => {
  const random = sequence(7);
  for (let round = 0; round < 400; round += 1) {
    const before = randomText(random, 60);
    const after = random() < 0.5 ? randomText(random, 60) : edited(random, before);
    const parts = diffWords(before, after);
    expect(joined(parts, "added")).toBe(before);
    expect(joined(parts, "removed")).toBe(after);
    for (const [at, { kind }] of parts.entries()) expect(parts[at + 1]?.kind).not.toBe(kind);
  }
});

test("texts too different for words are compared by paragraphs, and those by words", () => {
  const random = sequence(3);
  const paragraphs = Array.from({ length: 3000 }, () => randomText(random, 40).replaceAll("\n", " "));
  const before = paragraphs.join("\n");
  const after = paragraphs
    .map((paragraph, at) => (at % 3 === 0 ? paragraph.toUpperCase() : paragraph))
    .join("\n");
  const parts = diffWords(before, after);
  expect(joined(parts, "added")).toBe(before);
  expect(joined(parts, "removed")).toBe(after);
  const kept = parts.filter(({ kind }) => kind === "same").reduce((sum, { text }) => sum + text.length, 0);
  expect(kept).toBeGreaterThan(before.length / 2);
});

test("hostile texts of 1 MB come to an end", { timeout: 60_000 }, () => {
  const [before, after] = ["a b ".repeat(250_000), "b a ".repeat(250_000)];
  const parts = diffWords(before, after);
  expect(joined(parts, "added")).toBe(before);
  expect(joined(parts, "removed")).toBe(after);
});

function joined(parts: DiffPart[], without: DiffPart["kind"]): string {
  return parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");
}

const pieces = ["a", "bb", "c.", " ", "  ", "\n", "\n\n", ",", "(d)", "1.2.3", "ü", "…"];

function randomText(random: () => number, most: number): string {
  const length = Math.floor(random() * most);
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
}

function edited(random: () => number, text: string): string {
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + randomText(random, 5) + text.slice(at + Math.floor(random() * 5));
}

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
