import { expect, test } from "vitest";

import { inputHash } from "./input-hash.ts";
import type { AnalyseRequest } from "./request.ts";

const request: AnalyseRequest = {
  kind: "summary",
  documents: [
    { articleId: 1, title: "T", text: "Text", source: "S", publishedAt: new Date(0), language: "en" },
  ],
  model: "mistral",
  contextTokens: 8192,
  maxParts: 6,
  language: "en",
};
const [document] = request.documents;

test("equal requests have equal hashes", () => {
  expect(inputHash(request)).toMatch(/^[0-9a-f]{64}$/);
  expect(inputHash(structuredClone(request))).toBe(inputHash(request));
});

test("whatever changes what the model is asked changes the hash", () => {
  const others: AnalyseRequest[] = [
    { ...request, kind: "hunt" },
    { ...request, model: "qwen" },
    { ...request, contextTokens: 4096 },
    { ...request, maxParts: 7 },
    { ...request, documents: [] },
    ...(document
      ? [
          { ...request, documents: [{ ...document, text: "Text." }] },
          { ...request, documents: [{ ...document, title: "TText", text: "" }] },
          { ...request, documents: [{ ...document, publishedAt: null }] },
          { ...request, documents: [{ ...document, articleId: 2 }] },
          { ...request, documents: [document, document] },
        ]
      : []),
  ];
  const hashes = new Set([request, ...others].map(inputHash));
  expect(hashes.size).toBe(others.length + 1);
});
