import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { findRule, parseRobots } from "./robots-rules.ts";

function allows(text: string, path: string): boolean {
  const url = new URL(path, "https://news.example");
  return findRule(parseRobots(text, "CTI-Scraper"), url)?.allow ?? true;
}

test.each([
  ["", "/", true],
  ["User-agent: *\nDisallow: /", "/a", false],
  ["User-agent: *\nDisallow:", "/a", true],
  ["User-agent: *\nDisallow: /\nUser-agent: cti-scraper\nAllow: /", "/a", true],
  ["User-agent: CTI-Scraper/2.0\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/a", true],
  [
    "User-agent: CTI-Scraper\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: cti-scraper\nDisallow: /c",
    "/c",
    false,
  ],
  ["User-agent: other\nUser-agent: CTI-Scraper\nDisallow: /a", "/a", false],
  ["User-agent: CTI-Scraper-News\nDisallow: /", "/a", true],
  ["User-agent: CTI-Scraper\n\nUser-agent: *\nDisallow: /", "/a", false],
  ["User-agent: CTI-Scraper\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", true],
  ["User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true],
  ["User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false],
  ["User-agent: *\nDisallow: /page\nAllow: /page", "/page", true],
  ["User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf", false],
  ["User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf?y", true],
  ["User-agent: *\nDisallow: /a*b*c", "/a-b-c", false],
  ["User-agent: *\nDisallow: /a*b*c", "/a-c-b", true],
  ["User-agent: *\nDisallow: /a*a$", "/a", true],
  ["User-agent: *\nDisallow: *feed", "/x/feed", false],
  ["User-agent: *\nDisallow: /x$", "/x", false],
  ["User-agent: *\nDisallow: /x$", "/xy", true],
  ["User-agent: *\nDisallow: /ü", "/%c3%bc", false],
  ["User-agent: *\nDisallow: /%c3%bc", "/ü", false],
  ["User-agent: *\nDisallow: /?q=", "/?q=1", false],
  ["\uFEFFUser-agent: *\r\nDisallow: /a # why\r\n", "/a", false],
  ["user-agent:*\rdisallow:/a", "/a", false],
  ["Disallow: /", "/a", true],
  ["Sitemap: https://news.example/s.xml\nUser-agent: *\nSitemap: x\nDisallow: /a", "/a", false],
  ["User-agent: *\nDisallow: /", "/robots.txt", true],
  ["<!doctype html><p>User-agent: *", "/", true],
])("%j lets us visit %s: %s", (text, path, allowed) => {
  expect(allows(text, path)).toBe(allowed);
});

test.each([
  ["User-agent: *\nCrawl-delay: 5", 5000],
  ["User-agent: *\nCrawl-delay: 0.5", 500],
  ["User-agent: *\nCrawl-delay: 86400", 60_000],
  ["User-agent: *\nCrawl-delay: -1", null],
  ["User-agent: *\nCrawl-delay: soon", null],
  ["User-agent: *\nCrawl-delay: 5\nUser-agent: CTI-Scraper\nDisallow: /x", null],
])("%j asks for a delay of %s ms", (text, expected) => {
  expect(parseRobots(text, "CTI-Scraper").crawlDelayMs).toBe(expected);
});

test("a hostile file of 500 kB is read and matched in bounded time and memory", () => {
  const agents = "User-agent: *\n".repeat(17_000) + "Disallow: /\n".repeat(20_000);
  expect(parseRobots(agents, "CTI-Scraper").rules.length).toBeLessThanOrEqual(5000);

  const stars = `User-agent: *\n${`Disallow: /${"*a".repeat(120)}b\n`.repeat(2000)}`;
  const spent = processorClock();
  const url = new URL(`https://news.example/${"a".repeat(8000)}`);
  expect(findRule(parseRobots(stars, "CTI-Scraper"), url)).toBeNull();
  expect(spent()).toBeLessThan(2000);
});
