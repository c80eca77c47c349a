import { expect, test } from "vitest";

import { readOpml, OpmlError, type OpmlFeed } from "./read-opml.ts";
import { writeOpml } from "./write-opml.ts";

function feedOf(fields: Partial<OpmlFeed> & { xmlUrl: string }): OpmlFeed {
  const empty = {
    htmlUrl: null,
    type: "rss",
    description: null,
    language: null,
    folders: [],
    attributes: {},
  };
  return { title: "A feed", ...empty, ...fields };
}

/** A small deterministic generator, so that a failing case can be repeated. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  "a",
  "B",
  '"',
  "'",
  "&",
  "&amp;",
  "<",
  ">",
  "é",
  "漢",
  "🦊",
  "\n",
  "\r",
  "\t",
  "/",
  "\\",
  ",",
  " x",
  "]]>",
];

function randomName(random: (below: number) => number): string {
  const pieces = Array.from({ length: 1 + random(6) }, () => PIECES[random(PIECES.length)] ?? "");
  return `n${pieces.join("")}`;
}

function randomFeed(random: (below: number) => number, index: number): OpmlFeed {
  const escape = (name: string) => name.replace(/[\\/]/gu, String.raw`\$&`);
  const folders = Array.from({ length: random(4) }, () =>
    Array.from({ length: 1 + random(3) }, () =>
      escape(random(2) === 0 ? `f${random(3)}` : randomName(random)),
    ).join("/"),
  );
  return feedOf({
    title: randomName(random),
    xmlUrl: `https://example.org/${index}?a=1&b="2"`,
    htmlUrl: random(2) === 0 ? null : "https://example.org/",
    description: random(2) === 0 ? null : randomName(random),
    folders: [...new Set(folders)],
    attributes: random(2) === 0 ? {} : { "cti:tier": randomName(random), custom: randomName(random) },
  });
}

const byUrl = (feeds: OpmlFeed[]) =>
  feeds
    .map((feed) => ({ ...feed, folders: feed.folders.toSorted() }))
    .sort((a, b) => a.xmlUrl.localeCompare(b.xmlUrl));

test("whatever is written is read back exactly, and written again the same to the byte", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = makeRandom(seed);
    const feeds = Array.from({ length: 1 + random(8) }, (_, index) => randomFeed(random, index));
    const created = new Date("2026-01-02T03:04:05Z");
    const written = writeOpml({ title: randomName(random), feeds, created });
    const read = readOpml(written);
    expect(byUrl(read.feeds)).toEqual(byUrl(feeds));
    expect(read.warnings).toEqual([]);
    expect(writeOpml({ title: read.title, feeds: read.feeds, created })).toBe(written);
  }
});

test("nested outlines and categories are folders, and a feed listed twice is one feed", () => {
  const xml = `<opml version="2.0"><head><title>My feeds</title></head><body>
    <outline text="News"><outline text="A/B"><outline type="rss" text="One" xmlUrl="https://example.org/1" category="/x/y,z"/></outline></outline>
    <outline text="More"><outline TEXT="One" xmlURL="https://example.org/1"/></outline></body></opml>`;
  const { title, feeds } = readOpml(xml);
  expect(title).toBe("My feeds");
  expect(feeds).toHaveLength(1);
  expect(feeds[0]?.folders).toEqual(["News/A\\/B", "x/y", "z", "More"]);
});

test("broken XML yields the feeds it holds", () => {
  const xml = `<opml version="1.0"><body><outline text="Tom & Co" xmlUrl="https://example.org/?a=1&b=2">
    <outline text="T2" xmlUrl="https://example.org/2"`;
  expect(readOpml(`${xml}/>`).feeds.map(({ title, xmlUrl }) => [title, xmlUrl])).toEqual([
    ["Tom & Co", "https://example.org/?a=1&b=2"],
    ["T2", "https://example.org/2"],
  ]);
});

test("an outline without an address is skipped with a warning and odd attribute names do no harm", () => {
  const xml = `<opml><body><outline text="x" xmlUrl="not one"/>
    <outline text="y" xmlUrl="https://example.org/" __proto__="1" constructor="2"/></body></opml>`;
  const { feeds, warnings } = readOpml(xml);
  expect(warnings).toEqual(["1 outlines without an absolute address were skipped"]);
  expect(feeds[0]?.attributes.constructor).toBe("2");
  expect(writeOpml({ title: null, feeds })).toContain('constructor="2"');
});

test("prefixed attributes get a namespace and forbidden characters are left out", () => {
  const feed = feedOf({
    xmlUrl: "https://example.org/",
    title: "a\u0000b\uD800",
    attributes: { "cti:tier": "1", "a b": "x" },
  });
  const xml = writeOpml({ title: null, feeds: [feed] });
  expect(xml).toContain('<opml version="2.0" xmlns:cti="urn:opml:cti">');
  expect(xml).toContain('text="ab\uFFFD"');
  expect(xml).not.toContain("a b=");
});

test("what holds no outline is refused", () => {
  expect(() => readOpml("<html><body>no</body></html>")).toThrow(OpmlError);
  expect(() => readOpml("")).toThrow(OpmlError);
});

test("hostile nesting ends soon", { timeout: 10_000 }, () => {
  expect(readOpml('<outline text="a">'.repeat(200_000)).warnings).toHaveLength(1);
});
