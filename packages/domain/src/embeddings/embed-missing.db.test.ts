import { articleEmbeddings } from "@cti/db/schema/analyses";
import { articles } from "@cti/db/schema/articles";
import { articleTwins } from "@cti/db/schema/article-features";
import { type Run, runs } from "@cti/db/schema/runs";
import type { Models } from "@cti/llm/models/model-types";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { type SeedArticle, seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { embedMissing, type EmbedOptions, type EmbedResult } from "./embed-missing.ts";

let db: TestDb;
let ollama: OllamaDouble;
let opened: Models[];
let clock: number;

beforeEach(async () => {
  db = await testDb();
  ollama = await ollamaDouble();
  opened = [];
  clock = Date.UTC(2026, 2, 10);
});

afterEach(async () => {
  await Promise.all(opened.map((models) => models.close()));
  await ollama.close();
  await db.drop();
});

function modelsAt(url: string | null, embedModel = "nomic-embed-text"): Models {
  const models = localModels({ url, embedModel });
  opened.push(models);
  return models;
}

async function embed(
  models: Models,
  options: Partial<EmbedOptions> = {},
  { signal = new AbortController().signal, onProgress = (): void => undefined } = {},
): Promise<EmbedResult> {
  return embedMissing(
    { ...db, models, now: () => new Date(clock), windowDays: 14 },
    { limit: 1_000, all: false, trigger: "cli", actor: "test", ...options },
    { signal, onProgress },
  );
}

const seedOf = (at: number): SeedArticle => ({
  source: `s${at % 3}`,
  title: `Report ${at}`,
  text: `The loader number${at} wrote to disk${at}. It called home${at}.`,
  at: new Date(clock - at * 3_600_000),
});
const seed = (count: number): Promise<number[]> =>
  seedArticles(
    db,
    Array.from({ length: count }, (_, at) => seedOf(at)),
  );
const stored = (): Promise<(typeof articleEmbeddings.$inferSelect)[]> =>
  db.db.select().from(articleEmbeddings).orderBy(asc(articleEmbeddings.articleId));
const allRuns = (): Promise<Run[]> => db.db.select().from(runs).orderBy(runs.id);
const asked = (): string[][] => ollama.sent("/api/embed").map(({ body }) => body["input"] as string[]);

test("articles are embedded in batches, the newest first, with what the model wants to be told", async () => {
  const ids = await seed(70);
  const result = await embed(modelsAt(ollama.url));
  expect(result).toMatchObject({ status: "completed", done: { new: 70, updated: 0, failed: 0 } });
  expect(asked().map((texts) => texts.length)).toEqual([32, 32, 6]);
  expect(asked()[0]?.[0]).toBe(
    "search_document: Report 0\nThe loader number0 wrote to disk0. It called home0.",
  );
  const rows = await stored();
  expect(rows.map(({ articleId }) => articleId)).toEqual(ids);
  for (const { dimension, vector, signs, model } of rows) {
    expect({ dimension, bytes: vector.length, bits: signs.length, model }).toEqual({
      dimension: 64,
      bytes: 64,
      bits: 64,
      model: "nomic-embed-text",
    });
  }
  expect(await allRuns()).toMatchObject([
    {
      id: result.runId,
      kind: "article_embedder",
      status: "completed",
      counts: { found: 70, new: 70, updated: 0, failed: 0 },
    },
  ]);
});

test("with nothing to do, and without a model, there is no run and nothing is asked", async () => {
  await seed(3);
  expect(await embed(modelsAt(null))).toMatchObject({ runId: null, status: "completed" });
  expect(await embed(modelsAt(ollama.url, ""))).toMatchObject({ runId: null });
  expect(ollama.requests).toHaveLength(0);
  await embed(modelsAt(ollama.url));
  expect(await embed(modelsAt(ollama.url))).toMatchObject({ runId: null, done: { new: 0 } });
  // A name without a tag is the latest.
  expect(await embed(modelsAt(ollama.url, "nomic-embed-text:latest"))).toMatchObject({ runId: null });
  expect(await allRuns()).toHaveLength(1);
});

test("neither rejected articles nor twins are embedded", async () => {
  const [first = 0, twin = 0, rejected = 0] = await seed(3);
  await db.db.update(articles).set({ rejectedReason: "language" }).where(eq(articles.id, rejected));
  await db.db.insert(articleTwins).values({
    articleId: twin,
    primaryId: first,
    kind: "exact",
    similarity: 1,
    contained: 1,
    containing: 1,
    firstBecause: "earlier",
  });
  expect(await embed(modelsAt(ollama.url))).toMatchObject({ done: { new: 1 } });
  expect((await stored()).map(({ articleId }) => articleId)).toEqual([first]);
});

test("an article whose words changed is embedded again, as is each one for another model", async () => {
  const [first = 0, second = 0] = await seed(3);
  const models = modelsAt(ollama.url);
  await embed(models);
  await db.db.update(articles).set({ title: "Another title" }).where(eq(articles.id, first));
  await db.db
    .update(articles)
    .set({ text: "Other words.", contentHash: "other" })
    .where(eq(articles.id, second));
  const before = await stored();
  expect(await embed(models)).toMatchObject({ done: { new: 0, updated: 2 } });
  const after = await stored();
  expect(after[0]?.vector).not.toEqual(before[0]?.vector);
  expect(after[2]?.vector).toEqual(before[2]?.vector);

  ollama.models.add("other-embed");
  expect(await embed(modelsAt(ollama.url, "other-embed"))).toMatchObject({ done: { updated: 3 } });
  expect((await stored()).map(({ model }) => model)).toEqual(["other-embed", "other-embed", "other-embed"]);
  expect(asked().at(-1)?.[0]).toMatch(/^Another title/);
});

test("when the model behind the name has another dimension, all is embedded by it again", async () => {
  await seed(40);
  const models = modelsAt(ollama.url);
  await embed(models);
  const words = ollama.embed;
  ollama.embed = (text) => [...words(text), ...words(text)];
  await seedArticles(db, [
    { ...seedOf(0), title: "Newer", source: "new", at: new Date(clock + 1) },
    { ...seedOf(0), title: "Older", source: "old", at: new Date(clock - 1e10) },
  ]);
  expect(await embed(models)).toMatchObject({ done: { new: 42 } });
  expect(new Set((await stored()).map(({ dimension }) => dimension))).toEqual(new Set([128]));
});

test("an article that the model cannot take is counted alone, and tried again a day later", async () => {
  const ids = await seed(40);
  const words = ollama.embed;
  const isBad = (text: string): boolean => /Report (0|9|31|35)\n/.test(text);
  ollama.embed = (text) => (isBad(text) ? [Number.NaN] : words(text));
  const models = modelsAt(ollama.url);
  const result = await embed(models);
  expect(result).toMatchObject({ status: "completed_with_errors", done: { new: 36, failed: 4 } });
  expect(await allRuns()).toMatchObject([
    { counts: { found: 40, new: 36, failed: 4 }, errors: [{ reason: "not_embedded" }] },
  ]);
  expect(
    (await stored()).filter(({ dimension }) => dimension === 0).map(({ articleId }) => articleId),
  ).toEqual([0, 9, 31, 35].map((at) => ids[at]));
  expect(await embed(models)).toMatchObject({ runId: null });
  clock += 25 * 3_600_000;
  ollama.embed = words;
  expect(await embed(models)).toMatchObject({ status: "completed", done: { new: 4, updated: 0, failed: 0 } });
});

test("a model that fails at everything is told once, and no article is held against it", async () => {
  await seed(5);
  ollama.fault("/api/embed", { status: 500 }, Number.POSITIVE_INFINITY);
  const result = await embed(modelsAt(ollama.url));
  expect(result).toMatchObject({ status: "completed_with_errors", done: { new: 0, failed: 0 } });
  expect(ollama.sent("/api/embed")).toHaveLength(2);
  expect(await stored()).toHaveLength(0);
  expect((await allRuns())[0]).toMatchObject({ counts: { found: 0 }, errors: [{ reason: "failed" }] });
});

test("when the model goes away what is done stays, and the rest is done by the next sweep", async () => {
  await seed(50);
  const models = modelsAt(ollama.url);
  const goAway = (): void => ollama.fault("/api/embed", { cutAfter: 0 }, Number.POSITIVE_INFINITY);
  const result = await embed(models, {}, { onProgress: goAway });
  expect(result).toMatchObject({ status: "completed_with_errors", done: { new: 32, failed: 0 } });
  expect((await allRuns())[0]).toMatchObject({
    counts: { found: 32, new: 32 },
    errors: [{ reason: "away" }],
  });
  expect(await stored()).toHaveLength(32);
  ollama.heal();
  expect(await embed(models)).toMatchObject({ status: "completed", done: { new: 18 } });
});

test("a model that Ollama does not have is named with its cure", async () => {
  await seed(1);
  ollama.models.delete("nomic-embed-text");
  expect(await embed(modelsAt(ollama.url))).toMatchObject({ status: "completed_with_errors" });
  expect((await allRuns())[0]?.errors).toMatchObject([
    { reason: "no_model", message: expect.stringContaining("cti models pull nomic-embed-text") as string },
  ]);
});

test("a cancelled sweep keeps what it did and says so", async () => {
  await seed(70);
  const stop = new AbortController();
  const result = await embed(
    modelsAt(ollama.url),
    {},
    { signal: stop.signal, onProgress: () => stop.abort(new Error("stopped")) },
  );
  expect(result).toMatchObject({ status: "cancelled", done: { new: 32 } });
  expect(await stored()).toHaveLength(32);
  expect(await allRuns()).toMatchObject([{ status: "cancelled", counts: { found: 32, new: 32 } }]);
});

test("an article that comes during a sweep is embedded by it, and one that goes is left out", async () => {
  const ids = await seed(2);
  const models = modelsAt(ollama.url);
  let calls = 0;
  const embedding: Models["embed"] = async (texts, options) => {
    if (++calls === 1) {
      await seedArticles(db, [{ ...seedOf(0), title: "Late", source: "late" }]);
      await db.owner.sql`delete from articles where id = ${ids[1] ?? 0}`;
    }
    return models.embed(texts, options);
  };
  expect(await embed({ ...models, embed: embedding })).toMatchObject({ status: "completed" });
  expect(asked().map((texts) => texts.length)).toEqual([2, 1]);
  expect(await stored()).toHaveLength(2);
});

test("a limit ends a sweep, and all embeds everything again", async () => {
  await seed(5);
  const models = modelsAt(ollama.url);
  expect(await embed(models, { limit: 2 })).toMatchObject({ done: { new: 2 } });
  expect(await embed(models)).toMatchObject({ done: { new: 3 } });
  expect(await embed(models, { all: true })).toMatchObject({ done: { new: 0, updated: 5 } });
});
