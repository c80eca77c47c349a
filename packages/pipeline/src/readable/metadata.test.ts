import { expect, test } from "vitest";

import { readPage } from "./read-page.ts";

const read = (html: string): ReturnType<typeof readPage> =>
  readPage(html, { url: "https://www.site-name.example/a/b" });

test.each([
  ["<title>Report on X | Site Name</title>", "Report on X"],
  ["<title>Site Name: Report on X - site-name</title>", "Site Name: Report on X"],
  ["<title>Site-Name - Report on X</title>", "Report on X"],
  ["<title>Report on X</title><h1>Site Name</h1>", "Report on X"],
  ['<meta property="og:title" content="Report &amp; more"><title>Other</title>', "Report & more"],
  ["<title>APT-1 - a history</title><h1>APT-1 - a history</h1>", "APT-1 - a history"],
  ["<title>Flexbox - Learn web development</title><h1>Flexbox</h1>", "Flexbox"],
  [
    "<title>Loader report 2026</title><h1>The loader report for 2026 and beyond</h1>",
    "The loader report for 2026 and beyond",
  ],
  ["<h1>Only a <b>heading</b></h1>", "Only a heading"],
  ["<p>nothing</p>", ""],
])("title of %s", (html, title) => {
  expect(read(html).title).toBe(title);
});

test.each([
  ['<meta name="author" content="By Ada Example and Bo Sample">', ["Ada Example", "Bo Sample"]],
  [
    '<meta property="article:author" content="https://social.example/ada"><a rel="author">Ada Example</a>',
    ["Ada Example"],
  ],
  ["<h1>Title</h1><p>By <a href='/ada'>Ada Example</a></p>", ["Ada Example"]],
  [
    '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Org"}}</script><span class="byline">Ada Example</span>',
    ["Ada Example"],
  ],
  [
    '<script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ada"}]}</script>',
    ["Ada"],
  ],
  ["<p>By the way, nobody wrote this.</p>", []],
])("authors of %s", (html, authors) => {
  expect(read(html).authors).toEqual(authors);
});

test.each([
  [
    '<meta property="article:published_time" content="2026-01-02T03:04:05Z"><time datetime="2025-01-01">',
    "2026-01-02T03:04:05Z",
  ],
  ['<h1>T</h1><time datetime="2026-01-02">2 Jan</time>', "2026-01-02"],
  ["<h1>T</h1><div>Posted on January 2nd, 2026 in News</div>", "January 2nd, 2026"],
  ["<p>It happened on January 2, 2026.</p>", null],
])("date of %s", (html, published) => {
  expect(read(html).published).toBe(published);
});

test("claims about language and address are checked for form only", () => {
  expect(read('<html lang="de_AT"><link rel="canonical" href="/x#y">')).toMatchObject({
    language: "de-AT",
    canonicalUrl: "https://www.site-name.example/x#y",
  });
  expect(
    read(
      '<html lang="${lang}"><link rel="canonical" href="javascript:x"><meta property="og:url" content="https://o.example/">',
    ),
  ).toMatchObject({
    language: null,
    canonicalUrl: "https://o.example/",
  });
});

test("broken JSON-LD is passed over", () => {
  const html =
    '<script type="application/ld+json">{"@type":</script><script type="application/ld+json">[null,1,{"@type":["Article"],"headline":"Works","datePublished":{"@value":"2026"}}]</script>';
  expect(read(html)).toMatchObject({ title: "Works", published: "2026" });
});
