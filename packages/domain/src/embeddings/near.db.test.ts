import { articleEmbeddings } from "@cti/db/schema/analyses";
import { articles } from "@cti/db/schema/articles";
import { articleTwins } from "@cti/db/schema/article-features";
import type { Models } from "@cti/llm/models/model-types";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { embedMissing } from "./embed-missing.ts";
import { searchByMeaning } from "./search-by-meaning.ts";
import { findSimilarArticles } from "./similar-articles.ts";

let db: TestDb;
let ollama: OllamaDouble;
let collector: TestCollector;
let models: Models;
let off: Models;

beforeEach(async () => {
  db = await testDb();
  ollama = await ollamaDouble();
  collector = testCollector(db, { allow: [] });
  models = localModels({ url: ollama.url });
  off = localModels();
});

afterEach(async () => {
  await models.close();
  await off.close();
  await collector.close();
  await ollama.close();
  await db.drop();
});

const never = new AbortController().signal;
const now = new Date();
const at = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const web1 =
  "Harbor gateways are attacked through CVE-2026-41001. The intruders plant the web shell gateway-status.jsp on the appliance, copy certificates and send them to gate-update[.]example. Harbor has published a fix.";
const web2 =
  "On forty Harbor appliances responders found gateway-status.jsp, planted through CVE-2026-41001. Certificates went to gate-update[.]example; customers should install the fix and rotate them.";
const clinic =
  "A chain of clinics in Germany moved its appointments to paper. The Akira ransomware group had stolen patient files with rclone and encrypted two servers at night.";

/** Two on one subject, one on another. */
async function seed(): Promise<[first: number, second: number, other: number]> {
  const [first = 0, second = 0, other = 0] = await seedArticles(db, [
    { source: "alpha", title: "Harbor gateways lose their certificates", text: web1, at: at(5) },
    { source: "beta", title: "Web shells on Harbor appliances", text: web2, at: at(4) },
    { source: "gamma", title: "Akira stops a chain of clinics", text: clinic, at: at(3) },
  ]);
  await collector.runStages();
  return [first, second, other];
}

const embed = async (): Promise<unknown> =>
  embedMissing(
    { ...db, models, now: () => new Date(), windowDays: 14 },
    { limit: 100, all: false, trigger: "cli", actor: "test" },
    { signal: never, onProgress: () => undefined },
  );
const read = <T>(work: (tx: typeof db.db) => Promise<T>): Promise<T> => work(db.db);
const idsOf = ({ items }: { items: { article: { id: number } }[] }): number[] =>
  items.map(({ article }) => article.id);

test("similar articles are found by what is stored of them, the nearest first, with no model asked", async () => {
  const [first, second, other] = await seed();
  await embed();
  const before = ollama.requests.length;
  const near = await findSimilarArticles(db.db, off, { articleId: first, limit: 10 });
  expect(near).toMatchObject({ basis: "meaning", message: null });
  expect(idsOf(near)).toEqual([second, other]);
  const [closest, far] = near.items.map(({ similarity }) => similarity);
  expect(closest).toBeGreaterThan((far ?? 1) + 0.1);
  expect(near.items[0]?.article.title).toBe("Web shells on Harbor appliances");
  expect(ollama.requests).toHaveLength(before);
  expect(idsOf(await findSimilarArticles(db.db, models, { articleId: first, limit: 1 }))).toEqual([second]);
});

test("without vectors similar articles are found by words and names, and it is said why", async () => {
  const [first, second] = await seed();
  const near = await findSimilarArticles(db.db, off, { articleId: first, limit: 10 });
  expect(near.basis).toBe("words");
  expect(near.message).toMatch(/OLLAMA_URL.*words and names/);
  expect(idsOf(near)).toEqual([second]);
  expect(near.items[0]?.similarity).toBeGreaterThan(0.3);
  const waiting = await findSimilarArticles(db.db, models, { articleId: first, limit: 10 });
  expect(waiting.message).toMatch(/not embedded by nomic-embed-text yet/);
});

test("an article that is not extracted yet has no similar ones, and one that is not there is not found", async () => {
  const [id = 0] = await seedArticles(db, [{ source: "a", title: "T", text: "x", at: at(1) }]);
  expect(await findSimilarArticles(db.db, off, { articleId: id, limit: 5 })).toMatchObject({ items: [] });
  await expect(findSimilarArticles(db.db, off, { articleId: id + 1, limit: 5 })).rejects.toMatchObject({
    problem: "not_found",
  });
});

test.each(["meaning", "words"] as const)(
  "by %s, twins stand behind their primary and rejected ones nowhere",
  async (basis) => {
    const [first, second, other] = await seed();
    // Embedded before it was known as a twin, and before it was rejected.
    if (basis === "meaning") await embed();
    await db.db.insert(articleTwins).values({
      articleId: second,
      primaryId: other,
      kind: "near",
      similarity: 0.9,
      contained: 1,
      containing: 1,
      firstBecause: "earlier",
    });
    const similar = async (articleId: number): Promise<unknown> => {
      const near = await findSimilarArticles(db.db, off, { articleId, limit: 10 });
      return { basis: near.basis, ids: idsOf(near) };
    };
    const ids = basis === "meaning" ? [other] : [];
    expect(await similar(first)).toEqual({ basis, ids });
    // The twin has the neighbours of its primary, and is not its own.
    expect(await similar(second)).toEqual(await similar(other));
    const found = await searchByMeaning(
      { models: basis === "meaning" ? models : off, read },
      { text: "web shell appliance certificates", limit: 10 },
      never,
    );
    expect({ basis: found.basis, ids: idsOf(found) }).toMatchObject({
      basis,
      ids: expect.arrayContaining([first, other]) as [],
    });
    expect(idsOf(found)).not.toContain(second);
    await db.db.update(articles).set({ rejectedReason: "language" }).where(eq(articles.id, other));
    expect(await similar(first)).toMatchObject({ ids: [] });
  },
);

test("a search by meaning asks the model as for a question, and gives the nearest articles first", async () => {
  const [first, second, other] = await seed();
  await embed();
  const text = "which clinics lost patient files and appointments";
  const found = await searchByMeaning({ models, read }, { text, limit: 3 }, never);
  expect(found).toMatchObject({ basis: "meaning", message: null });
  expect(idsOf(found)[0]).toBe(other);
  expect(new Set(idsOf(found))).toEqual(new Set([first, second, other]));
  expect(ollama.sent("/api/embed").at(-1)?.body["input"]).toEqual([`search_query: ${text}`]);
});

test("without a model, with none embedded, or with the model away, the words are searched, the best first", async () => {
  const [first, second] = await seed();
  const search = (given: Models, text: string): ReturnType<typeof searchByMeaning> =>
    searchByMeaning({ models: given, read }, { text, limit: 10 }, never);
  const text = "what happened to the certificates of appliances";
  const without = await search(off, text);
  expect(without).toMatchObject({ basis: "words" });
  expect(without.message).toMatch(/^No model is configured/);
  expect(without.items[0]?.similarity).toBeGreaterThan(0.5);
  expect(new Set(idsOf(without))).toEqual(new Set([first, second]));
  expect((await search(models, text)).message).toMatch(/^Nothing is embedded yet/);

  await embed();
  ollama.fault("/api/embed", { cutAfter: 0 });
  const away = await search(models, text);
  expect(away).toMatchObject({ basis: "words", items: without.items });
  expect(away.message).toMatch(/^The model is away/);
  expect(away.message).not.toContain(ollama.url);
  expect((await search(models, "the of and")).basis).toBe("meaning");
  expect((await search(off, "the of and")).items).toEqual([]);
  expect((await search(off, "'); drop table articles; --")).basis).toBe("words");
});

test("who waits for a search is answered by words when the model takes too long", async () => {
  const [first] = await seed();
  await embed();
  ollama.fault("/api/embed", { hangAfter: 0 });
  const deps = { models, read, patienceMs: 100 };
  const found = await searchByMeaning(deps, { text: "lose certificates", limit: 1 }, never);
  expect(found).toMatchObject({ basis: "words", message: expect.stringMatching(/within 0.1 s/) as string });
  expect(idsOf(found)).toEqual([first]);
});

test("who hangs up ends the question to the model", async () => {
  await seed();
  await embed();
  ollama.fault("/api/embed", { hangAfter: 0 });
  const stop = new AbortController();
  const search = searchByMeaning({ models, read }, { text: "anything", limit: 1 }, stop.signal);
  await expect
    .poll(() => ollama.sent("/api/embed").at(-1)?.body["input"])
    .toEqual(["search_query: anything"]);
  stop.abort(new Error("hung up"));
  await expect(search).rejects.toThrow("hung up");
  await expect.poll(() => ollama.sent("/api/embed").at(-1)?.state).toBe("cancelled");
});

test("vectors of another dimension are not compared, and what they cannot answer the words do", async () => {
  const [first, second, other] = await seed();
  await embed();
  const [row] = await db.db.select().from(articleEmbeddings).where(eq(articleEmbeddings.articleId, other));
  await db.db
    .update(articleEmbeddings)
    .set({
      dimension: 32,
      vector: row?.vector.subarray(0, 32) ?? Buffer.alloc(0),
      signs: row?.signs.slice(0, 32) ?? "",
    })
    .where(eq(articleEmbeddings.articleId, other));
  expect(idsOf(await findSimilarArticles(db.db, models, { articleId: first, limit: 9 }))).toEqual([second]);
  expect(await findSimilarArticles(db.db, models, { articleId: other, limit: 9 })).toMatchObject({
    basis: "words",
    message: expect.stringMatching(/No other article is embedded/) as string,
  });
  const words = ollama.embed;
  ollama.embed = (text) => words(text).slice(0, 16);
  expect(await searchByMeaning({ models, read }, { text: "clinics", limit: 9 }, never)).toMatchObject({
    basis: "words",
    message: expect.stringMatching(/as it is now/) as string,
  });
});

test("vectors are everybody's: another tenant finds the same articles by them", async () => {
  const [first, second, other] = await seed();
  await embed();
  const [row] = await db.owner.sql`insert into tenants (slug, name) values ('b', 'B') returning id`;
  const near = await asTenant(db.db, Number(row?.["id"]), (tx) =>
    findSimilarArticles(tx, off, { articleId: first, limit: 9 }),
  );
  expect(near.basis).toBe("meaning");
  expect(idsOf(near)).toEqual([second, other]);
});
