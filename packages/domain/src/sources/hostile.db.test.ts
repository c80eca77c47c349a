import { brotliCompressSync, gzipSync } from "node:zlib";

import { articles } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb, type Handler } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { addSource } from "./add.ts";
import type { CollectSummary } from "./collect.ts";

const rss = "application/rss+xml";
const items = (xml: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>${xml}</channel></rss>`;
const item = (title: string, more = ""): string =>
  `<item><title>${title}</title><description>${title} is described here in some words.</description>${more}</item>`;
const endless: Handler = (request, response) => {
  response.writeHead(200, { "content-type": rss });
  const chunk = Buffer.alloc(65_536, "<item><title>x</title></item>");
  const write = (): void => {
    while (!request.destroyed && response.write(chunk));
  };
  response.on("drain", write);
  write();
};
const slowHeaders: Handler = () => undefined;
const slowBody: Handler = (request, response) => {
  response.writeHead(200, { "content-type": rss });
  const timer = setInterval(() => response.write(" "), 100);
  request.on("close", () => clearInterval(timer));
};
const redirectTo =
  (location: string): Handler =>
  (_, response) =>
    void response.writeHead(302, { location }).end();
const zeros = Buffer.alloc(50_000_000);
const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at || ""};`.repeat(10)}">`).join("")}]><rss version="2.0"><channel><title>&lol9;</title>${item("&lol9; laughs")}</channel></rss>`;

/** A hostile feed by name; the reason that must be named, or the titles that must be stored. */
const cases: Record<
  string,
  { answer: Parameters<FixtureWeb["on"]>[1]; reason?: string; titles?: string[] | number }
> = {
  "redirect-to-loopback": { answer: redirectTo("http://127.0.0.1:1/feed"), reason: "blocked_address" },
  "redirect-to-metadata": {
    answer: redirectTo("http://169.254.169.254/latest/meta-data/"),
    reason: "blocked_address",
  },
  "redirect-to-mapped": { answer: redirectTo("http://[::ffff:127.0.0.1]:1/"), reason: "blocked_address" },
  "redirect-to-file": { answer: redirectTo("file:///etc/passwd"), reason: "invalid_url" },
  "redirect-loop": { answer: redirectTo("/redirect-loop"), reason: "too_many_redirects" },
  "gzip-bomb": {
    answer: { type: rss, body: gzipSync(zeros), headers: { "content-encoding": "gzip" } },
    reason: "too_large",
  },
  "brotli-bomb": {
    answer: { type: rss, body: brotliCompressSync(zeros), headers: { "content-encoding": "br" } },
    reason: "too_large",
  },
  "endless-body": { answer: endless, reason: "too_large" },
  "slow-headers": { answer: slowHeaders, reason: "timeout" },
  "slow-body": { answer: slowBody, reason: "timeout" },
  "huge-feed": { answer: { type: rss, body: items(item("x").repeat(600_000)) }, reason: "too_large" },
  "empty-body": { answer: { type: rss, body: "" }, reason: "empty" },
  "html-for-xml": {
    answer: {
      body: "<!doctype html><html><head><title>Moved</title></head><body><h1>Hello</h1></body></html>",
    },
    reason: "not_a_feed",
  },
  "plain-nonsense": { answer: { type: rss, body: "no feed at all" }, reason: "not_a_feed" },
  forbidden: { answer: { status: 403, body: "no" }, reason: "http_403" },
  "external-entity": {
    answer: {
      type: rss,
      body: `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>T</title>${item("Secret: &x; end", "<link>/xxe</link>")}</channel></rss>`,
    },
    titles: 1,
  },
  "billion-laughs": { answer: { type: rss, body: laughs }, titles: 1 },
  "ten-thousand": {
    answer: {
      type: rss,
      body: items(
        Array.from({ length: 10_000 }, (_, at) =>
          item(`Number ${at}`, `<guid isPermaLink="false">n${at}</guid>`),
        ).join(""),
      ),
    },
    titles: 10_000,
  },
  "wrong-charset": {
    answer: {
      type: `${rss}; charset=utf-8`,
      body: Buffer.from(
        items(item("Angriff auf Behörden in Köln, Düsseldorf und München", "<guid>c1</guid>")),
        "latin1",
      ),
    },
    titles: ["Angriff auf Behörden in Köln, Düsseldorf und München"],
  },
  "invalid-utf8": {
    answer: {
      type: `${rss}; charset=utf-8`,
      body: Buffer.concat([
        Buffer.from(items("").slice(0, -18)),
        Buffer.from([
          0x3c, 0x69, 0x74, 0x65, 0x6d, 0x3e, 0x3c, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x3e, 0x61, 0xff, 0xfe,
          0x62,
        ]),
        Buffer.from("</title><guid>u1</guid></item></channel></rss>"),
      ]),
    },
    titles: 1,
  },
  "control-characters": {
    answer: {
      type: rss,
      body: items(item("\u001b]0;owned\u0007Red \u001b[31malert\u202egnp.exe\u0000", "<guid>e1</guid>")),
    },
    titles: 1,
  },
  "json-with-nul-and-half-pairs": {
    answer: {
      type: "application/feed+json",
      body: String.raw`{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"j\u0000\ud800","title":"Half \ud800 and none \u0000","content_html":"<p>Some words \udc00 and <a href=\"https://a.example/\ud800\">a link \u0000</a> here</p>","tags":["t\u0000"],"authors":[{"name":"N\ud800"}]}]}`,
    },
    titles: 1,
  },
  "duplicate-ids": {
    answer: {
      type: rss,
      body: items(item("First", "<guid>same</guid>") + item("Second", "<guid>same</guid>")),
    },
    titles: ["First", "Second"],
  },
  "without-links": {
    answer: { type: rss, body: items(item("No link one") + item("No link two")) },
    titles: ["No link one", "No link two"],
  },
  truncated: {
    answer: {
      type: rss,
      body: items(item("Whole", "<guid>t1</guid>") + item("Cut", "<guid>t2</guid>")).slice(0, -20),
    },
    titles: ["Whole", "Cut"],
  },
};

let db: TestDb;
let web: FixtureWeb;
let collector: TestCollector;
let summary: CollectSummary;

beforeAll(async () => {
  db = await testDb();
  web = await fixtureWeb();
  collector = testCollector(db, {
    allow: [web.host],
    limits: { maxItems: 20_000, pagesPerCheck: 20_000, batchSize: 500 },
  });
  for (const [name, { answer }] of Object.entries(cases)) {
    web.on(`/${name}`, answer);
    await addSource(db.db, { url: `${web.origin}/${name}`, kind: "rss", name });
  }
  web.on("/good", { type: rss, body: buildFeed(web.origin, [{ title: "Good", path: "/good-page" }]) });
  web.on("/good-page", { body: buildPage("Good", "good") });
  await addSource(db.db, { url: `${web.origin}/good`, kind: "rss", name: "good" });
  summary = await collector.collect();
}, 120_000);

afterAll(async () => {
  await collector.close();
  await web.close();
  await db.drop();
});

const titlesOf = async (slug: string): Promise<string[]> => {
  const rows = await db.db
    .select({ title: articles.title })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(eq(sources.slug, slug))
    .orderBy(articles.id);
  return rows.map(({ title }) => title);
};

const refused = Object.entries(cases).flatMap(([name, { reason }]) => (reason ? [{ name, reason }] : []));
test.each(refused)("$name fails as $reason and says so in a sentence", async ({ name, reason }) => {
  const failure = summary.failures.find(({ source }) => source === name);
  expect(failure).toMatchObject({ reason });
  expect(failure?.message).toMatch(/^\S.{10,}/);
  expect(await titlesOf(name)).toEqual([]);
  const [source] = await db.db.select().from(sources).where(eq(sources.slug, name));
  expect(source).toMatchObject({ lastError: reason, consecutiveFailures: 1 });
});

const read = Object.entries(cases).flatMap(([name, { titles }]) => (titles ? [{ name, titles }] : []));
test.each(read)("$name is read for what it holds", async ({ name, titles }) => {
  const stored = await titlesOf(name);
  const known = typeof titles === "number" ? stored : titles;
  expect(stored.toSorted()).toEqual(known.toSorted());
  expect(stored.length).toBe(typeof titles === "number" ? titles : titles.length);
});

test("no entity is expanded, no file is read, no control character is stored", async () => {
  expect((await titlesOf("external-entity"))[0]).not.toContain("root:");
  expect((await titlesOf("billion-laughs"))[0]?.length).toBeLessThan(200);
  // oxlint-disable-next-line no-control-regex
  expect((await titlesOf("control-characters"))[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test("the rest of the run is unharmed, and its counts add up", async () => {
  expect(await titlesOf("good")).toEqual(["Good"]);
  expect(summary.status).toBe("completed_with_errors");
  expect(summary.sources).toMatchObject({ total: Object.keys(cases).length + 1, failed: refused.length });
  const { found, ...outcomes } = summary.articles;
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(found);
});
