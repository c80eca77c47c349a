import { expect, test } from "vitest";

import { parseHtml } from "../html/tree.ts";
import { chooseSegments } from "./choose.ts";
import { MODEL_FEATURES, type Classifier } from "./classifier.ts";
import { readMetadata } from "./metadata.ts";
import { guessRoots } from "./roots.ts";
import { segmentsOf } from "./segments.ts";

const WORDS = MODEL_FEATURES.indexOf("text.words");
const byLength: Classifier = (row) => ((row[WORDS] ?? 0) > 10 ? 0.9 : 0.35);

function chosenTexts(html: string): string[] {
  const document = parseHtml(html);
  const segmented = segmentsOf(document.root);
  const metadata = readMetadata(document, "https://example.org/");
  const page = { ...segmented, kind: "article" as const, roots: guessRoots(segmented, "article"), metadata };
  const chosen = chooseSegments(page, byLength);
  return segmented.segments.filter((_, at) => chosen[at] === 1).map(({ text }) => text);
}

const long = (at: number): string =>
  `The ${at} of the many cards that this page has speaks of one more thing.`;

test("a doubtful block goes with the blocks that look like it", () => {
  const cards = Array.from({ length: 10 }, (_, at) => `<div class="card"><p>${long(at)}</p></div>`).join("");
  const short = "A card with fewer words than the others.";
  const texts = chosenTexts(
    `${cards}<div class="card"><p>${short}</p></div><div class="note"><p>Not ${short}</p></div>`,
  );
  expect(texts).toHaveLength(11);
  expect(texts).toContain(short);
});

test("of text that stands on the page twice one is kept", () => {
  const texts = chosenTexts(
    `<div class="wide"><p>${long(1)}</p><p>${long(2)}</p></div><div class="narrow"><p>${long(1)}</p></div>`,
  );
  expect(texts).toEqual([long(1), long(2)]);
});
