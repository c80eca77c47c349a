import { expect, test } from "vitest";

import { modelsOnDouble, question, testSettings } from "../../test/models-on-double.ts";
import { openModels } from "./open-models.ts";

test("all is well when both models are there, with and without :latest", async () => {
  const { models, double } = await modelsOnDouble({ settings: { model: "mistral:latest" } });
  expect(await models.check()).toEqual({
    status: "ok",
    message: "Ollama 0.0.0-double has mistral:latest and nomic-embed-text",
    url: double.url,
    version: "0.0.0-double",
    models: [
      { name: "mistral:latest", purpose: "analyses", present: true },
      { name: "nomic-embed-text", purpose: "embeddings", present: true },
    ],
    breaker: "closed",
  });
});

test("a model that is missing is named with its cure", async () => {
  const { models, double } = await modelsOnDouble();
  double.models.delete("mistral");
  expect(await models.check()).toMatchObject({
    status: "missing",
    message: "The model mistral is not there: `cti models pull mistral`",
    models: [{ present: false }, { present: true }],
  });
});

test("a server that is away, silent or another is away, and nothing is thrown", async () => {
  const hasty = await modelsOnDouble({ settings: { connectTimeoutMs: 50 } });
  hasty.double.fault("/api/version", { hangAfter: 0 });
  expect(await hasty.models.check()).toMatchObject({
    status: "away",
    message: expect.stringContaining("0.05 s"),
  });
  const { models, double } = await modelsOnDouble();
  double.fault("/api/version", { body: "<html>" });
  expect(await models.check()).toMatchObject({ status: "away" });
  expect(await models.check(AbortSignal.abort())).toMatchObject({ status: "away" });
  await double.close();
  expect(await models.check()).toMatchObject({
    status: "away",
    message: expect.stringContaining("connection refused"),
    version: null,
  });
});

test("an address that is none is said, without what stands in it", async () => {
  const models = openModels({ ...testSettings, url: "ftp://ada:s3cret@host" });
  const check = await models.check();
  expect(check).toMatchObject({
    status: "away",
    url: null,
    message: expect.stringContaining("not a web address"),
  });
  expect(JSON.stringify(check)).not.toContain("s3cret");
});

test("an open breaker shows, even though the server answers the check", async () => {
  const { models, double } = await modelsOnDouble();
  double.fault("/api/chat", { status: 500, body: '{"error":"out of memory"}' }, 3);
  for (let time = 0; time < 3; time += 1) await models.chat(question()).catch(() => null);
  expect(await models.check()).toMatchObject({
    status: "away",
    message: expect.stringMatching(/out of memory.*tried again at 2026-01-01T10:00:30Z/),
    breaker: "open",
  });
});
