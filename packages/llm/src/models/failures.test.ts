import { waitFor } from "@cti/testing/wait-for";
import { expect, test, vi } from "vitest";

import { modelsOnDouble, question, testSettings } from "../../test/models-on-double.ts";
import { openModels } from "./open-models.ts";

const { signal } = new AbortController();

test("a server that is not there is away, and the cure is named", async () => {
  const { models, double } = await modelsOnDouble();
  await double.close();
  await expect(models.chat(question())).rejects.toMatchObject({
    code: "away",
    message: `Ollama does not answer at ${double.url} (connection refused): start it with \`ollama serve\`, or correct OLLAMA_URL`,
  });
});

test("a model that is not there is named with the command that brings it", async () => {
  const { models, double } = await modelsOnDouble();
  double.models.clear();
  const missing = (name: string) => ({
    code: "no_model",
    message: `The model ${name} is not there: \`cti models pull ${name}\``,
  });
  await expect(models.chat(question())).rejects.toMatchObject(missing("mistral"));
  await expect(models.embed(["a"], { signal })).rejects.toMatchObject(missing("nomic-embed-text"));
  await expect(models.show("qwen3:4b")).rejects.toMatchObject(missing("qwen3:4b"));
});

test.each([
  [
    { status: 500, body: '{"error":"llama runner process has terminated"}' },
    "failed",
    "llama runner process",
  ],
  [{ status: 503, body: "<html>busy</html>" }, "failed", "HTTP 503: <html>busy</html>"],
  [{ status: 400, body: '{"error":"\\"bge\\" does not support chat"}' }, "refused", "does not support chat"],
  [{ status: 400, body: '{"error":"longer than the context length"}' }, "refused", "take smaller parts"],
  [{ status: 401 }, "refused", "put a login into OLLAMA_URL"],
  [{ status: 404, body: "404 page not found" }, "refused", "has no /api/chat"],
  [{ body: "<html>Welcome</html>\n" }, "bad_answer", "no JSON object: <html>Welcome</html>"],
  [{ body: "null\n" }, "bad_answer", "no JSON object"],
  [{ body: '{"done":"later"}\n' }, "bad_answer", "is not one of Ollama"],
  [{ errorLine: "unexpected EOF in model runner", after: 1 }, "failed", "unexpected EOF in model runner"],
  [{ cutAfter: 0 }, "away", "broke off before the answer was complete"],
  [{ cutAfter: 1 }, "away", "broke off before the answer was complete"],
  [{ endAfter: 1 }, "away", "broke off before the answer was complete"],
])("a chat that meets %j fails as %s", async (fault, code, message) => {
  const { models, double } = await modelsOnDouble();
  double.answer({ text: "a longer answer, in several pieces" });
  double.fault("/api/chat", fault);
  await expect(models.chat(question())).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test("a list that is not JSON, or none of Ollama, is a bad answer", async () => {
  const { models, double } = await modelsOnDouble();
  double.fault("/api/tags", { body: '{"models":[{"na' });
  await expect(models.list()).rejects.toMatchObject({ code: "bad_answer" });
  double.fault("/api/tags", { body: '{"models":[{"nom":1}]}' });
  await expect(models.list()).rejects.toMatchObject({ code: "bad_answer" });
});

test("an answer that takes longer than the limit is given up and its request closed", async () => {
  const { models, double } = await modelsOnDouble({ settings: { timeoutMs: 60 } });
  double.fault("/api/chat", { hangAfter: 0 });
  await expect(models.chat(question())).rejects.toMatchObject({
    code: "timeout",
    message: expect.stringContaining("did not finish within 0.06 s"),
  });
  await waitFor(() => expect(double.requests[0]?.state).toBe("cancelled"));
});

test("a slow first word is waited for, but not a silence in the middle", async () => {
  const { models, double } = await modelsOnDouble({ idleMs: 500 });
  double.answer({ text: "{}" }, { text: "a longer answer, in several pieces" });
  double.fault("/api/chat", { delayMs: 800 });
  double.fault("/api/chat", { hangAfter: 1 });
  expect(await models.chat(question())).toMatchObject({ text: "{}" });
  await expect(models.chat(question())).rejects.toMatchObject({
    code: "timeout",
    message: expect.stringContaining("has said nothing for 0.5 s"),
  });
});

test("a pull may take its time, but not in silence", async () => {
  const { models, double } = await modelsOnDouble({ settings: { timeoutMs: 1 }, idleMs: 500 });
  double.fault("/api/pull", { delayMs: 800 });
  await models.pull("qwen3", { signal, onProgress: () => {} });
  double.fault("/api/pull", { hangAfter: 0 });
  await expect(models.pull("qwen3", { signal, onProgress: () => {} })).rejects.toMatchObject({
    code: "timeout",
  });
});

test("a cancelled chat rejects with the reason and hangs up, and no other chat", async () => {
  const { models, double } = await modelsOnDouble();
  double.onChat(() => "a longer answer, in several pieces");
  double.fault("/api/chat", { hangAfter: 2 });
  const stop = new AbortController();
  const stopped = models.chat({
    ...question(stop.signal),
    onText: () => stop.abort(new Error("stopped by Ada")),
  });
  const other = models.chat(question());
  await expect(stopped).rejects.toThrow("stopped by Ada");
  await expect(other).resolves.toMatchObject({ text: "a longer answer, in several pieces" });
  await waitFor(() => expect(double.requests.every(({ state }) => state !== "open")).toBe(true));
  expect(double.requests.map(({ state }) => state).sort()).toEqual(["answered", "cancelled"]);
});

test("a cancel is heard before the first word too, and by every other call", async () => {
  const { models, double } = await modelsOnDouble();
  for (const path of ["/api/embed", "/api/tags", "/api/pull"]) double.fault(path, { hangAfter: 0 });
  const stop = new AbortController();
  const calls = [
    models.embed(["a"], { signal: stop.signal }),
    models.list(stop.signal),
    models.pull("qwen3", { signal: stop.signal, onProgress: () => {} }),
  ];
  const settled = Promise.allSettled(calls);
  await waitFor(() => expect(double.requests).toHaveLength(3));
  stop.abort("enough");
  expect(await settled).toEqual(calls.map(() => ({ status: "rejected", reason: "enough" })));
  await waitFor(() => expect(double.requests.every(({ state }) => state === "cancelled")).toBe(true));
  await expect(models.chat(question(stop.signal))).rejects.toBe("enough");
  expect(double.requests).toHaveLength(3);
});

test("an error of the caller's own is passed on, and the request is closed", async () => {
  const { models, double } = await modelsOnDouble();
  double.answer("a longer answer, in several pieces");
  double.fault("/api/chat", { hangAfter: 1 });
  const onText = (): void => {
    throw new RangeError("no room");
  };
  await expect(models.chat({ ...question(), onText })).rejects.toThrow(RangeError);
  await waitFor(() => expect(double.requests[0]?.state).toBe("cancelled"));
});

test("a redirect is refused, and its target sees nothing", async () => {
  const { models, double } = await modelsOnDouble();
  const { double: other } = await modelsOnDouble();
  const fault = { status: 307, headers: { location: `${other.url}/api/chat?token=secret` } };
  double.fault("/api/chat", fault);
  await expect(models.chat(question())).rejects.toMatchObject({
    code: "refused",
    message: `${double.url} redirects to ${other.url}, which is not followed: put the final address into OLLAMA_URL`,
  });
  expect(other.requests).toEqual([]);
});

test.each([
  ["a list", "/api/tags", { body: `{"models":[],"x":"${"x".repeat(10_000_000)}"}` }],
  ["a line", "/api/chat", { body: "x".repeat(2_100_000) }],
])("%s that is too large is not read to its end", async (_, path, fault) => {
  const { models, double } = await modelsOnDouble();
  double.fault(path, fault);
  const call = path === "/api/tags" ? models.list() : models.chat(question());
  await expect(call).rejects.toMatchObject({
    code: "bad_answer",
    message: expect.stringContaining("larger than"),
  });
});

test("a model that writes without end is stopped", async () => {
  const { models, double } = await modelsOnDouble();
  const line = JSON.stringify({
    message: { content: Array.from({ length: 100_000 }, (_, at) => at).join() },
  });
  double.fault("/api/chat", { body: `${line}\n${line}\n{"done":true}\n` });
  await expect(models.chat(question())).rejects.toMatchObject({
    code: "bad_answer",
    message: "The model mistral wrote more than 1 MB and was stopped: take another model",
  });
});

test("a login goes into the header, and never into settings, messages or the check", async () => {
  const { double } = await modelsOnDouble();
  const url = double.url.replace("//", "//ada:s3cret%40x@");
  const models = openModels({ ...testSettings, url: `${url}/` });
  double.answer("{}");
  await models.chat(question());
  const basic = `Basic ${Buffer.from("ada:s3cret@x").toString("base64")}`;
  expect(double.requests[0]?.headers.authorization).toBe(basic);
  double.fault("/api/chat", { status: 500 });
  const failed = await models.chat(question()).catch((error: unknown) => error);
  const check = await models.check();
  await double.close();
  const away = await models.chat(question()).catch((error: unknown) => error);
  for (const thing of [failed, away])
    expect(thing).toMatchObject({ message: expect.stringContaining(double.url) });
  expect(check.url).toBe(double.url);
  const shown = [failed, away].map((error) => `${String(error)} ${(error as Error).stack}`);
  expect(JSON.stringify([shown, check, models.settings])).not.toMatch(/s3cret|ada:/);
  await models.close();
});

test("remote text in a message is short and steers no terminal", async () => {
  const { models, double } = await modelsOnDouble();
  const error = `\u001b[2J\u202e${"very bad ".repeat(100)}`;
  double.fault("/api/chat", { status: 500, body: JSON.stringify({ error }) });
  const { message } = (await models.chat(question()).catch((reason: unknown) => reason)) as Error;
  expect(message).toMatch(/^Ollama at \S+ failed \(HTTP 500: \uFFFD\[2J\uFFFDvery bad/);
  expect(message.length).toBeLessThan(400);
});

test("nothing is said on the console", async () => {
  const said = ["log", "warn", "error"].map((name) => vi.spyOn(console, name as "log"));
  const { models, double } = await modelsOnDouble();
  for (const fault of [
    { status: 500, body: "text" },
    { status: 404 },
    { body: "no json\n" },
    { cutAfter: 1 },
  ]) {
    double.fault("/api/chat", fault);
    double.answer("{}");
    await models.chat(question()).catch(() => null);
  }
  expect(said.map((spy) => spy.mock.calls)).toEqual([[], [], []]);
  vi.restoreAllMocks();
});
