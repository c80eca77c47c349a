import { articleEmbeddings } from "@cti/db/schema/analyses";
import { keepKnowledge } from "@cti/domain/knowledge/keep-knowledge";
import { noKeys } from "@cti/domain/backup/encryption";
import type { Models } from "@cti/llm/models/open-models";
import { createLogger } from "@cti/observe/logger";
import { openQueues } from "@cti/queue/open-queues";
import type { Queues } from "@cti/queue/queue-types";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { embedArticles } from "./embed-articles.ts";
import { queueEmbedding } from "./queue-embedding.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

let db: TestDb;
let ollama: OllamaDouble;
let collector: TestCollector;
let queues: Queues;
let models: Models;

beforeEach(async () => {
  db = await testDb();
  ollama = await ollamaDouble();
  collector = testCollector(db, { allow: [] });
  queues = await openQueues({ redisUrl: null, databaseUrl: db.url, name: "test" });
  models = localModels({ url: ollama.url });
});

afterEach(async () => {
  await models.close();
  await queues.close();
  await collector.close();
  await ollama.close();
  await db.drop();
});

const depsWith = (given: Models): WorkloadDeps => ({
  stage: collector.deps,
  queues,
  log: createLogger({
    level: "silent",
    format: "json",
    name: "test",
    destination: { write: () => undefined },
  }),
  models: given,
  knowledge: keepKnowledge(db.db),
  analyses: { maxParts: 12, top: 10 },
  keepDays: 90,
  backup: { folder: "/nonexistent", keys: noKeys, keep: { daily: 1, weekly: 0 } },
  version: "1.2.3",
  timeZone: "UTC",
  settleMs: 20_000,
});
const origin = { trigger: "schedule", actor: "scheduler" } as const;

async function run(signal: AbortSignal = new AbortController().signal): Promise<unknown> {
  const context = { payload: { ...origin, all: false }, signal, progress: () => Promise.resolve() };
  return embedArticles(depsWith(models)).run({ id: "1", attempt: 1, ...context } as never);
}

test("the job embeds what is due and says what it did; with nothing due it leaves no run", async () => {
  await seedArticles(db, [{ source: "a", title: "T", text: "Some words.", at: new Date() }]);
  expect(await run()).toMatchObject({ status: "completed", done: { new: 1 } });
  expect(await db.db.select().from(articleEmbeddings)).toHaveLength(1);
  expect(await run()).toMatchObject({ runId: null });
});

test("a job that has to stop fails with the reason of its signal", async () => {
  await seedArticles(db, [{ source: "a", title: "T", text: "Some words.", at: new Date() }]);
  await expect(run(AbortSignal.abort(new Error("shutdown")))).rejects.toThrow("shutdown");
});

test("new articles are to be embedded a minute after they came, once, and only where there is a model", async () => {
  const waiting = (): Promise<unknown[]> =>
    queues.list({ queue: "analyse", states: ["delayed", "waiting"], limit: 10 });
  await queueEmbedding(depsWith(localModels()), origin);
  await queueEmbedding(depsWith(localModels({ url: ollama.url, embedModel: "" })), origin);
  expect(await waiting()).toEqual([]);
  await queueEmbedding(depsWith(models), origin);
  await queueEmbedding(depsWith(models), origin);
  expect(await waiting()).toMatchObject([{ name: "embed-articles" }]);
});
