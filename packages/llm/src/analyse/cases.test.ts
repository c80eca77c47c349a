import type { OllamaDouble } from "@cti/testing/ollama-double";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Models } from "../models/open-models.ts";
import { analyseNow, openDouble, requestFor } from "./test/ask-the-double.ts";
import { report } from "./test/articles.ts";
import { cases } from "./test/cases.ts";

let double: OllamaDouble;
let models: Models;

beforeAll(async () => {
  ({ double, models } = await openDouble());
});

afterAll(async () => {
  await models.close();
  await double.close();
});

test.each(cases)("a $name answer to $kind comes out as it should", async (each) => {
  double.answer({ text: JSON.stringify(each.answer) });
  const { output, repairs } = await analyseNow(models, requestFor(each.kind, [each.document]));
  const texts = (status: string) => output.claims.filter((claim) => claim.status === status);
  expect(sorted(texts("supported"), each.supported)).toEqual(each.supported.toSorted());
  expect(sorted(texts("unsupported"), each.unsupported)).toEqual(each.unsupported.toSorted());
  expect(output.huntability).toBe(each.huntability ?? null);
  expect(repairs).toBe(0);
  expect(output.coverage).toMatchObject({ parts: 1, partsRead: 1 });
});

test("a supported claim has places that hold its quotes, an unsupported one says why", async () => {
  for (const { document, answer } of cases.filter(({ kind }) => kind === "hunt")) {
    double.answer({ text: JSON.stringify(answer) });
    const { output } = await analyseNow(models, requestFor("hunt", [document]));
    const isSound = output.claims.map(({ status, reason, quotes, evidence }) =>
      status === "supported" ? reason === null && evidence.length === quotes.length : /\w/.test(reason ?? ""),
    );
    expect(isSound).not.toContain(false);
    for (const { quote, spans } of output.claims.flatMap(({ evidence }) => evidence))
      for (const { field, start, end } of spans)
        expect(quote.trim()).toContain(document[field].slice(start, end).slice(0, 5));
  }
});

test("passages that speak to a model are named", async () => {
  double.answer({ text: '{"sentences":[]}' });
  const { output } = await analyseNow(models, requestFor("summary", [report]));
  const passages = output.suspicious.map(({ start, end }) => report.text.slice(start, end)).join("\n");
  expect(passages).toContain("Ignore all previous instructions");
});

/** The expected beginning of each claim's text; the whole text of one that nobody expected. */
function sorted(claims: { text: string }[], expected: string[]): string[] {
  const left = [...expected];
  return claims
    .map(({ text }) => {
      const at = left.findIndex((beginning) => text.startsWith(beginning));
      return at === -1 ? `unexpected: ${text}` : (left.splice(at, 1)[0] ?? "");
    })
    .toSorted();
}
