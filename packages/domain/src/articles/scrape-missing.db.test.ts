import { articles } from "@cti/db/schema/articles";
import { articleFeatures } from "@cti/db/schema/article-features";
import { runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { buildFeed, buildPage, prose } from "@cti/testing/build-feed";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openRunLock } from "../runs/run-lock.ts";
import { addSource } from "../sources/add.ts";
import { changeSource } from "../sources/change.ts";
import { countDue } from "../stages/count-due.ts";
import { runStages, type StageResult } from "../stages/run-stages.ts";

const hour = 3_600_000;
let db: TestDb;
let web: FixtureWeb;
let collector: TestCollector;

beforeEach(async () => {
  db = await testDb();
  web = await fixtureWeb();
  collector = testCollector(db, { allow: [web.host] });
});
afterEach(async () => {
  await collector.close();
  await web.close();
  await db.drop();
});

const pagesOf = (feed: string, count: number): { title: string; path: string }[] =>
  Array.from({ length: count }, (_, at) => ({ title: `${feed.slice(1)} ${at}`, path: `${feed}-${at}` }));
const publish = (feed: string, count: number): void => {
  for (const { title, path } of pagesOf(feed, count))
    web.on(path, { body: buildPage(title, title.replaceAll(" ", "-")) });
};
/** A source whose pages all failed when it was collected. */
const followUnread = async (feed: string, count: number): Promise<number> => {
  const source = await addSource(db.db, { url: `${web.origin}${feed}`, kind: "rss", name: feed.slice(1) });
  const pages = pagesOf(feed, count);
  web.on(feed, { type: "application/rss+xml", body: buildFeed(web.origin, pages) });
  for (const { path } of pages) web.on(path, { status: 503, body: "later" });
  await collector.collect({ named: [source.slug] });
  return source.id;
};
const scrape = async (
  options: { limit?: number; signal?: AbortSignal } = {},
): Promise<StageResult | undefined> => {
  const { limit = 1_000, signal = new AbortController().signal } = options;
  const [result] = await runStages(
    collector.deps,
    { names: ["article_scraper"], limit, all: false, trigger: "schedule", actor: "scheduler" },
    { signal, onProgress: () => undefined },
  );
  return result;
};
const due = (): Promise<number> => countDue(collector.deps, "article_scraper", { all: false });

test("pages that failed are read before their sources are checked again, and the articles are extracted", async () => {
  await followUnread("/a", 2);
  await followUnread("/b", 1);
  expect(await due()).toBe(0);
  expect(await scrape()).toBeUndefined();
  publish("/a", 2);
  publish("/b", 1);
  collector.advance(2 * hour);
  web.requests.length = 0;
  expect(await due()).toBe(3);
  const result = await scrape();
  expect(result).toMatchObject({
    stage: "article_scraper",
    status: "completed",
    done: { pages: 3, read: 3, failed: 0, busy: 0 },
  });
  expect(web.requests.filter((path) => path === "/a" || path === "/b")).toEqual([]);
  const stored = await db.db.select().from(articles).orderBy(asc(articles.title));
  expect(stored.map(({ textSource, version, scrapeError }) => [textSource, version, scrapeError])).toEqual(
    stored.map(() => ["page", 1, null]),
  );
  expect(stored[0]?.text).toContain(prose("a-0", 3));
  expect(await db.db.select().from(articleFeatures)).toHaveLength(3);
  expect(await db.db.select().from(runs).where(eq(runs.kind, "article_scraper"))).toMatchObject([
    { id: result?.runId, trigger: "schedule", counts: { found: 3, failed: 0 } },
  ]);
  expect(await db.db.select().from(sourceChecks)).toHaveLength(2);
  expect(await due()).toBe(0);
  expect((await collector.collect()).articles).toMatchObject({ found: 3, new: 0, updated: 0, unchanged: 3 });
});

test("a page that keeps failing is tried with growing pauses and then left", async () => {
  await followUnread("/a", 1);
  const tries = [];
  for (let at = 0; at < 5; at += 1) {
    collector.advance(25 * hour);
    tries.push((await scrape())?.done["failed"] ?? 0);
  }
  expect(tries).toEqual([1, 1, 1, 0, 0]);
  expect((await db.db.select().from(articles))[0]).toMatchObject({ textSource: "none", scrapeDueAt: null });
});

test("a source that is being collected is left alone, as is one that is disabled", async () => {
  const busy = await followUnread("/a", 1);
  await followUnread("/b", 1);
  publish("/a", 1);
  publish("/b", 1);
  collector.advance(2 * hour);
  const lock = openRunLock(db.sql);
  await lock.tryHoldSource(busy);
  await changeSource(db.db, "b", { enabled: false });
  web.requests.length = 0;
  expect(await due()).toBe(1);
  expect(await scrape()).toMatchObject({ done: { pages: 0, busy: 1 } });
  expect(web.requests).toEqual([]);
  await lock.close();
  expect(await scrape()).toMatchObject({ done: { pages: 1, read: 1, busy: 0 } });
});

test("a limit and an abort leave the rest for later, and what was read stays", async () => {
  await followUnread("/a", 8);
  publish("/a", 8);
  collector.advance(2 * hour);
  expect(await scrape({ limit: 3 })).toMatchObject({ done: { pages: 3 } });
  expect(await due()).toBe(5);
  const controller = new AbortController();
  let asked = 0;
  for (const { title, path } of pagesOf("/a", 8))
    web.on(path, (_, response) => {
      asked += 1;
      if (asked === 3) return controller.abort(new Error("enough"));
      if (asked > 2) return;
      response.writeHead(200, { "content-type": "text/html" }).end(buildPage(title, title));
    });
  expect(await scrape({ signal: controller.signal })).toMatchObject({
    status: "cancelled",
    done: { pages: 2, read: 2, failed: 0 },
  });
  expect(await due()).toBe(3);
});

test("what a page says now, when the feed had said something else, is kept as the collector would", async () => {
  await addSource(db.db, { url: `${web.origin}/feed`, kind: "rss", name: "feed" });
  const summary = `<p>${prose("gamma", 1)}</p>`;
  web.on("/feed", {
    type: "application/rss+xml",
    body: buildFeed(web.origin, [{ title: "One", path: "/one", summary }]),
  });
  web.on("/one", { status: 503, body: "later" });
  await collector.collect();
  expect((await db.db.select().from(articles))[0]).toMatchObject({ textSource: "feed" });
  web.on("/one", { body: buildPage("One", "gamma") });
  collector.advance(2 * hour);
  expect(await scrape()).toMatchObject({ done: { pages: 1, read: 1 } });
  expect((await db.db.select().from(articles))[0]).toMatchObject({ textSource: "page", version: 1 });
});
