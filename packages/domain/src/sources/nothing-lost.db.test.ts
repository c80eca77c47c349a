import { articles, articleVersions } from "@cti/db/schema/articles";
import { runs } from "@cti/db/schema/runs";
import { buildFeed, buildPage, prose } from "@cti/testing/build-feed";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type NewSource, addSource } from "./add.ts";
import { removeSources } from "./change.ts";

const hour = 3_600_000;
let db: TestDb;
let web: FixtureWeb;
let collector: TestCollector;

beforeEach(async () => {
  db = await testDb();
  web = await fixtureWeb();
  collector = testCollector(db, { allow: [web.host, "localhost"] });
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
const four = ["one", "two", "three", "four"].map((name) => ({ title: name, path: `/${name}`, guid: name }));
const stored = (): Promise<(typeof articles.$inferSelect)[]> =>
  db.db.select().from(articles).orderBy(articles.id);

test("an outage page that answers for every article is none of them, and all are read when it is over", async () => {
  await follow("/feed");
  rss("/feed", ...four);
  for (const { path } of four) web.on(path, { body: buildPage("Down for maintenance", "maintenance", 10) });
  expect((await collector.collect()).articles).toMatchObject({ found: 4, new: 0, duplicate: 0, failed: 4 });
  for (const { path, title } of four) web.on(path, { body: buildPage(title, title, 10) });
  collector.advance(2 * hour);
  await collector.collect();
  const rows = await stored();
  expect(rows.map(({ textSource }) => textSource)).toEqual(["page", "page", "page", "page"]);
  for (const { title, text } of rows) expect(text).toContain(prose(title, 5));
});

test("a site whose pages all claim one canonical address keeps all its articles", async () => {
  await follow("/feed");
  rss("/feed", ...four);
  for (const { path, title } of four)
    web.on(path, {
      body: buildPage(title, title, 10).replace("</head>", '<link rel="canonical" href="/blog"></head>'),
    });
  expect((await collector.collect()).articles).toMatchObject({ new: 4, duplicate: 0 });
  expect((await collector.collect()).articles).toMatchObject({ new: 0, unchanged: 4 });
});

test("entries on one page keep their own words", async () => {
  await follow("/feed");
  rss(
    "/feed",
    ...four.map((entry) => ({ ...entry, path: "/advisories", summary: `<p>${prose(entry.title, 1)}</p>` })),
  );
  web.on("/advisories", { body: buildPage("All advisories", "list", 10) });
  expect((await collector.collect()).articles).toMatchObject({ new: 4, duplicate: 0 });
  for (const { title, text } of await stored()) expect(text).toContain(prose(title, 1));
  expect((await collector.collect()).articles).toMatchObject({ unchanged: 4 });
});

test("one id for all entries loses none of them", async () => {
  await follow("/feed");
  rss("/feed", ...four.map((entry) => ({ ...entry, guid: "constant" })));
  for (const { path, title } of four) web.on(path, { body: buildPage(title, title, 10) });
  expect((await collector.collect()).articles).toMatchObject({ found: 4, new: 4 });
  expect((await collector.collect()).articles).toMatchObject({ found: 4, unchanged: 4 });
});

test("an id that is used again for another article overwrites nothing", async () => {
  await follow("/feed");
  rss("/feed", { title: "Old story", path: "/old", guid: "latest" });
  web.on("/old", { body: buildPage("Old story", "old", 10) });
  await collector.collect();
  rss("/feed", { title: "New story", path: "/new", guid: "latest" });
  web.on("/new", { body: buildPage("New story", "new", 10) });
  expect((await collector.collect()).articles).toMatchObject({ new: 1, updated: 0 });
  expect((await stored()).map(({ title }) => title)).toEqual(["Old story", "New story"]);
  expect((await collector.collect()).articles).toMatchObject({ new: 0, updated: 0, unchanged: 1 });
});

test("a feed's full text is not replaced by a shorter page when the entry has left the feed", async () => {
  await follow("/feed");
  const content = Array.from({ length: 12 }, (_, at) => `<p>${prose("full", at)}</p>`).join("");
  rss("/feed", { title: "One", path: "/one", guid: "1", content });
  web.on("/one", { body: buildPage("One", "full", 3) });
  await collector.collect();
  rss("/feed");
  collector.advance(25 * hour);
  await collector.collect();
  expect((await stored())[0]?.text).toContain(prose("full", 11));
});

test("a page that suddenly says far less is believed only at the second look", async () => {
  await follow("/feed");
  rss("/feed", { title: "One", path: "/one", guid: "1" });
  web.on("/one", { body: buildPage("One", "whole", 12) });
  await collector.collect();
  web.on("/one", { body: buildPage("One", "outage", 1) });
  collector.advance(25 * hour);
  await collector.collect();
  expect((await stored())[0]).toMatchObject({ scrapeError: "shrunk", version: 1 });
  expect((await stored())[0]?.text).toContain(prose("whole", 11));
  collector.advance(2 * hour);
  expect((await collector.collect()).articles).toMatchObject({ updated: 1 });
  expect(await db.db.select().from(articleVersions)).toHaveLength(1);
});

test("what a feed says about another site's article does not replace that page", async () => {
  const page = `http://localhost:${new URL(web.origin).port}/theirs`;
  await follow("/feed");
  const content = Array.from({ length: 30 }, (_, at) => `<p>${prose("lie", at)}</p>`).join("");
  const entry = buildFeed("", [{ title: "Theirs", path: page, content }]);
  web.on("/feed", { type: "application/rss+xml", body: entry });
  web.on("/theirs", { body: buildPage("Theirs", "truth", 5) });
  await collector.collect();
  expect((await stored())[0]?.text).toContain(prose("truth", 4));
});

test("a sitemap index that stays the same does not hide its sitemaps' new pages", async () => {
  await follow("/index.xml", { kind: "sitemap" });
  const index = `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${web.origin}/child.xml</loc></sitemap></sitemapindex>`;
  web.on("/index.xml", (request, response) => {
    if (request.headers["if-none-match"]) response.writeHead(304).end();
    else response.writeHead(200, { "content-type": "application/xml", etag: '"same"' }).end(index);
  });
  const child = (...paths: string[]): void =>
    web.on("/child.xml", {
      type: "application/xml",
      body: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map((path) => `<url><loc>${web.origin}${path}</loc></url>`).join("")}</urlset>`,
    });
  for (const { path, title } of four) web.on(path, { body: buildPage(title, title, 10) });
  child("/one", "/two");
  expect((await collector.collect()).articles.new).toBe(2);
  child("/one", "/two", "/three");
  expect((await collector.collect()).articles.new).toBe(1);
});

test("a source that is followed again gets its articles back, and purging one asks the others again", async () => {
  await follow("/a");
  await follow("/b");
  for (const path of ["/a", "/b"]) rss(path, { title: "One", path: "/one", guid: path });
  web.on("/one", { body: buildPage("One", "alpha", 10) });
  await collector.collect({ named: ["a"] });
  await collector.collect({ named: ["b"] });
  await removeSources(db.db, ["a"], { purge: false });
  const again = await follow("/a");
  expect(again.slug).toBe("a");
  expect((await collector.collect()).articles).toMatchObject({ new: 0, unchanged: 2 });
  await removeSources(db.db, ["a"], { purge: true });
  expect(await stored()).toHaveLength(0);
  expect((await collector.collect()).articles).toMatchObject({ new: 1 });
});

test("a text that the search index cannot take is stored all the same, and harms no neighbour", async () => {
  await follow("/feed");
  rss("/feed", { title: "Huge", path: "/huge" }, { title: "Small", path: "/small" });
  const rare = Array.from(
    { length: 40_000 },
    (_, at) => String.fromCodePoint(0x20000 + at) + String.fromCodePoint(0x20001 + at),
  ).join("-x ");
  web.on("/huge", { body: `<html><body><article><h1>Huge</h1><p>${rare}</p></article></body></html>` });
  web.on("/small", { body: buildPage("Small", "small", 10) });
  expect((await collector.collect()).articles).toMatchObject({ new: 2, failed: 0 });
});

test("a source that is removed while it waits its turn does not end the run", async () => {
  await collector.close();
  collector = testCollector(db, { allow: [web.host], limits: { concurrency: 1 } });
  await follow("/first");
  await follow("/second");
  await follow("/third");
  for (const path of ["/second", "/third"]) rss(path, { title: path, path: `${path}-page` });
  web.on("/third-page", { body: buildPage("Third", "third", 10) });
  web.on("/first", (_, response) => {
    void removeSources(db.db, ["second"], { purge: true }).then(() =>
      response.writeHead(200, { "content-type": "application/rss+xml" }).end(buildFeed(web.origin, [])),
    );
  });
  const summary = await collector.collect();
  expect(summary).toMatchObject({
    status: "completed",
    sources: { total: 3, ok: 2, skipped: 1 },
    articles: { new: 1 },
  });
  expect((await db.db.select().from(runs))[0]?.status).toBe("completed");
});
