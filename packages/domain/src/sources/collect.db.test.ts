import { articleCopies, articles, articleVersions } from "@cti/db/schema/articles";
import { runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { type NewSource, addSource } from "@cti/domain/sources/add";
import { sources } from "@cti/db/schema/sources";
import { buildFeed, buildPage, prose } from "@cti/testing/build-feed";
import { buildPdf } from "@cti/testing/build-pdf";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { closeDeadRuns, openRunLock } from "../runs/run-lock.ts";
import type { CollectSummary } from "./collect.ts";

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

const follow = (path: string, more: Partial<NewSource> = {}): ReturnType<typeof addSource> =>
  addSource(db.db, { url: `${web.origin}${path}`, kind: "rss", name: path.slice(1), ...more });

const rss = (path: string, ...entries: Parameters<typeof buildFeed>[1]): void =>
  web.on(path, { type: "application/rss+xml", body: buildFeed(web.origin, entries) });

function expectReconciled({ articles: counts }: CollectSummary): void {
  const { found, ...outcomes } = counts;
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(found);
}

test("a first run stores every article with its full text, a second one writes nothing", async () => {
  await follow("/feed");
  rss(
    "/feed",
    { title: "One", path: "/one", guid: "1", summary: "short" },
    { title: "Two", path: "/two", guid: "2" },
  );
  web.on("/one", { body: buildPage("One", "alpha") });
  web.on("/two", { body: buildPage("Two", "beta") });

  const first = await collector.collect();
  expect(first).toMatchObject({
    status: "completed",
    sources: { total: 1, ok: 1 },
    articles: { found: 2, new: 2 },
  });
  const stored = await db.db.select().from(articles).orderBy(articles.title);
  expect(stored.map(({ title, textSource }) => [title, textSource])).toEqual([
    ["One", "page"],
    ["Two", "page"],
  ]);
  expect(stored[0]?.text).toContain(prose("alpha", 3));
  expect(stored[0]?.text).not.toContain("Imprint");
  expect(stored[0]?.html).not.toContain("<nav");

  web.requests.length = 0;
  const second = await collector.collect();
  expect(second).toMatchObject({
    status: "completed",
    articles: { found: 2, new: 0, updated: 0, unchanged: 2 },
  });
  expect(web.requests.filter((path) => path === "/one" || path === "/two")).toEqual([]);
  expect(await db.db.select().from(articles).orderBy(articles.title)).toEqual(stored);
  expectReconciled(second);
});

test("validators are kept, and an unchanged feed is one request", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one" });
  web.on("/one", { body: buildPage("One", "alpha") });
  const body = buildFeed(web.origin, [{ title: "One", path: "/one" }]);
  web.on("/feed", (request, response) => {
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { "content-type": "application/rss+xml", etag: '"v1"' }).end(body);
  });
  await collector.collect();
  web.requests.length = 0;
  const second = await collector.collect();
  expect(second.sources).toMatchObject({ ok: 0, notModified: 1 });
  expect(web.requests).toEqual(["/feed"]);
});

test("an article that two sources list is stored once and linked", async () => {
  await follow("/a");
  await follow("/b");
  rss("/a", { title: "One", path: "/one?utm_source=a", guid: "a1" });
  rss("/b", { title: "One again", path: "/one", guid: "b1" });
  web.on("/one", { body: buildPage("One", "alpha") });
  const first = await collector.collect();
  expect(first.articles).toMatchObject({ found: 2, new: 1, duplicate: 1 });
  expect(await db.db.select().from(articleCopies)).toMatchObject([{ reason: "same_url" }]);
  expect((await collector.collect()).articles).toMatchObject({ found: 2, unchanged: 2, duplicate: 0 });
});

test("the same text at another address is a copy, not an article", async () => {
  await follow("/a");
  await follow("/b");
  rss("/a", { title: "One", path: "/one" });
  rss("/b", { title: "One, republished", path: "/elsewhere" });
  web.on("/one", { body: buildPage("One", "alpha", 10) });
  web.on("/elsewhere", { body: buildPage("One", "alpha", 10) });
  const summary = await collector.collect();
  expect(summary.articles).toMatchObject({ found: 2, new: 1, duplicate: 1 });
  expect(await db.db.select().from(articleCopies)).toMatchObject([{ reason: "same_text", similarity: 1 }]);
});

test("what the publisher changes becomes a version, and the old text is kept", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one", guid: "1", summary: "first" });
  web.on("/one", { body: buildPage("One", "alpha") });
  await collector.collect();
  rss("/feed", { title: "One (updated)", path: "/one", guid: "1", summary: "second" });
  web.on("/one", { body: buildPage("One", "omega") });
  const summary = await collector.collect();
  expect(summary.articles).toMatchObject({ new: 0, updated: 1 });
  const [article] = await db.db.select().from(articles);
  expect(article).toMatchObject({ title: "One (updated)", version: 2 });
  expect(article?.text).toContain("omega");
  const [version] = await db.db.select().from(articleVersions);
  expect(version).toMatchObject({ version: 1, title: "One" });
  expect(version?.text).toContain("alpha");
});

test("an edit that the feed does not mention is found by looking at the page again", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one", guid: "1" });
  web.on("/one", { body: buildPage("One", "alpha") });
  await collector.collect();
  web.on("/one", { body: buildPage("One", "omega") });
  expect((await collector.collect()).articles).toMatchObject({ updated: 0, unchanged: 1 });
  collector.advance(25 * 3_600_000);
  expect((await collector.collect()).articles).toMatchObject({ updated: 1, unchanged: 0 });
});

test("a page that fails leaves the feed's text, is named, and is read again later", async () => {
  await follow("/feed");
  const summary = `<p>${prose("gamma", 1)}</p>`;
  rss("/feed", { title: "One", path: "/one", guid: "1", summary }, { title: "Two", path: "/two", guid: "2" });
  web.on("/one", { status: 503, body: "later" });
  web.on("/two", { body: buildPage("Two", "beta") });
  const first = await collector.collect();
  expect(first).toMatchObject({
    status: "completed_with_errors",
    articles: { new: 2, failed: 0 },
    pages: { failed: 1 },
  });
  expect(first.failures).toMatchObject([{ source: "feed", reason: "http_503" }]);
  const [article] = await db.db.select().from(articles).where(eq(articles.guid, "1"));
  expect(article).toMatchObject({ textSource: "feed", scrapeError: "http_503", scrapeAttempts: 1 });

  web.on("/one", { body: buildPage("One", "gamma") });
  collector.advance(2 * 3_600_000);
  expect((await collector.collect()).articles).toMatchObject({ updated: 1, unchanged: 1 });
  const [again] = await db.db.select().from(articles).where(eq(articles.guid, "1"));
  expect(again).toMatchObject({ textSource: "page", scrapeError: null, version: 1 });
});

test("a link to a PDF is read like a page, and an unreadable one is named", async () => {
  await follow("/feed");
  rss(
    "/feed",
    { title: "Report", path: "/report.pdf", guid: "1" },
    { title: "Broken", path: "/broken.pdf", guid: "2" },
  );
  web.on("/report.pdf", {
    type: "application/pdf",
    body: buildPdf("The loader writes a scheduled task and waits for an hour."),
  });
  web.on("/broken.pdf", { type: "application/pdf", body: "%PDF-1.4 and then nothing" });
  const summary = await collector.collect();
  expect(summary.articles).toMatchObject({ new: 1, rejected: 1 });
  expect(summary.failures).toMatchObject([{ reason: "unreadable_pdf" }]);
  const [article] = await db.db.select().from(articles).where(eq(articles.guid, "1"));
  expect(article).toMatchObject({ textSource: "pdf" });
  expect(article?.text).toContain("writes a scheduled task");
});

test("a challenge instead of a page is recorded and never stored as an article", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one", guid: "1" });
  web.on("/one", {
    body: "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing the site. Enable JavaScript and cookies to continue</p></body></html>",
  });
  const summary = await collector.collect();
  expect(summary.articles).toMatchObject({ found: 1, new: 0, rejected: 1 });
  expect(summary.failures).toMatchObject([{ reason: "blocked" }]);
  const [article] = await db.db.select().from(articles);
  expect(article).toMatchObject({ rejectedReason: "page blocked", text: "" });
});

test("a source's rules reject entries with a reason, and what they exclude is not fetched", async () => {
  await follow("/feed", { settings: { exclude: [{ field: "title", words: "webinar" }] } });
  rss("/feed", { title: "Webinar: register now", path: "/webinar" }, { title: "Report", path: "/report" });
  web.on("/webinar", { body: buildPage("Webinar", "w") });
  web.on("/report", { body: buildPage("Report", "r") });
  const summary = await collector.collect();
  expect(summary.articles).toMatchObject({ found: 2, new: 1, rejected: 1 });
  expect(web.requests).not.toContain("/webinar");
  const [rejected] = await db.db.select().from(articles).where(eq(articles.title, "Webinar: register now"));
  expect(rejected?.rejectedReason).toContain("webinar");
});

test("a feed that moved for good is followed there, one that is gone is disabled", async () => {
  await follow("/old");
  await follow("/gone");
  web.on("/old", { status: 301, body: "", headers: { location: "/new" } });
  web.on("/gone", { status: 410, body: "" });
  rss("/new", { title: "One", path: "/one" });
  web.on("/one", { body: buildPage("One", "alpha") });
  const summary = await collector.collect();
  expect(summary).toMatchObject({ status: "completed_with_errors", sources: { ok: 1, failed: 1 } });
  expect(summary.failures).toMatchObject([{ source: "gone", reason: "http_410" }]);
  const rows = await db.db.select().from(sources).orderBy(sources.slug);
  expect(rows.map(({ slug, enabled, url }) => [slug, enabled, url])).toEqual([
    ["gone", false, `${web.origin}/gone`],
    ["old", true, `${web.origin}/new`],
  ]);
});

test("a web page where the feed was is searched for the feed's new address", async () => {
  await follow("/feed");
  web.on("/feed", {
    body: `<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head><body><h1>Blog</h1></body></html>`,
  });
  rss("/new.xml", { title: "One", path: "/one" });
  web.on("/one", { body: buildPage("One", "alpha") });
  expect((await collector.collect()).articles.new).toBe(1);
  expect((await db.db.select().from(sources))[0]?.url).toBe(`${web.origin}/new.xml`);
});

test("a dry run says what would come and writes nothing", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one" });
  web.on("/one", { body: buildPage("One", "alpha") });
  const summary = await collector.collect({ dryRun: true });
  expect(summary).toMatchObject({ runId: null, articles: { found: 1, new: 1 } });
  expect(await db.db.select().from(articles)).toEqual([]);
  expect(await db.db.select().from(runs)).toEqual([]);
  expect((await db.db.select().from(sources))[0]?.lastCheckedAt).toBeNull();
});

test("a limit takes the first entries, and the rest comes with the next run", async () => {
  await follow("/feed");
  const entries = ["one", "two", "three"].map((name) => ({ title: name, path: `/${name}` }));
  rss("/feed", ...entries);
  for (const { title, path } of entries) web.on(path, { body: buildPage(title, title) });
  expect((await collector.collect({ limit: 2 })).articles).toMatchObject({ found: 2, new: 2 });
  expect((await collector.collect()).articles).toMatchObject({ found: 3, new: 1, unchanged: 2 });
});

test("sources that are not due are counted as skipped, and force collects them", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one" });
  web.on("/one", { body: buildPage("One", "alpha") });
  await collector.collect({ force: false });
  expect((await collector.collect({ force: false })).sources).toMatchObject({ total: 1, ok: 0, skipped: 1 });
  expect((await collector.collect({ force: true })).sources).toMatchObject({ total: 1, ok: 1, skipped: 0 });
});

test("a cancelled run finishes what is in hand, saves it and says so", async () => {
  for (const name of ["a", "b", "c", "d", "e", "f"]) {
    await follow(`/${name}`);
    rss(`/${name}`, { title: name, path: `/page-${name}` });
    web.on(`/page-${name}`, { body: buildPage(name, `seed-${name}`) });
  }
  const controller = new AbortController();
  web.on("/a", (_, response) => {
    controller.abort();
    response
      .writeHead(200, { "content-type": "application/rss+xml" })
      .end(buildFeed(web.origin, [{ title: "a", path: "/page-a" }]));
  });
  const summary = await collector.collect({}, controller.signal);
  expect(summary.status).toBe("cancelled");
  expect(summary.articles.new).toBe(4);
  expect(summary.sources).toMatchObject({ total: 6, ok: 4, skipped: 2 });
  expect((await db.db.select().from(runs))[0]).toMatchObject({ status: "cancelled" });
});

test("a run whose process died is closed by the next start, a living one is not", async () => {
  await db.db.insert(runs).values([
    { kind: "collect", trigger: "cli", actor: "dead" },
    { kind: "collect", trigger: "cli", actor: "alive" },
  ]);
  const [, alive] = await db.db.select().from(runs).orderBy(runs.id);
  const lock = openRunLock(db.sql);
  await lock.holdRun(alive?.id ?? 0);
  await closeDeadRuns(db.db, new Date());
  const rows = await db.db.select().from(runs).orderBy(runs.id);
  expect(rows.map(({ status }) => status)).toEqual(["failed", "running"]);
  expect(rows[0]?.errors).toMatchObject([{ reason: "process_died" }]);
  await lock.close();
});

test("a source that another process has in hand is skipped", async () => {
  const source = await follow("/feed");
  rss("/feed", { title: "One", path: "/one" });
  const lock = openRunLock(db.sql);
  expect(await lock.tryHoldSource(source.id)).toBe(true);
  expect((await collector.collect()).sources).toMatchObject({ total: 1, ok: 0, skipped: 1 });
  await lock.close();
});

test("counts of the run, of its checks and of the summary agree", async () => {
  await follow("/a");
  await follow("/b");
  rss("/a", { title: "One", path: "/one" }, { title: "Two", path: "/two", summary: "x" });
  rss("/b", { title: "One", path: "/one" }, { title: "No link", path: "" });
  web.on("/one", { body: buildPage("One", "alpha") });
  const summary = await collector.collect();
  expectReconciled(summary);
  const [run] = await db.db.select().from(runs);
  expect(run?.counts).toEqual(summary.articles);
  const checks = await db.db.select().from(sourceChecks);
  const found = checks.reduce((sum, { counts }) => sum + counts.found, 0);
  expect(found).toBe(summary.articles.found);
});

test("a long feed is stored in batches and its rest waits for the next check", async () => {
  await collector.close();
  collector = testCollector(db, { allow: [web.host], limits: { batchSize: 3, pagesPerCheck: 7 } });
  await follow("/feed");
  const entries = Array.from({ length: 10 }, (_, at) => ({ title: `Report ${at}`, path: `/report-${at}` }));
  rss("/feed", ...entries);
  for (const { title, path } of entries) web.on(path, { body: buildPage(title, title.replace(" ", "-")) });
  expect((await collector.collect()).articles).toMatchObject({ found: 7, new: 7 });
  expect((await collector.collect({ force: false })).articles).toMatchObject({
    found: 10,
    new: 3,
    unchanged: 7,
  });
});
