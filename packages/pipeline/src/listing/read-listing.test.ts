import { expect, test } from "vitest";

import { readListing } from "./read-listing.ts";
import { SelectorError } from "./select-items.ts";

const options = { url: "https://example.org/blog/", now: new Date("2026-01-01T00:00:00Z") };

const SLUGS = ["new-loader-hits-banks", "inside-a-phishing-kit", "patch-tuesday-in-review", "emotet"];

const CARDS = SLUGS.map(
  (slug, index) => `<article class="post-${index}">
    <a href="/blog/${slug}"><img src="/i.png" alt=""></a>
    <header><h2><a href="/blog/${slug}#top">Title of ${slug}</a></h2></header>
    <time datetime="2025-05-0${index + 1}T10:00:00Z">May ${index + 1}, 2025</time>
    <a href="/category/malware">Malware</a> <a href="/author/ada">Ada Lovelace</a>
    <p>This is the teaser of the article ${slug}, long enough to be one.</p>
    <a href="/blog/${slug}">Read more</a></article>`,
).join("\n");

const PAGE = `<html><body class="has-sidebar">
  <header><nav><ul><li><a href="/products/endpoint-threat-detection">Endpoint threat detection for you</a></li>
  <li><a href="/products/cloud-threat-detection">Cloud threat detection for you</a></li>
  <li><a href="/products/mail-threat-detection">Mail threat detection for you</a></li></ul></nav></header>
  <main>${CARDS}<div class="pagination"><a href="/blog/?page=2">2</a><a href="/blog/page/3">3</a></div></main>
  <aside><a href="/blog/most-read-of-all-time">Most read of all time</a></aside>
  <footer><a href="/privacy">Privacy</a></footer></body></html>`;

test("articles are found by structure, once each and in page order", () => {
  const { items, warnings } = readListing(PAGE, options);
  expect(warnings).toEqual([]);
  expect(items.map(({ url }) => url)).toEqual(SLUGS.map((slug) => `https://example.org/blog/${slug}`));
  expect(items[0]).toEqual({
    url: "https://example.org/blog/new-loader-hits-banks",
    title: "Title of new-loader-hits-banks",
    published: new Date("2025-05-01T10:00:00Z"),
    publishedRaw: "2025-05-01T10:00:00Z",
    summary: "This is the teaser of the article new-loader-hits-banks, long enough to be one.",
  });
});

test("cards that are one link take their heading as title and a date from their text", () => {
  const html = SLUGS.map(
    (slug) =>
      `<div><a href="/research/${slug}"><span>March 4, 2025</span><h3>About ${slug}</h3><p>x</p></a></div>`,
  ).join("");
  const { items } = readListing(html, options);
  expect(items).toHaveLength(4);
  expect(items[1]).toMatchObject({
    title: "About inside-a-phishing-kit",
    publishedRaw: "March 4, 2025",
    published: new Date("2025-03-04T00:00:00Z"),
  });
});

test("plain lists of links take the day from the address", () => {
  const html = `<ul>${SLUGS.map((slug) => `<li><a href="/2025/06/07/${slug}.html">All about ${slug} today</a></li>`).join("")}</ul>`;
  const { items } = readListing(html, options);
  expect(items).toHaveLength(4);
  expect(items[0]?.published).toEqual(new Date("2025-06-07T00:00:00Z"));
});

test("a page without articles gives none and says so", () => {
  const html = `<p><a href="/a">A</a><a href="/b">B</a><a href="https://other.example/long-article-slug-here">Another site</a></p>`;
  expect(readListing(html, options)).toEqual({
    items: [],
    warnings: ["No group of links on the page looks like articles"],
  });
});

test("selectors take exactly what they name", () => {
  const html = `<base href="/x/"><div class="e"><b>Title one</b><i>5 May 2025</i><a href="1">go</a><u>Sum</u></div>
    <div class="e"><b>No link</b></div><div class="e"><b>Again</b><a href="1">go</a></div>`;
  const selectors = { item: ".e", title: "b", date: "i", summary: "u" };
  expect(readListing(html, { ...options, selectors })).toEqual({
    items: [
      {
        url: "https://example.org/x/1",
        title: "Title one",
        published: new Date("2025-05-05T00:00:00Z"),
        publishedRaw: "5 May 2025",
        summary: "Sum",
      },
    ],
    warnings: ["1 of 3 items have no link or title"],
  });
});

test("a link selector alone is enough", () => {
  const { items } = readListing(PAGE, { ...options, selectors: { link: "article h2 a" } });
  expect(items.map(({ title }) => title)).toEqual(SLUGS.map((slug) => `Title of ${slug}`));
});

test.each(["item", "link", "title", "date", "summary"] as const)("a bad %s selector is named", (name) => {
  const read = () => readListing(PAGE, { ...options, selectors: { item: "article", [name]: "a[" } });
  expect(read).toThrow(SelectorError);
  expect(read).toThrow(new RegExp(`The ${name} selector`, "u"));
});

test.each([
  ["nested tags", "<div>".repeat(200_000)],
  ["nested links", '<div><a href="/blog/some-long-slug-here">Some long slug here'.repeat(50_000)],
  ["many links", '<li><a href="/blog/some-long-slug-here">Some long slug here</a></li>'.repeat(10_000)],
  ["spaces and digits", `<a href="/x">${"1 ".repeat(500_000)}</a>`],
])("hostile %s end soon", { timeout: 10_000 }, (_, html) => {
  expect(() => readListing(html, options)).not.toThrow();
  expect(() =>
    readListing(html, { ...options, selectors: { item: "div div div a", date: "i" } }),
  ).not.toThrow();
});
