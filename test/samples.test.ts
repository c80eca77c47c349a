import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveSamples } from "../samples/serve.ts";

const NOW = new Date("2026-03-10T12:00:00Z");
const ARTICLES = join(import.meta.dirname, "../samples/articles");
const ADVISORY = "/cert-belmora/advisories/edgegate-authentication-bypass";

let samples: Awaited<ReturnType<typeof serveSamples>>;

beforeAll(async () => {
  samples = await serveSamples({ port: 0, now: NOW });
});

afterAll(() => samples.close());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, samples.origin), { headers });
}

async function text(path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await get(path, headers)).text();
}

/** The article addresses that a listing page, feed or sitemap names, in order and once each. */
function articleLinks(document: string): string[] {
  const links = document.match(/\/(?:northlab\/2026|[a-z-]+\/(?:advisories|news|reports))\/[a-z0-9-]+/g);
  return [...new Set(links ?? [])];
}

async function allArticles(): Promise<string[]> {
  const homes = ["/northlab/", "/cert-belmora/", "/signalpost/", "/harbor-ir/"];
  return (await Promise.all(homes.map((home) => text(home)))).flatMap(articleLinks);
}

/** The HTML files of the articles, without what is only the head's comment. */
function articleFiles(): { name: string; html: string }[] {
  return readdirSync(ARTICLES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => ({ name, html: readFileSync(join(ARTICLES, name), "utf8").split("-->")[1] ?? "" }));
}

function words(html: string): string[] {
  return html
    .replace(/<[^>]*>/g, " ")
    .split(/\s+/)
    .filter(Boolean);
}

test("four sites publish thirty articles, and each of them can be read", async () => {
  const paths = await allArticles();
  expect(paths).toHaveLength(30);
  for (const path of paths) {
    const response = await get(path);
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(words(await response.text()).length).toBeGreaterThan(250);
  }
});

test("every feed, listing and sitemap names what its site has, newest first", async () => {
  for (const source of samples.sources) {
    const listed = articleLinks(await text(source.url));
    expect(listed).toEqual(articleLinks(await text(source.site)));
    expect(listed.length).toBeGreaterThan(5);
  }
  const sitemap = await text("/harbor-ir/sitemap.xml");
  expect(articleLinks(sitemap)).toEqual(articleLinks(await text("/harbor-ir/reports/")));
});

test("the sources come in the four kinds, and the listing says where its cards are", async () => {
  expect(samples.sources.map(({ kind }) => kind)).toEqual(["rss", "atom", "json", "listing"]);
  expect(new Set(samples.sources.map(({ id }) => id)).size).toBe(4);
  const listing = samples.sources.find(({ kind }) => kind === "listing");
  expect(listing?.settings).toHaveProperty("selectors.item", "article.card");
  expect((await text("/harbor-ir/reports/")).match(/<article class="card">/g)).toHaveLength(8);
});

test("RSS carries the full text, Atom and JSON Feed only summaries", async () => {
  const passage = "Stage 2: side-loading";
  expect(await text("/northlab/feed.xml")).toContain(passage);
  expect(await text("/cert-belmora/feed.atom")).not.toContain("<content");
  const json: unknown = await (await get("/signalpost/feed.json")).json();
  expect(json).toHaveProperty("version", "https://jsonfeed.org/version/1.1");
  expect(JSON.stringify(json)).not.toContain("Operations cancelled");
});

test("articles are dated back from the given time and never lie in the future", async () => {
  const dates = [...(await text("/northlab/feed.xml")).matchAll(/<pubDate>([^<]+)</g)].map((match) =>
    Date.parse(match[1] ?? ""),
  );
  expect(dates[0]).toBe(NOW.getTime() - 1.6 * 86_400_000);
  expect(Math.max(...dates)).toBeLessThan(NOW.getTime());
  expect(Math.min(...dates)).toBeGreaterThan(NOW.getTime() - 31 * 86_400_000);
});

test("a page asked again with its ETag or its date is not sent again", async () => {
  for (const path of ["/northlab/feed.xml", "/harbor-ir/reports/", "/robots.txt", (await allArticles())[0]]) {
    const first = await get(path ?? "");
    const etag = first.headers.get("etag") ?? "";
    const date = first.headers.get("last-modified") ?? "";
    expect((await get(path ?? "", { "If-None-Match": etag })).status).toBe(304);
    expect((await get(path ?? "", { "If-None-Match": `"other", W/${etag}` })).status).toBe(304);
    expect((await get(path ?? "", { "If-Modified-Since": date })).status).toBe(304);
    expect((await get(path ?? "", { "If-None-Match": '"other"', "If-Modified-Since": date })).status).toBe(
      200,
    );
  }
});

test.each(["/cert-belmora/feed.atom", ADVISORY])(
  "%s shows its second edition to those who know the first",
  async (path) => {
    const first = await get(path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/-1"$/);
    const second = await get(path, { "If-None-Match": etag });
    expect(second.status).toBe(200);
    expect(second.headers.get("etag")).toMatch(/-2"$/);
    expect(await second.text()).not.toBe(await first.text());
    const third = await get(path, { "If-None-Match": second.headers.get("etag") ?? "" });
    expect(third.status).toBe(304);
    expect((await get(path)).headers.get("etag")).toBe(etag);
  },
);

test("the second edition corrects an address, adds indicators and moves the entry's time", async () => {
  const known = async (path: string): Promise<Record<string, string>> => ({
    "If-None-Match": (await get(path)).headers.get("etag") ?? "",
  });
  expect(await text(ADVISORY)).not.toContain("filebridge[.]test");
  const page = await text(ADVISORY, await known(ADVISORY));
  expect(page).toContain("filebridge[.]test");
  expect(page).toContain("The correct address is 198[.]51[.]100[.]14");
  const feed = await text("/cert-belmora/feed.atom", await known("/cert-belmora/feed.atom"));
  const updated = new Date(NOW.getTime() - 0.6 * 86_400_000).toISOString();
  expect(await text("/cert-belmora/feed.atom")).not.toContain(updated);
  expect(feed.match(new RegExp(updated, "g"))).toHaveLength(2);
});

test("one article is in French, and one is the exact twin of another site's", async () => {
  const french = await text("/cert-belmora/advisories/apt29-codes-appareil");
  expect(french).toContain('<html lang="fr">');
  expect(french).toContain("Mode opératoire");
  const original = articleFiles().find(({ name }) => name.endsWith("apt29-device-code-ministries.html"));
  expect(original?.html.length).toBeGreaterThan(2000);
  const body = original?.html.trim() ?? "";
  expect(await text("/northlab/2026/apt29-device-code-ministries")).toContain(body);
  expect(await text("/signalpost/news/apt29-code-for-your-meeting")).toContain(body);
});

test("each text has 250 to 900 words", () => {
  const counts = articleFiles()
    .filter(({ html }) => html.trim() !== "")
    .map(({ name, html }) => ({ name, count: words(html).length }));
  expect(counts).toHaveLength(30);
  expect(counts.filter(({ count }) => count < 250 || count > 900)).toEqual([]);
});

test("no indicator names a host outside the documentation ranges and reserved names", () => {
  const html = articleFiles()
    .map((file) => file.html)
    .join("\n");
  const plain = html.replace(/\s?[[({](?:\.|dot)[\])}]\s?/g, ".");
  const addresses = plain.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];
  const real = addresses.filter((address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address));
  // Two version numbers and the wildcard address, there to be told from addresses.
  expect(new Set(real)).toEqual(new Set(["7.2.1.0", "1.3.0.0", "0.0.0.0"]));
  const hosts = html.match(/[\w-]+\s?[[({](?:\.|dot)[\])}]\s?[a-z]+\b/g) ?? [];
  expect(hosts.length).toBeGreaterThan(60);
  expect(hosts.filter((host) => !/(example|test|invalid|pixel\[\.\]gif)$/.test(host))).toEqual([]);
});

test("unknown paths, other methods and a taken port are refused plainly", async () => {
  expect((await get("/northlab/2026/nothing")).status).toBe(404);
  expect((await fetch(samples.origin, { method: "POST" })).status).toBe(405);
  const head = await fetch(`${samples.origin}/northlab/feed.xml`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const port = Number(new URL(samples.origin).port);
  await expect(serveSamples({ port })).rejects.toThrow(String(port));
});
