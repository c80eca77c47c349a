import { expect, test } from "vitest";

import { analysisKinds } from "../analysis.ts";
import type { Shape } from "./fit.ts";
import { answerForms, mergeForm } from "./schemas.ts";

const forms = [
  ...analysisKinds.map((kind) => [kind, answerForms[kind]] as const),
  ["merge", mergeForm] as const,
];

test.each(forms)("the JSON schema of %s is closed, flat and without references", (_, { jsonSchema }) => {
  const json = JSON.stringify(jsonSchema);
  expect(json).not.toMatch(/\$ref|\$defs|\$schema|anyOf|oneOf|pattern|maxLength/);
  expect(json.match(/"additionalProperties":false/g)?.length).toBe(json.match(/"type":"object"/g)?.length);
});

test("quotes are asked for, before what rests on them", () => {
  const items = forms.flatMap(([kind, { jsonSchema }]) => (kind === "merge" ? [] : itemsOf(jsonSchema)));
  expect(items).toHaveLength(1 + 5 + 5 + 1 + 1);
  for (const { properties = {} } of items) {
    expect(Object.keys(properties)[0]).toBe("quotes");
    expect(properties["quotes"]).toMatchObject({ minItems: 1, maxItems: 3 });
  }
});

test("too much is cut, unknown fields and items that lack a part are dropped", () => {
  const said = (text: string) => ({ quotes: ["a", "b", "c", "d"], text, confidence: 1 });
  const answer = {
    sentences: [
      { quotes: ["a"] },
      { quotes: ["a"], text: "" },
      null,
      7,
      ...Array.from({ length: 9 }, () => said("x")),
    ],
    note: "hello",
  };
  const { sentences, ...rest } = answerForms.summary.schema.parse(answer);
  expect(rest).toEqual({});
  expect(sentences).toHaveLength(6);
  expect(sentences[0]).toEqual({ quotes: ["a", "b", "c"], text: "x" });
});

test("one thing stands for a list of one, `quote` for `quotes`, a mere text for a sentence without quotes", () => {
  const { sentences } = answerForms.summary.schema.parse({
    sentences: [{ quote: "copied", text: "One." }, { quotes: "copied", text: ["Two."] }, "Three."],
  });
  expect(sentences).toEqual([
    { quotes: ["copied"], text: "One." },
    { quotes: ["copied"], text: "Two." },
    { quotes: [], text: "Three." },
  ]);
  expect(answerForms.summary.schema.parse({ sentences: { quote: "q", text: "t" } }).sentences).toHaveLength(
    1,
  );
});

test("missing lists are empty, a score is a whole number from 1 to 10", () => {
  const read = (score: unknown) =>
    answerForms.detection.schema.parse({ huntability: { score } }).huntability.score;
  expect([read("7/10"), read(7.4), read(0), read(99), read("Score: 6")]).toEqual([7, 7, 1, 10, 6]);
  expect(answerForms.hunt.schema.parse({}).behaviours).toEqual([]);
});

test("words for types are understood", () => {
  const typed = (type: string) => ({ quotes: ["q"], type, value: "v" });
  const { observables } = answerForms.hunt.schema.parse({
    observables: ["IP Address", "SHA-256", "Command Line", "process name", "constructor"].map(typed),
  });
  expect(observables.map(({ type }) => type)).toEqual(["ip", "hash", "command", "other", "other"]);
  const named = (type: string) => ({ quotes: ["q"], type, name: "n" });
  const { entities } = answerForms.entities.schema.parse({ entities: ["Threat Actor", "vendor"].map(named) });
  expect(entities.map(({ type }) => type)).toEqual(["actor"]);
});

test("texts are one line, of bounded length, without control characters, and 'N/A' is none", () => {
  const { sentences } = answerForms.summary.schema.parse({
    sentences: [
      { quotes: ["a\n\n b\u0000\u202e"], text: `${"x".repeat(5000)}\ud83d` },
      { quotes: ["N/A"], text: "Fine." },
      { quotes: ["q"], text: "None." },
    ],
  });
  expect(sentences).toHaveLength(2);
  expect(sentences[0]?.quotes).toEqual(["a b"]);
  expect(sentences[0]?.text).toHaveLength(1000);
  expect(sentences[1]).toEqual({ quotes: [], text: "Fine." });
});

test("an optional field that is empty is not there", () => {
  const behaviour = (technique: unknown) => ({ quotes: ["q"], text: "t", technique });
  const { behaviours } = answerForms.hunt.schema.parse({
    behaviours: ["", null, "n/a", "T1059"].map(behaviour),
  });
  expect(behaviours.map(({ technique }) => technique)).toEqual([undefined, undefined, undefined, "T1059"]);
});

test("what is no answer is refused, and hostile values do no harm", () => {
  for (const value of [null, 7, [], "text", { language: "de" }])
    expect(answerForms.translation.schema.safeParse(value).success).toBe(false);
  const deep = JSON.parse(`{"sentences":${"[".repeat(2000)}${"]".repeat(2000)}}`) as unknown;
  expect(answerForms.summary.schema.parse(deep).sentences).toEqual([]);
  const proto = JSON.parse('{"sentences":[{"__proto__":{"text":"x"},"quotes":["q"]}]}') as unknown;
  expect(answerForms.summary.schema.parse(proto).sentences).toEqual([]);
  expect(
    answerForms.summary.schema.parse({ sentences: Array.from({ length: 1_000_000 }, () => "x") }).sentences,
  ).toHaveLength(6);
});

test("numbers of sentences are not bent into range", () => {
  const { sentences } = mergeForm.schema.parse({ sentences: [{ from: ["2", "[3]", 0, 400], text: "t" }] });
  expect(sentences[0]?.from).toEqual([2, 3, 0, 400]);
});

/** The objects in the lists of a schema. */
function itemsOf(shape: Shape): Shape[] {
  const items = shape.items?.type === "object" ? [shape.items] : [];
  return [...items, ...Object.values(shape.properties ?? {}).flatMap(itemsOf)];
}
