import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { analysisKinds } from "../analysis.ts";
import { promptNames, promptOf, promptText, promptVersions } from "./prompts.ts";
import { answerForms, mergeForm } from "./schemas.ts";
import { estimateTokens } from "./tokens.ts";

/** Of each version of a prompt: its text with the form of its answer; a summary's has that of merging in it. */
const digests: Record<string, string> = {
  "summary-1": "35fcc4dc2f8a3837",
  "summary-2": "d8953aa58a7ef1d1",
  "summary-merge-1": "59315df73665783c",
  "hunt-1": "3c1f4217abdd1fa5",
  "detection-1": "4ffb879d5a1856b9",
  "entities-1": "a7a4c1898778e6bc",
  "translation-1": "f204c7142cd887eb",
};

const formOf = (name: (typeof promptNames)[number]): object =>
  name === "summary-merge" ? mergeForm.jsonSchema : answerForms[name].jsonSchema;

const digestOf = (name: (typeof promptNames)[number]): string => {
  const hash = createHash("sha256")
    .update(promptText(name))
    .update(JSON.stringify(formOf(name)));
  if (name === "summary") hash.update(digestOf("summary-merge"));
  return hash.digest("hex").slice(0, 16);
};

test.each(promptNames)("prompt versions: %s says what its version says", (name) => {
  const { id } = promptOf(name);
  const todo =
    `prompts/${name}.md or its schema has changed since ${id} (of summary also prompts/summary-merge.md): ` +
    `raise "version" in its head, and note "${name}-<version>" with its new digest here`;
  expect(digests[id], todo).toBe(digestOf(name));
});

test("every kind has a prompt that says what to do before and after the article", () => {
  for (const name of promptNames) {
    const { system, task, maxTokens } = promptOf(name);
    expect(maxTokens).toBeGreaterThan(500);
    expect(`${system} ${task}`).toContain("JSON");
    expect(system).toContain("Example answer:");
    expect(estimateTokens(`${system}${task}`), name).toBeLessThan(1100);
  }
  for (const kind of analysisKinds) {
    expect(promptVersions()[kind]).toMatch(new RegExp(`^${kind}-[0-9]+$`));
    expect(promptOf(kind).system).toContain("copied letter by letter");
  }
});

test.each(promptNames)("the example of %s is a valid answer that its example article bears out", (name) => {
  const { system } = promptOf(name);
  const [, article = "", answer = ""] =
    /\nExample (?:article|sentences):\n([\s\S]*)\nExample answer:\n(.*)/.exec(system) ?? [];
  const parsed = JSON.parse(answer) as unknown;
  const { schema } = name === "summary-merge" ? mergeForm : answerForms[name];
  expect(schema.parse(parsed)).toEqual(parsed);
  for (const [, quotes = ""] of answer.matchAll(/"quotes":(\[.*?\])(?=,"(?:text|type|id))/g))
    for (const quote of JSON.parse(quotes) as string[]) expect(article).toContain(quote);
});
