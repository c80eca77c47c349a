import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openModelCheck } from "./check-model.ts";
import type { ComponentHealth } from "./component-health.ts";

let ollama: OllamaDouble;
let now = Date.parse("2026-03-01T10:00:00Z");
beforeEach(async () => {
  ollama = await ollamaDouble();
});
afterEach(() => ollama.close());

const checking = (url: string | null): (() => Promise<ComponentHealth>) =>
  openModelCheck(localModels({ url }), () => new Date(now));

test("without a model all is well, and the sentence says how to have one", async () => {
  const found = await checking(null)();
  expect(found).toMatchObject({ status: "ok", details: { model: "off" } });
  expect(found.message).toMatch(/^No local model is configured;.*OLLAMA_URL.*\.$/);
});

test("a model that answers is told with its version and what it has", async () => {
  const { status, message, details } = await checking(ollama.url)();
  expect(status).toBe("ok");
  expect(message).toContain("has mistral and nomic-embed-text.");
  expect(details).toMatchObject({ model: "ok", version: "0.0.0-double", breaker: "closed", url: ollama.url });
});

test("a model that is missing or away is degraded with the cure, never an error", async () => {
  ollama.models.delete("mistral");
  expect(await checking(ollama.url)()).toMatchObject({
    status: "degraded",
    message: expect.stringContaining("cti models pull mistral") as string,
  });
  await ollama.close();
  const away = await checking(ollama.url)();
  expect(away).toMatchObject({ status: "degraded", details: { model: "away" } });
  expect(away.message).toMatch(/does not answer.*ollama serve.*Everything else works without it\.$/);
});

test("an open breaker is degraded, and says since when", async () => {
  const models = localModels({ url: ollama.url });
  ollama.fault("/api/chat", { status: 500 }, Infinity);
  const ask = (): Promise<unknown> =>
    models.chat({ messages: [], schema: {}, maxTokens: 10, signal: new AbortController().signal });
  for (let n = 0; n < 3; n += 1) await expect(ask()).rejects.toThrow(/500/);
  const found = await openModelCheck(models, () => new Date(now))();
  expect(found).toMatchObject({ status: "degraded", details: { breaker: "open" } });
  expect(found.message).toMatch(/failing since .*tried again at/);
});

test("the answer is given again for ten seconds", async () => {
  const check = checking(ollama.url);
  await Promise.all([check(), check()]);
  now += 9_000;
  await check();
  expect(ollama.sent("/api/version")).toHaveLength(1);
  now += 2_000;
  await check();
  expect(ollama.sent("/api/version")).toHaveLength(2);
});
