import { expect, test } from "vitest";

import { modelsOnDouble, question, testSettings } from "../../test/models-on-double.ts";
import { openModels, type PullProgress } from "./open-models.ts";

const { signal } = new AbortController();

test("a chat streams its text and says what it cost", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer({ text: '{"text":"A loader for Windows was seen 🦊."}', promptTokens: 12, outputTokens: 7 });
  const seen: string[] = [];
  const reply = await models.chat({ ...question(), onText: (text) => seen.push(text) });
  expect(reply).toMatchObject({
    text: '{"text":"A loader for Windows was seen 🦊."}',
    promptTokens: 12,
    outputTokens: 7,
    ended: "whole",
  });
  expect(reply.ms).toBeGreaterThanOrEqual(0);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.at(-1)).toBe(reply.text);
  expect(reply.text.startsWith(seen[0] ?? "-")).toBe(true);
});

test("a chat says everything itself that Ollama would otherwise choose", async () => {
  const { models, double } = await modelsOnDouble({ settings: { keepAlive: "-1" } });
  double.answer("{}");
  const request = question();
  await models.chat({ ...request, model: "nomic-embed-text" });
  expect(double.requests[0]?.body).toEqual({
    model: "nomic-embed-text",
    messages: request.messages,
    stream: true,
    format: request.schema,
    keep_alive: -1,
    think: false,
    truncate: false,
    shift: false,
    options: { num_ctx: 8192, num_predict: 200, temperature: 0.1, seed: 1 },
  });
  expect(double.requests[0]?.headers["user-agent"]).toBe("cti-scraper");
});

test("a chat that ran out of tokens says so", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer({ text: '{"text":"A loa', doneReason: "length" });
  expect(await models.chat(question())).toMatchObject({ text: '{"text":"A loa', ended: "cut" });
});

test("a model that only repeats itself is stopped, and asked in another way afterwards", async () => {
  const { models, double } = await modelsOnDouble();
  const text = `{"text":"A loader${" and a loader".repeat(80)}`;
  double.answer(text, "{}");
  // Without an end: only who closes the connection gets out of it.
  double.fault("/api/chat", { hangAfter: 60 });
  const reply = await models.chat(question());
  expect(reply).toMatchObject({ ended: "loop", promptTokens: 0 });
  expect(text.startsWith(reply.text)).toBe(true);
  expect(reply.outputTokens).toBe(reply.text.length / 16);
  await expect.poll(() => double.requests[0]?.state).toBe("cancelled");
  await models.chat({ ...question(), loops: 1 });
  expect(double.requests[1]?.body["options"]).toMatchObject({ temperature: 0.4, seed: 2 });
});

test("what a model thinks aloud is in neither the text nor the stream", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer('<think>They ask for {"text"}. Well then.</think>\n{"text":"yes"}');
  const seen: string[] = [];
  const { text } = await models.chat({ ...question(), onText: (soFar) => seen.push(soFar) });
  expect(text).toBe('{"text":"yes"}');
  expect(seen.filter((soFar) => !text.startsWith(soFar))).toEqual([]);
});

test("texts become vectors of one dimension", async () => {
  const { models, double } = await modelsOnDouble();
  const { vectors, tokens } = await models.embed(["a loader for Windows", "a loader", "a bank"], { signal });
  expect(vectors.map((vector) => vector.length)).toEqual([64, 64, 64]);
  expect(vectors[0]).toBeInstanceOf(Float32Array);
  expect(tokens).toBe(3);
  expect(double.requests[0]?.body).toMatchObject({ model: "nomic-embed-text", truncate: true });
});

test("no text needs no request", async () => {
  const { models, double } = await modelsOnDouble();
  expect(await models.embed([], { signal })).toEqual({ vectors: [], tokens: 0 });
  expect(double.requests).toEqual([]);
});

test("long texts are cut before they are sent, and cut more where the model takes less", async () => {
  const { models, double } = await modelsOnDouble();
  const tooLong = { status: 400, body: '{"error":"the input length exceeds the context length"}' };
  double.fault("/api/embed", tooLong, 2);
  const { vectors } = await models.embed(["word ".repeat(5000), "short"], { signal });
  expect(vectors).toHaveLength(2);
  const sent = double
    .sent("/api/embed")
    .map(({ body }) => (body["input"] as string[]).map((text) => text.length));
  expect(sent).toEqual([
    [8000, 5],
    [4000, 5],
    [2000, 5],
  ]);
});

test("texts that cannot be cut any more are refused", async () => {
  const { models, double } = await modelsOnDouble();
  double.fault("/api/embed", { status: 400, body: '{"error":"exceeds maximum context length"}' }, Infinity);
  const refused = { code: "refused", message: expect.stringContaining("exceeds maximum context length") };
  await expect(models.embed(["short"], { signal })).rejects.toMatchObject(refused);
  expect(double.requests).toHaveLength(1);
  await expect(models.embed(["x".repeat(1500)], { signal })).rejects.toMatchObject(refused);
  expect(double.requests).toHaveLength(3);
});

test.each([
  ["one vector too few", { embeddings: [[1, 2]] }, "1 vectors for 2 texts"],
  ["vectors of two dimensions", { embeddings: [[1, 2], [1]] }, "vectors of several dimensions"],
  ["empty vectors", { embeddings: [[], []] }, "an empty vector"],
  ["numbers that 32 bits cannot hold", { embeddings: [[1e300], [1]] }, "not finite"],
])("%s are a bad answer", async (_, body, message) => {
  const { models, double } = await modelsOnDouble();
  double.fault("/api/embed", { body: JSON.stringify(body) });
  await expect(models.embed(["a", "b"], { signal })).rejects.toMatchObject({
    code: "bad_answer",
    message: expect.stringContaining(message),
  });
});

test("the models that are there are listed", async () => {
  const { models } = await modelsOnDouble();
  expect((await models.list())[0]).toEqual({
    name: "mistral:latest",
    bytes: 4_000_000_000,
    digest: Buffer.from("mistral").toString("hex").padEnd(64, "0"),
    family: "llama",
    parameters: "7B",
    quantization: "Q4_K_M",
    modifiedAt: new Date("2026-01-01T00:00:00Z"),
  });
});

test("a model tells its context, whether it embeds, and its digest", async () => {
  const { models } = await modelsOnDouble();
  expect(await models.show("mistral")).toMatchObject({ contextTokens: 32_768, canEmbed: false });
  expect(await models.show("nomic-embed-text:latest")).toEqual({
    name: "nomic-embed-text:latest",
    contextTokens: 2048,
    canEmbed: true,
    digest: Buffer.from("nomic-embed-text").toString("hex").padEnd(64, "0"),
  });
});

test("an older Ollama that tells less of a model is understood", async () => {
  const { models, double } = await modelsOnDouble();
  double.shown.set("nomic-embed-text", { model_info: null, capabilities: null });
  expect(await models.show("nomic-embed-text")).toMatchObject({ contextTokens: null, canEmbed: true });
});

test("what runs and the version can be asked for", async () => {
  const { models } = await modelsOnDouble();
  expect((await models.running())[0]).toEqual({
    name: "mistral:latest",
    vramBytes: 1024,
    expiresAt: new Date("2030-01-01T00:00:00Z"),
  });
  expect(await models.version()).toBe("0.0.0-double");
});

test("a pull reports its progress, and then the model is there", async () => {
  const { models, double } = await modelsOnDouble();
  const seen: PullProgress[] = [];
  await models.pull("qwen3", { signal, onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([
    { status: "pulling manifest", done: null, total: null },
    { status: "pulling 0011aabb", done: 1_000_000_000, total: 4_000_000_000 },
    { status: "pulling 0011aabb", done: 4_000_000_000, total: 4_000_000_000 },
    { status: "verifying sha256 digest", done: null, total: null },
    { status: "writing manifest", done: null, total: null },
    { status: "success", done: null, total: null },
  ]);
  expect(double.requests[0]?.body).toMatchObject({ stream: true });
  expect((await models.list()).map(({ name }) => name)).toContain("qwen3:latest");
});

test.each([
  [
    "pull model manifest: file does not exist",
    "no_model",
    "There is no model qwen4 to pull: look for its name",
  ],
  ["write /root/.ollama: no space left on device", "failed", "no space left on device"],
])("a pull that ends with '%s' says so", async (errorLine, code, message) => {
  const { models, double } = await modelsOnDouble();
  double.fault("/api/pull", { errorLine, after: 1 });
  await expect(models.pull("qwen4", { signal, onProgress: () => {} })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test("without an address every call says how to set one, and the check says off", async () => {
  const models = openModels(testSettings);
  const off = { code: "off", message: expect.stringContaining("set OLLAMA_URL") };
  await expect(models.chat(question())).rejects.toMatchObject(off);
  await expect(models.embed(["a"], { signal })).rejects.toMatchObject(off);
  await expect(models.list()).rejects.toMatchObject(off);
  await expect(models.pull("mistral", { signal, onProgress: () => {} })).rejects.toMatchObject(off);
  expect(await models.check()).toMatchObject({ status: "off", url: null, version: null, breaker: "closed" });
});
