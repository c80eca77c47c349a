import { articleEmbeddings } from "@cti/db/schema/analyses";
import { articleTwins } from "@cti/db/schema/article-features";
import { runs } from "@cti/db/schema/runs";
import { ModelError } from "@cti/llm/models/model-error";
import type { PullProgress } from "@cti/llm/models/open-models";
import { localModels } from "@cti/testing/local-models";
import { seedArticles } from "@cti/testing/seed-articles";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Desk, openDesk } from "../../test/open-desk.ts";
import { describeModels, type ModelsView } from "./describe-models.ts";
import { modelsToPull, pullModel, queuePulls } from "./pull-models.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const at = new Date("2026-03-01T10:00:00Z");
const origin = { trigger: "api", actor: "ada" } as const;
const look = (): Promise<ModelsView> => describeModels(desk.deps);

test("what Ollama has, what is used of it, and how much is embedded", async () => {
  const [twin = 0] = await seedArticles(desk.db, [
    { source: "x", title: "twin", text: "x", at },
    { source: "y", title: "rejected", text: "x", at, rejectedReason: "advertisement" },
    { source: "z", title: "other", text: "x", at },
  ]);
  await desk.db.db.insert(articleTwins).values({
    articleId: twin,
    primaryId: desk.articleId,
    kind: "exact",
    similarity: 1,
    contained: 1,
    containing: 1,
    firstBecause: "date",
  });
  await desk.db.db.insert(articleEmbeddings).values({
    articleId: desk.articleId,
    model: "nomic-embed-text",
    dimension: 8,
    vector: Buffer.alloc(8),
    scale: 1,
    signs: "00000000",
    inputHash: "h",
    embeddedAt: at,
  });
  expect(await look()).toMatchObject({
    status: "ok",
    url: desk.ollama.url,
    version: "0.0.0-double",
    breaker: "closed",
    used: [
      { name: "mistral", purpose: "analyses", present: true },
      { name: "nomic-embed-text", purpose: "embeddings", present: true },
    ],
    installed: [
      { name: "mistral:latest", family: "llama", parameters: "7B", context_tokens: 32_768, loaded: true },
      { name: "nomic-embed-text:latest", context_tokens: 2_048 },
    ],
    embedded: { articles: 1, of: 2 },
  });
});

test("without a model, or while it is away, that is said", async () => {
  expect(await describeModels({ db: desk.db.db, models: localModels() })).toMatchObject({
    status: "off",
    url: null,
    installed: [],
    embedded: { articles: 0, of: 1 },
  });
  await desk.ollama.close();
  expect(await look()).toMatchObject({
    status: "away",
    installed: [],
    message: expect.stringMatching(/ollama serve/) as string,
  });
});

test("the missing models are fetched, or the one that is named", async () => {
  desk.ollama.models.delete("mistral");
  const { models } = desk.deps;
  expect(await modelsToPull(models, null)).toEqual(["mistral"]);
  expect(await modelsToPull(models, "qwen3:8b")).toEqual(["qwen3:8b"]);
  await expect(modelsToPull(localModels(), "qwen3:8b")).rejects.toMatchObject({ problem: "conflict" });
  const enqueue = async (): Promise<{ id: string; added: boolean }> => ({ id: "upkeep:j1", added: true });
  expect(await queuePulls({ enqueue }, ["mistral"], origin)).toEqual([
    { job_id: "upkeep:j1", queue: "upkeep", name: "pull-model" },
  ]);
  await desk.ollama.close();
  await expect(modelsToPull(models, null)).rejects.toMatchObject({ problem: "upstream" });
});

test("a pull is a run that tells how far it is", async () => {
  desk.ollama.models.delete("mistral");
  const steps: PullProgress[] = [];
  const signal = new AbortController().signal;
  const events = { signal, onProgress: (step: PullProgress) => void steps.push(step) };
  const pull = (): ReturnType<typeof pullModel> =>
    pullModel(desk.deps, { model: "mistral", ...origin }, events);
  expect(await pull()).toMatchObject({ status: "completed", model: "mistral" });
  expect(steps).toContainEqual(expect.objectContaining({ done: 1_000_000_000, total: 4_000_000_000 }));
  desk.ollama.fault("/api/pull", { errorLine: "pull model manifest: file does not exist", after: 1 });
  await expect(pull()).rejects.toThrow(ModelError);
  const made = await desk.db.db.select().from(runs).orderBy(runs.id);
  expect(made.map(({ kind, status, params }) => [kind, status, params])).toEqual([
    ["model_pull", "completed", { model: "mistral" }],
    ["model_pull", "failed", { model: "mistral" }],
  ]);
});

test("a pull that is cancelled stops asking", async () => {
  desk.ollama.fault("/api/pull", { hangAfter: 1 });
  const abort = new AbortController();
  const pulling = pullModel(
    desk.deps,
    { model: "mistral", ...origin },
    { signal: abort.signal, onProgress: () => abort.abort(new Error("Enough")) },
  );
  await expect(pulling).rejects.toThrow("Enough");
  await waitFor(() => expect(desk.ollama.sent("/api/pull")[0]?.state).toBe("cancelled"));
  expect(await desk.db.db.select().from(runs)).toMatchObject([{ status: "cancelled" }]);
});
