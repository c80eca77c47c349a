/**
 * Compares parseFeed with feedsmith and rss-parser on the same feeds in the same run, then times parseFeed on
 * hostile documents. `node bench/feeds.ts [DIR]` takes the *.xml and *.xml.gz of a folder; without one it
 * makes feeds of its own.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { parseFeed as parseWithFeedsmith } from "feedsmith";
import RssParser from "rss-parser";

import { decodeText } from "../packages/pipeline/src/charset.ts";
import { parseFeed } from "../packages/pipeline/src/feed/parse-feed.ts";

type Sample = { name: string; body: string };
type Contender = { name: string; count: (body: string) => number | Promise<number> };

const ROUNDS = 5;
const now = new Date();

const contenders: Contender[] = [
  {
    name: "parseFeed",
    count: (body) => parseFeed(body, { url: "https://feeds.example/feed", now }).items.length,
  },
  { name: "feedsmith", count: countWithFeedsmith },
  {
    name: "rss-parser",
    count: async (body) => (await new RssParser().parseString(body)).items.length,
  },
];

const folder = process.argv[2];
const samples = folder ? readSamples(folder) : makeSamples();
await compare(samples);
timeHostile();

function countWithFeedsmith(body: string): number {
  const { feed } = parseWithFeedsmith(body);
  if ("entries" in feed && Array.isArray(feed.entries)) return feed.entries.length;
  return "items" in feed && Array.isArray(feed.items) ? feed.items.length : 0;
}

function readSamples(from: string): Sample[] {
  return readdirSync(from)
    .filter((name) => /\.xml(?:\.gz)?$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(from, name));
      return { name, body: decodeText(name.endsWith(".gz") ? gunzipSync(bytes) : bytes, null).text };
    });
}

async function compare(feeds: Sample[]): Promise<void> {
  const megabytes = feeds.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0) / 1e6;
  const tags = feeds.reduce((sum, { body }) => sum + (body.match(/<(?:item|entry)[\s>]/g)?.length ?? 0), 0);
  console.log(`${feeds.length} feeds, ${megabytes.toFixed(1)} MB, ${tags} <item> and <entry> tags`);
  const speeds = new Map<string, number>();
  for (const contender of contenders) {
    const result = await measure(contender, feeds);
    speeds.set(contender.name, megabytes / (result.ms / 1000));
    const speed = speeds.get(contender.name) ?? 0;
    const ratio = (speeds.get("parseFeed") ?? 0) / speed;
    console.log(
      `${contender.name.padEnd(12)} ${speed.toFixed(0).padStart(5)} MB/s  ${result.entries} entries  ` +
        `${result.failed} exceptions  parseFeed is ${ratio.toFixed(2)} times as fast`,
    );
  }
}

/** The fastest of several rounds over all feeds, after one to warm up; entries and exceptions of one round. */
async function measure(
  contender: Contender,
  feeds: Sample[],
): Promise<{ ms: number; entries: number; failed: number }> {
  let best = { ms: Number.POSITIVE_INFINITY, entries: 0, failed: 0 };
  for (let round = 0; round <= ROUNDS; round++) {
    let entries = 0;
    let failed = 0;
    const start = performance.now();
    for (const { body } of feeds) {
      try {
        entries += await contender.count(body);
      } catch {
        failed++;
      }
    }
    const ms = performance.now() - start;
    if (round > 0 && ms < best.ms) best = { ms, entries, failed };
  }
  return best;
}

function makeSamples(): Sample[] {
  const html =
    "<p>An actor used <b>CVE-2026-1234</b> &amp; a loader from hxxp://evil[.]example.</p>\n".repeat(40);
  const escaped = html.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const each = (count: number, make: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => make(n)).join("\n");
  const date = "Fri, 20 Nov 2026 10:00:00 GMT";
  const rss = (count: number): string =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>R</title><link>https://r.example/</link>${each(count, (n) => `<item><title>Post ${n}</title><link>https://r.example/${n}</link><guid>r${n}</guid><pubDate>${date}</pubDate><description>Short &amp; plain</description><content:encoded><![CDATA[${html}]]></content:encoded></item>`)}</channel></rss>`;
  const atom = (count: number): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>${each(count, (n) => `<entry><title type="html">Post ${n}</title><id>a${n}</id><link href="https://a.example/${n}"/><updated>2026-11-20T10:00:00Z</updated><content type="html">${escaped}</content></entry>`)}</feed>`;
  const json = (count: number): string =>
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "J",
      items: Array.from({ length: count }, (_, n) => ({
        id: `j${n}`,
        url: `https://j.example/${n}`,
        content_html: html,
      })),
    });
  return [10, 100, 1000].flatMap((count) => [
    { name: `rss ${count}`, body: rss(count) },
    { name: `atom ${count}`, body: atom(count) },
    { name: `json ${count}`, body: json(count) },
  ]);
}

function timeHostile(): void {
  for (const [name, body] of hostileDocuments()) {
    const start = performance.now();
    let outcome: string;
    try {
      const feed = parseFeed(body, { url: "https://feeds.example/feed", now });
      outcome = `${feed.items.length} items${feed.warnings.length > 0 ? `; ${feed.warnings.join("; ")}` : ""}`;
    } catch (error) {
      outcome = String(error);
    }
    const ms = performance.now() - start;
    console.log(
      `${name.padEnd(36)} ${(body.length / 1e6).toFixed(1).padStart(6)} MB ${ms.toFixed(0).padStart(6)} ms  ${outcome}`,
    );
  }
}

function* hostileDocuments(): Generator<[string, string]> {
  const rss = (inside: string): string => `<rss version="2.0"><channel><title>t</title>${inside}`;
  const item = (inside: string): string =>
    rss(`<item><link>https://a.example/1</link>${inside}</item></channel></rss>`);
  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
    "",
  );
  yield ["200,000 nested tags", "<a>".repeat(200_000)];
  yield ["200,000 nested tags in an item", item("<a>".repeat(200_000))];
  yield ["200,000 nested channels", "<channel>".repeat(200_000)];
  yield ["200,000 nested tags in a title", item(`<title>${"<a>".repeat(200_000)}</title>`)];
  yield [
    "200,000 nested divs in XHTML content",
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="xhtml">${"<div>".repeat(200_000)}`,
  ];
  yield ["1,000,000 unclosed items", rss("<item>".repeat(1_000_000))];
  yield ["1,000,000 unclosed items with a title", rss("<item><title>x".repeat(1_000_000))];
  yield ["5 MB of &", item(`<title>${"&".repeat(5e6)}</title><description>${"&".repeat(5e6)}</description>`)];
  yield ["5 MB of &lt;", item(`<description>${"&lt;".repeat(1.25e6)}</description>`)];
  yield ["5 MB of &#60;", item(`<description>${"&#60;".repeat(1e6)}</description>`)];
  yield ["billion laughs", `<!DOCTYPE rss [<!ENTITY l0 "lol">${laughs}]>${item("<title>&l10;</title>")}`];
  yield ["5 MB CDATA", item(`<description><![CDATA[${"<p>x</p>".repeat(625_000)}]]></description>`)];
  yield ["500,000 CDATA sections", item(`<description>${"<![CDATA[x]]>".repeat(500_000)}</description>`)];
  yield ["500,000 open CDATA marks", item(`<description>${"<![CDATA[".repeat(500_000)}</description>`)];
  yield ["500,000 open comments", item(`<description>${"<!--".repeat(500_000)}</description>`)];
  yield [
    "300,000 attributes",
    item(`<enclosure ${Array.from({ length: 300_000 }, (_, n) => `a${n}="${n}"`).join(" ")}/>`),
  ];
  yield [
    "300,000 namespace declarations",
    `<rss ${Array.from({ length: 300_000 }, (_, n) => `xmlns:a${n}="u${n}"`).join(" ")}>${item("")}`,
  ];
  yield ["200,000 redeclared namespaces", item('<a xmlns:b="c"><b:d/></a>'.repeat(100_000))];
  yield ["200,000 nested xml:base", item('<a xml:base="b/">'.repeat(200_000))];
  yield ["1,000,000 unclosed quotes", item('<a b="'.repeat(1_000_000))];
  yield ["1,000,000 alternating quotes", item(`<a b="<c d='`.repeat(500_000))];
  yield ["1,000,000 less-than signs", item(`<title>${"<".repeat(1_000_000)}</title>`)];
  yield ["50 MB title", item(`<title>${"x".repeat(50e6)}</title>`)];
  yield ["50 MB of spaces in a title", item(`<title>${" ".repeat(50e6)}</title>`)];
  yield ["50 MB guid and link", item(`<guid>${"x".repeat(25e6)}</guid><link>${"x".repeat(25e6)}</link>`)];
  yield ["50 MB tag name", item(`<${"x".repeat(50e6)}>`)];
  yield ["100,000 DOCTYPEs", `${"<!DOCTYPE a [".repeat(100_000)}${item("")}`];
  yield ["2 MB of ]", `<!DOCTYPE a [${"] ".repeat(1_000_000)}${item("")}`];
  yield ["500,000 categories", item("<category>x</category>".repeat(500_000))];
  yield ["500,000 close tags", item("</a>".repeat(500_000))];
  yield ["200,000 nested JSON arrays", `{"items":${"[".repeat(200_000)}`];
  yield ["1,000,000 empty JSON items", `{"version":"jsonfeed","items":[${"{},".repeat(999_999)}{}]}`];
}
