import { expect, test } from "vitest";

import { findFeedLinks, wellKnownFeedUrls } from "./find-feeds.ts";

const PAGE = "https://example.org/blog/post-1";

test("declared feeds come first, linked ones next, feeds of comments last", () => {
  const html = `<html><head>
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" title="Atom" href="/atom.xml">
    <link rel="alternate" hreflang="de" href="/de/">
    <link rel="alternate stylesheet" type="text/css" href="/x.css">
    </head><body><a href="/rss/">RSS</a><a href="/about">About us</a></body></html>`;
  const found = findFeedLinks(html, PAGE);
  expect(found.map(({ url, kind, title }) => [url, kind, title])).toEqual([
    ["https://example.org/atom.xml", "atom", "Atom"],
    ["https://example.org/rss/", "rss", "RSS"],
    ["https://example.org/comments/feed/", "rss", "Comments"],
  ]);
});

test("addresses are resolved against the base element wherever it stands", () => {
  const html = `<link rel="alternate" type="application/feed+json" href="feed.json"><base href="/news/">`;
  expect(findFeedLinks(html, PAGE)[0]).toMatchObject({
    url: "https://example.org/news/feed.json",
    kind: "json",
  });
});

test("WordPress is known by its API link and its generator", () => {
  const html = `<meta name="generator" content="WordPress 6.4">
    <link rel="https://api.w.org/" href="https://example.org/wp-json/">
    <link rel="alternate" type="application/json" href="https://example.org/wp-json/wp/v2/pages/7">
    <link rel="alternate" type="application/json+oembed" href="https://example.org/wp-json/oembed/1.0/embed?url=x">`;
  expect(findFeedLinks(html, PAGE).map(({ url, kind }) => [url, kind])).toEqual([
    ["https://example.org/feed/", "rss"],
    ["https://example.org/wp-json/wp/v2/posts", "wp-json"],
  ]);
});

test("an API that answers by query keeps its route", () => {
  const html = `<link rel="https://api.w.org/" href="https://example.org/?rest_route=/">`;
  expect(findFeedLinks(html, PAGE)[0]?.url).toBe("https://example.org/?rest_route=%2Fwp%2Fv2%2Fposts");
});

test("links of other schemes and of feed readers are no candidates", () => {
  const html = `<a href="javascript:rss()">RSS</a><a href="feed:x">RSS</a>
    <a href="https://feedly.com/i/subscription/feed/x">RSS</a>
    <link rel="alternate" type="application/rss+xml" href="data:text/xml,x">`;
  expect(findFeedLinks(html, PAGE)).toEqual([]);
});

test("a page with nothing to find, or an address that is none, gives nothing", () => {
  expect(findFeedLinks("", PAGE)).toEqual([]);
  expect(wellKnownFeedUrls("not an address")).toEqual([]);
});

test("200,000 nested tags do not hang discovery", { timeout: 10_000 }, () => {
  expect(findFeedLinks(`<a href="/feed">RSS</a>${"<div>".repeat(200_000)}`, PAGE)).toHaveLength(1);
});

test("usual addresses cover the page's own section before the origin, at most 24", () => {
  const urls = wellKnownFeedUrls("https://example.org/research/index.html").map(({ url }) => url);
  expect(urls[0]).toBe("https://example.org/research/feed");
  expect(urls).toContain("https://example.org/feed.json");
  expect(urls).toContain("https://example.org/wp-json/wp/v2/posts");
  expect(urls).toContain("https://example.org/news-sitemap.xml");
  expect(urls.length).toBeLessThanOrEqual(24);
  expect(new Set(urls).size).toBe(urls.length);
});
