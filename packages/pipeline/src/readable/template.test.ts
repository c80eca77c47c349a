import { expect, test } from "vitest";

import { readPage } from "./read-page.ts";

type Options = { title: string; paragraphs: string[]; extra?: string };

function page({ title, paragraphs, extra = "" }: Options): string {
  const text = paragraphs.map((it) => `<p>${it}</p>`).join("\n");
  return `<!doctype html><html lang="en"><head><title>${title} | Site</title></head><body class="postid-${title.length}">
    <header class="top"><nav><ul><li><a href="/">Home</a></li><li><a href="/blog">Blog</a></li></ul></nav></header>
    <div class="wrap"><main class="main"><h1>${title}</h1><div class="entry-content post-${title.length * 1_000}">
    ${text}<div class="share-box"><a href="/s">Share this with others</a></div>${extra}</div></main>
    <aside class="sidebar"><h3>Latest</h3><ul><li><a href="/1">${title} and other news</a></li></ul></aside></div>
    <footer>All rights reserved</footer></body></html>`;
}

const paragraph = (topic: string): string =>
  `The ${topic} was seen on several hosts, and each of them talked to a server that had been quiet before. ` +
  `Analysts looked at the traffic, found the same pattern as last year, and told the owners of the ${topic}.`;
const paragraphs = (topic: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => paragraph(`${topic} ${at}`));
const url = "https://site.example/blog/x";

test("a second page of the same layout is read by the template, with the same result as in full", () => {
  const first = readPage(page({ title: "First report", paragraphs: paragraphs("loader", 6) }), { url });
  expect(first.template).not.toBeNull();
  expect(first.templateUsed).toBe(false);

  const html = page({ title: "A second report", paragraphs: paragraphs("implant", 9) });
  const full = readPage(html, { url });
  const fast = readPage(html, { url, template: first.template });
  expect(fast.templateUsed).toBe(true);
  expect({ ...fast, template: null, templateUsed: false }).toEqual({ ...full, template: null });
  expect(fast.template).toEqual(first.template);
});

test("a template survives JSON and stays small", () => {
  const { template } = readPage(page({ title: "First report", paragraphs: paragraphs("loader", 6) }), {
    url,
  });
  const stored = JSON.stringify(template);
  expect(stored.length).toBeLessThan(2_000);
  const html = page({ title: "Next", paragraphs: paragraphs("worm", 7) });
  expect(readPage(html, { url, template: JSON.parse(stored) }).templateUsed).toBe(true);
});

test("an unknown sort of block with text makes it read in full, and is learned", () => {
  const first = readPage(page({ title: "First report", paragraphs: paragraphs("loader", 6) }), { url });
  const extra = `<blockquote class="finding"><p>${paragraph("finding")}</p><p>${paragraph("cause")}</p></blockquote>`;
  const html = page({ title: "Second report", paragraphs: paragraphs("implant", 6), extra });
  const second = readPage(html, { url, template: first.template });
  expect(second.templateUsed).toBe(false);
  expect(second.text).toContain("The cause was seen");
  const third = readPage(html, { url, template: second.template });
  expect(third.templateUsed).toBe(true);
  expect(third.text).toBe(second.text);
  const plain = readPage(page({ title: "Third", paragraphs: paragraphs("bot", 6) }), {
    url,
    template: second.template,
  });
  expect(plain.templateUsed).toBe(true);
});

test("a page of another layout is read in full", () => {
  const first = readPage(page({ title: "First report", paragraphs: paragraphs("loader", 6) }), { url });
  const html = `<body><div id="new"><h1>Redesign</h1><article class="story">${paragraphs("bot", 6)
    .map((it) => `<p>${it}</p>`)
    .join("")}</article></div></body>`;
  const other = readPage(html, { url, template: first.template });
  expect(other.templateUsed).toBe(false);
  expect(other.text).toContain("The bot 5 was seen");
});

test("a page that is much shorter than its siblings is read in full", () => {
  const first = readPage(page({ title: "First report", paragraphs: paragraphs("loader", 20) }), { url });
  const stub = readPage(page({ title: "Stub", paragraphs: ["Come back later."] }), {
    url,
    template: first.template,
  });
  expect(stub.templateUsed).toBe(false);
});

test("a template that fits nothing at all does no harm", () => {
  const template = {
    version: 1 as const,
    kind: "article" as const,
    path: "????",
    keep: "",
    mute: "",
    drop: "x",
    words: 10,
  };
  const html = page({ title: "First report", paragraphs: paragraphs("loader", 6) });
  expect(readPage(html, { url, template }).text).toBe(readPage(html, { url }).text);
});
