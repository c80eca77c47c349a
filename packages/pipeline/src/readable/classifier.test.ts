import { expect, test } from "vitest";

import { parseHtml } from "../html/tree.ts";
import { MODEL_FEATURES, probabilityOf } from "./classifier.ts";
import { describeSegments } from "./features.ts";
import { readMetadata } from "./metadata.ts";
import { guessRoots } from "./roots.ts";
import { segmentsOf } from "./segments.ts";

const html = `<nav><a href="/">Home</a></nav><article><h1>Title</h1><p>${"A sentence, with some words in it. ".repeat(20)}</p></article>`;

function rows(): { names: string[]; values: Float32Array; text: string }[] {
  const document = parseHtml(html);
  const page = segmentsOf(document.root);
  const metadata = readMetadata(document, "https://example.org/");
  const found: { names: string[]; values: Float32Array; text: string }[] = [];
  let names: string[] = [];
  let values: number[] = [];
  describeSegments(
    { ...page, kind: "article", roots: guessRoots(page, "article"), metadata },
    (name, value) => {
      names.push(name);
      values.push(value);
    },
    (at) => {
      found.push({ names, values: Float32Array.from(values), text: page.segments[at]?.text ?? "" });
      names = [];
      values = [];
    },
  );
  return found;
}

test("features are described in the order that the model was trained on", () => {
  for (const { names } of rows()) expect(names).toEqual(MODEL_FEATURES);
});

test("every feature is a number", () => {
  for (const { values } of rows()) expect(values.every(Number.isFinite)).toBe(true);
});

test("prose is likelier content than a menu", () => {
  const [menu, , prose] = rows();
  expect(menu?.text).toBe("Home");
  expect(probabilityOf(prose?.values ?? new Float32Array())).toBeGreaterThan(0.8);
  expect(probabilityOf(menu?.values ?? new Float32Array())).toBeLessThan(0.4);
});
