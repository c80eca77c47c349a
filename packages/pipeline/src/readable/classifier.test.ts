import { expect, test } from "vitest";

import { parseHtml } from "../html/tree.ts";
import { classifierOf, MODEL_FEATURES, shippedClassifier } from "./classifier.ts";
import { describeSegments } from "./features.ts";
import { readMetadata } from "./metadata.ts";
import { guessRoots } from "./roots.ts";
import { segmentsOf } from "./segments.ts";
import { trainModel, type Sample } from "./train-model.ts";

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
  expect(shippedClassifier(prose?.values ?? new Float32Array())).toBeGreaterThan(0.8);
  expect(shippedClassifier(menu?.values ?? new Float32Array())).toBeLessThan(0.4);
});

test("training finds what needs two features at once, and gives the same model again", () => {
  const samples: Sample[] = Array.from({ length: 2_000 }, (_, at) => {
    const a = (at * 7) % 13;
    const b = (at * 11) % 17;
    return { features: Float32Array.of(a, b), label: Number(a > 6 !== b > 8), weight: 1 };
  });
  const options = { trees: 120, leaves: 4, rate: 0.3, minSamples: 20, l2: 1 };
  const model = trainModel(["a", "b"], samples, options);
  const classify = classifierOf(model);
  const wrong = samples.filter(({ features, label }) => Math.round(classify(features)) !== label);
  expect(wrong).toEqual([]);
  expect(trainModel(["a", "b"], samples, options)).toEqual(model);
});
