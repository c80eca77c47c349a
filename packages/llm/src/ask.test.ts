import { expect, test } from "vitest";
import { z } from "zod";

import { modelsOnDouble, question } from "../test/models-on-double.ts";
import { ask } from "./ask.ts";

const schema = z.object({ text: z.string(), score: z.number().max(10) });
const good = { text: "A loader was seen.", score: 3 };
const request = { ...question(), schema };

test("an answer of the right form comes as a value, and the form is sent along", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer({ text: JSON.stringify(good), promptTokens: 20, outputTokens: 5 });
  expect(await ask(models, request)).toEqual({
    value: good,
    promptTokens: 20,
    outputTokens: 5,
    ms: expect.any(Number),
    repairs: 0,
  });
  expect(double.requests[0]?.body["format"]).toMatchObject({
    type: "object",
    required: ["text", "score"],
    additionalProperties: false,
  });
});

test("a fence of Markdown and thoughts around the JSON do no harm", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer(`<think>{</think>\`\`\`json\n${JSON.stringify(good)}\n\`\`\``);
  expect(await ask(models, request)).toMatchObject({ value: good, repairs: 0 });
});

test("an answer that is cut off is asked for again, shorter, and all tokens are counted", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer(
    { text: '{"text":"A loader w', doneReason: "length", promptTokens: 10, outputTokens: 100 },
    { text: JSON.stringify(good), promptTokens: 15, outputTokens: 5 },
  );
  expect(await ask(models, request)).toMatchObject({
    value: good,
    repairs: 1,
    promptTokens: 25,
    outputTokens: 105,
  });
  expect(double.requests[1]?.body["messages"]).toEqual([
    ...request.messages,
    { role: "assistant", content: '{"text":"A loader w' },
    { role: "user", content: expect.stringMatching(/too long and was cut off\. Answer again, much shorter/) },
  ]);
});

test("the model is told which field is wrong, of its last try only", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer("no JSON at all");
  const long = Array.from({ length: 500 }, (_, at) => `word ${at}`).join(" ");
  double.answerJson({ text: long, score: 99 }, good);
  expect(await ask(models, request)).toMatchObject({ value: good, repairs: 2 });
  const messages = double.requests[2]?.body["messages"] as { content: string }[];
  expect(messages).toHaveLength(3);
  expect(messages[1]?.content).toHaveLength(1001);
  expect(messages[2]?.content).toContain("score: ");
});

test("after an answer that only repeated itself the question is asked anew, not the loop shown again", async () => {
  const { models, double } = await modelsOnDouble();
  const loop = `{"text":"${"NANA".repeat(300)}`;
  double.answer(loop, loop);
  double.answerJson(good);
  expect(await ask(models, request)).toMatchObject({ value: good, repairs: 2 });
  const asked = double.requests.map(({ body }) => ({ messages: body["messages"], options: body["options"] }));
  for (const { messages } of asked) expect(messages).toEqual(request.messages);
  expect(asked.map(({ options }) => options)).toMatchObject([
    { temperature: 0.1, seed: 1 },
    { temperature: 0.4, seed: 2 },
    { temperature: 0.8, seed: 3 },
  ]);
  double.answer(loop, loop, loop);
  await expect(ask(models, request)).rejects.toThrow(/in 3 tries \(the answer only repeated itself/);
});

test("a model that never answers as asked is given up after two repairs", async () => {
  const { models, double } = await modelsOnDouble();
  double.onChat(() => ({ text: '{"text":"A loader w', doneReason: "length" }));
  await expect(ask(models, request)).rejects.toMatchObject({
    code: "bad_answer",
    message: expect.stringMatching(/^The model mistral did not answer as asked in 3 tries \(.*cut off\)/),
  });
  expect(double.requests).toHaveLength(3);
});

test("other failures are not repaired", async () => {
  const { models, double } = await modelsOnDouble();
  double.fault("/api/chat", { status: 500 });
  await expect(ask(models, request)).rejects.toMatchObject({ code: "failed" });
  double.onChat(() => "not JSON");
  const stop = new AbortController();
  const asked = ask(models, { ...request, signal: stop.signal, onText: () => stop.abort("enough") });
  await expect(asked).rejects.toBe("enough");
  expect(double.requests).toHaveLength(2);
});

test("a form that Zod cannot show as JSON schema is given by the caller", async () => {
  const { models, double } = await modelsOnDouble();
  double.answerJson({ score: "3" });
  const lenient = z.preprocess((value) => value, z.object({ score: z.coerce.number() }));
  const jsonSchema = { type: "object" };
  expect(await ask(models, { ...request, schema: lenient, jsonSchema })).toMatchObject({
    value: { score: 3 },
  });
  expect(double.requests[0]?.body["format"]).toEqual(jsonSchema);
});
