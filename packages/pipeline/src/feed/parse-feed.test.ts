import { readFileSync } from "node:fs";

import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { type Feed, FeedError, type FeedItem } from "./feed.ts";
import { parseFeed } from "./parse-feed.ts";

const now = new Date("2026-11-21T00:00:00Z");
const url = "https://feeds.example/dir/feed.xml";
const parse = (body: string): Feed => parseFeed(body, { url, now });
const fixture = (name: string): Feed =>
  parse(readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url), "utf8"));
const at = (iso: string): Date => new Date(iso);
const blog = (path: string): string => `https://blog.example/${path}`;

type Expected = Omit<Partial<Feed>, "items"> & { items: Partial<FeedItem>[] };

const november20 = { published: at("2026-11-20T10:00:00Z"), publishedFlag: null };

const fixtures: Record<string, Expected> = {
  "rss-2.0-full.xml": {
    format: "rss",
    title: "Example",
    siteUrl: blog(""),
    selfUrl: blog("feed"),
    nextUrl: `${url}?page=2`,
    description: "About things",
    language: "en-US",
    ttlMinutes: 45,
    warnings: [],
    truncated: false,
    items: [
      {
        guid: "id-a",
        url: blog("a"),
        title: "A & B",
        authors: ["Jane Roe", "John Doe"],
        published: at("2026-11-20T09:00:00Z"),
        publishedRaw: "Fri, 20 Nov 2026 10:00:00 +0100",
        updated: null,
        summary: "Short <b>text</b>",
        content: "<p>Long &amp; whole</p>",
        categories: ["Malware", "ICS"],
        language: "en-US",
        enclosures: [
          { url: blog("a.mp3"), type: "audio/mpeg", length: 1234 },
          { url: blog("a.png"), type: "image/png", length: 99 },
        ],
      },
    ],
  },
  "rss-0.91.xml": { format: "rss", language: "en", items: [{ url: "http://old.example/1", title: "One" }] },
  "rss-1.0-rdf.xml": {
    format: "rdf",
    ttlMinutes: 30,
    language: "de",
    items: [
      {
        guid: "https://rdf.example/1",
        title: "Eins",
        authors: ["Anna"],
        published: at("2026-11-20T09:00:00Z"),
      },
    ],
  },
  "atom-0.3.xml": {
    format: "atom",
    title: "Old Atom",
    items: [
      {
        content: "<p>Hi</p>",
        published: at("2003-12-13T12:29:29Z"),
        updated: at("2003-12-13T18:30:02Z"),
      },
    ],
  },
  "atom-1.0-text-types.xml": {
    format: "atom",
    siteUrl: "https://feeds.example/",
    items: [
      {
        title: "1 <b> 2",
        url: "https://feeds.example/1",
        summary: "a &lt; b",
        authors: ["Feed Author"],
        ...november20,
      },
      {
        title: "Bold & ’quoted’",
        url: "https://feeds.example/2",
        content: "<p>x &lt; y</p>",
        published: at("2026-11-19T10:00:00Z"),
        updated: at("2026-11-20T10:00:00Z"),
      },
      {
        title: "Less < more",
        content: '<p>One<br/>two &amp; three</p><a name="x"></a>',
        authors: ["Own Author"],
        categories: ["Label 1", "t2"],
      },
      {
        title: "Raw & simple",
        enclosures: [{ url: "https://feeds.example/4.zip", type: "application/zip", length: 5 }],
      },
    ],
  },
  "json-feed.json": {
    format: "json",
    nextUrl: "https://json.example/feed.json?p=2",
    items: [
      {
        url: "https://feeds.example/1",
        title: "One 1",
        authors: ["Site"],
        summary: "a &lt; b",
        content: "<p>Hi</p>",
        categories: ["x", "y"],
        enclosures: [{ url: "https://feeds.example/1.mp3", type: "audio/mpeg", length: 7 }],
        ...november20,
      },
      { guid: "2", url: "https://else.example/2", title: "", authors: ["Old Style"], content: "5 &lt; 6" },
      { guid: null, url: null, title: "", content: "no name" },
    ],
  },
  "xml-base-nested.xml": {
    siteUrl: "https://base.example/root/",
    items: [
      { url: "https://base.example/root/2026/a.html" },
      { url: "https://other.example/x/b.html" },
      { url: "https://base.example/abs/deep/c.html" },
    ],
  },
  "rss-xml-base.xml": {
    siteUrl: "https://base.example/blog/",
    items: [
      { url: "https://base.example/blog/posts/a" },
      { url: "https://base.example/b" },
      { url: null, guid: "https://base.example/c" },
    ],
  },
  "xml-base-in-content.xml": {
    items: [
      {
        content: `<img src="https://base.example/img/a.png"><a href='#x'>x</a><a href="https://else.example/">y</a>`,
      },
    ],
  },
  "unclosed-cdata.xml": {
    truncated: false,
    items: [
      { title: "One", url: blog("1") },
      { title: "Two", url: blog("2") },
    ],
  },
  "feedburner.xml": { items: [{ url: blog("a") }, { url: blog("b") }] },
  "unusual-prefixes.xml": {
    selfUrl: blog("f"),
    items: [{ authors: ["Jane"], published: at("2026-11-20T00:00:00Z"), content: "<p>body</p>" }],
  },
  "undeclared-prefixes.xml": { items: [{ authors: ["Jane"], content: "<p>b</p>" }] },
  "prefixed-atom.xml": { format: "atom", title: "Prefixed", items: [{ url: blog("1"), ...november20 }] },
  "atom-without-namespace.xml": { format: "atom", title: "Bare", items: [{ guid: "1", url: blog("1") }] },
  "default-namespace-atom-on-rss.xml": { format: "rss", items: [{ guid: "1", url: blog("a") }] },
  "leading-php-warning.xml": { format: "rss", items: [{ url: blog("a") }] },
  "bare-ampersands.xml": {
    items: [
      {
        title: 'R&D & "AT&T" &unknown; x',
        url: blog("?a=1&b=2&copy=3"),
        summary: "Fish & Chips <i>",
      },
    ],
  },
  "entities.xml": { items: [{ title: "café – ’t & é – end" }] },
  "entity-declarations.xml": { items: [{ title: "&b; &file;" }] },
  "truncated-in-text.xml": {
    truncated: true,
    warnings: ["2 items without a date", "The document ends too early"],
    items: [{ url: blog("a") }, { url: blog("b"), summary: "<p>Half a sen" }],
  },
  "truncated-in-link.xml": { truncated: true, items: [{ url: blog("a") }] },
  "truncated-in-tag.xml": { truncated: true, items: [{ url: blog("a") }, { guid: "g", title: "b" }] },
  "unclosed-tags.xml": {
    items: [
      { title: "a", url: blog("a"), guid: "a", ...november20 },
      { title: "b", url: blog("b"), summary: "open <b>bold", published: at("2026-11-19T10:00:00Z") },
    ],
  },
  "wrong-end-tags.xml": {
    title: "t",
    siteUrl: blog(""),
    items: [
      { title: "One", url: blog("1"), guid: "1" },
      { title: "Two", url: blog("2"), authors: ["Jane"], categories: ["x"] },
    ],
  },
  "mismatched-case.xml": { title: "Case", items: [{ title: "a", url: blog("a"), ...november20 }] },
  "proto-names.xml": { items: [{ guid: "__proto__", url: blog("a"), categories: ["__proto__"] }] },
  "control-characters.xml": { items: [{ title: "abc d", url: blog("a"), summary: "xyz" }] },
  "html-in-titles.xml": {
    items: [
      { title: "Bold move" },
      { title: "CDATA title – two" },
      { title: "Raw markup here" },
      { title: "The <script> problem" },
      { title: "<img> & co" },
    ],
  },
  "raw-html-in-description.xml": {
    items: [{ summary: "<p>One <b>two</b><br></p><ul><li>x</li></ul>", ...november20 }],
  },
  "dates.xml": {
    warnings: [
      "1 item without a date",
      "1 item with an unreadable date",
      "1 item with a date in the future, taken as now",
    ],
    items: [
      { published: null, publishedRaw: null, publishedFlag: null },
      { published: now, publishedFlag: "future" },
      { published: null, publishedRaw: "last week", publishedFlag: "unreadable" },
      { published: at("2026-11-20T00:00:00Z"), publishedRaw: "2026-11-20", publishedFlag: null },
    ],
  },
  "missing-names.xml": {
    warnings: ["1 item that says nothing, left out", "3 items without a link", "3 items without a date"],
    items: [{ summary: "nothing to call it by" }, { title: "only a title" }, { guid: "only an id" }],
  },
  "repeated-guids.xml": {
    warnings: ["1 item seen before, left out", "3 items without a date"],
    items: [{ title: "first" }, { title: "again" }, { title: "second" }],
  },
  "youtube-media-group.xml": { items: [{ title: "Video", summary: "What it shows", ...november20 }] },
  "nested-source.xml": { title: "Planet", items: [{ guid: "1", title: "Entry", ...november20 }] },
  "podcast.xml": { items: [{ guid: "ep1", title: "Episode", authors: ["Guest"], summary: "About it" }] },
};

test.each(Object.entries(fixtures))("%s is read as its publisher meant it", (name, expected) => {
  const feed = fixture(name);
  expect(feed).toMatchObject(expected);
  expect(feed.items).toHaveLength(expected.items.length);
});

const reasonOf = (body: string): string => {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof FeedError) return error.reason;
    throw error;
  }
  return "none";
};

test("what is no feed is refused with the reason", () => {
  expect(reasonOf(" \n")).toBe("empty");
  expect(reasonOf("<!DOCTYPE html><html><body><p>Hi</p></body></html>")).toBe("html");
  expect(reasonOf("just text")).toBe("not_a_feed");
  expect(reasonOf("<opml><body/></opml>")).toBe("not_a_feed");
  expect(reasonOf('{"error":"nope"}')).toBe("not_a_feed");
  expect(reasonOf("{broken")).toBe("not_a_feed");
  expect(reasonOf("<channel>".repeat(300))).toBe("too_deep");
});

test("a feed without items is a feed", () => {
  expect(parse("<rss><channel><title>Quiet</title></channel></rss>").items).toEqual([]);
});

test("reading stops at the asked number of items and says so", () => {
  const body = `<rss><channel>${"<item><title>x</title></item>".repeat(5)}</channel></rss>`;
  const feed = parseFeed(body, { url, now, maxItems: 3 });
  expect(feed.items).toHaveLength(3);
  expect(feed.truncated).toBe(true);
  expect(feed.warnings).toContain("Only the first 3 items were read");
});

test("a document cut anywhere gives every complete item and never throws once the root is there", () => {
  const items = Array.from(
    { length: 5 },
    (_unused, n) => `<item><title>${n}</title><link>${blog(`${n}`)}</link></item>`,
  );
  const body = `<rss version="2.0"><channel>${items.join("")}</channel></rss>`;
  for (let length = 20; length < body.length; length++) {
    const cut = body.slice(0, length);
    const complete = cut.split("</item>").length - 1;
    const feed = parse(cut);
    expect(feed.truncated).toBe(true);
    expect(feed.items.length).toBeGreaterThanOrEqual(complete);
    for (const [n, item] of feed.items.entries()) expect(item.url).toBe(blog(`${n}`));
  }
});

test("ids and titles are capped", () => {
  const long = "x".repeat(50_000);
  const [item] = parse(
    `<rss><channel><item><guid>${long}</guid><title>${long}</title></item></channel></rss>`,
  ).items;
  expect(item?.guid).toHaveLength(2000);
  expect(item?.title).toHaveLength(2000);
});

const inItem = (inside: string): string =>
  `<rss><channel><item><link>${blog("a")}</link>${inside}</item></channel></rss>`;

const hostile: Record<string, string> = {
  "nested tags": inItem("<a>".repeat(100_000)),
  "nested markup in a title": inItem(`<title>${"<a>".repeat(100_000)}</title>`),
  "unclosed items": `<rss><channel>${"<item>".repeat(100_000)}`,
  ampersands: inItem(`<title>${"&".repeat(500_000)}</title>`),
  "open CDATA sections": inItem(`<description>${"<![CDATA[".repeat(100_000)}`),
  "open comments": inItem("<!--".repeat(100_000)),
  "open DOCTYPEs": `${"<!DOCTYPE a [".repeat(100_000)}${inItem("")}`,
  "open quotes": inItem('<a b="'.repeat(100_000)),
  "alternating quotes": inItem(`<a b="<c d='`.repeat(100_000)),
  attributes: inItem(`<enclosure ${"a='b' ".repeat(100_000)}/>`),
  "less-than signs": inItem(`<title>${"<".repeat(500_000)}</title>`),
  "tags in attribute values in a title": inItem(
    `<title><![CDATA[${'<a b="<a" c='.repeat(100_000)}]]></title>`,
  ),
};

test.each(Object.entries(hostile))("%s by the hundred thousand are read in bounded time", (_name, body) => {
  const spent = processorClock();
  parse(body);
  expect(spent()).toBeLessThan(5000);
});
