import { expect, test } from "vitest";

import { readSitemap, SitemapError } from "./sitemap.ts";

const options = { url: "https://example.org/sitemap.xml", now: new Date("2026-01-01T00:00:00Z") };

test("a news sitemap gives titles and dates under any prefix", () => {
  const xml = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
    <url><loc> https://example.org/a?x=1&amp;y=2 </loc><lastmod>2025-05-02</lastmod>
    <image:image><image:loc>https://example.org/i.png</image:loc><image:title>Picture</image:title></image:image>
    <n:news><n:publication_date>2025-05-01T10:00:00Z</n:publication_date><n:title><![CDATA[A & B]]></n:title></n:news></url>
    </urlset>`;
  expect(readSitemap(xml, options)).toEqual({
    kind: "urlset",
    warnings: [],
    entries: [
      {
        url: "https://example.org/a?x=1&y=2",
        title: "A & B",
        lastModified: new Date("2025-05-02T00:00:00Z"),
        published: new Date("2025-05-01T10:00:00Z"),
      },
    ],
  });
});

test("an index lists sitemaps", () => {
  const xml = `<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap></sitemapindex>`;
  expect(readSitemap(xml, options)).toMatchObject({
    kind: "index",
    entries: [{ url: "https://example.org/1.xml" }],
  });
});

test("relative and foreign-scheme addresses are refused and counted, repeated ones read once", () => {
  const locs = ["/a", "javascript:x", "https://example.org/b", "https://example.org/b"];
  const xml = `<urlset>${locs.map((loc) => `<url><loc>${loc}</loc></url>`).join("")}</urlset>`;
  const { entries, warnings } = readSitemap(xml, options);
  expect(entries.map(({ url }) => url)).toEqual(["https://example.org/b"]);
  expect(warnings).toEqual(["2 entries without an absolute http(s) address were refused"]);
});

test("reading stops at the cap and says so", () => {
  const xml = `<urlset>${Array.from({ length: 9 }, (_, n) => `<url><loc>https://example.org/${n}</loc></url>`).join("")}`;
  const { entries, warnings } = readSitemap(xml, { ...options, maxEntries: 5 });
  expect(entries).toHaveLength(5);
  expect(warnings).toEqual(["Only the first 5 entries were read"]);
});

test("a cut-off sitemap keeps its whole entries", () => {
  const xml = `<urlset><url><loc>https://example.org/a</loc></url><url><loc>https://exam`;
  expect(readSitemap(xml, options).entries[0]?.url).toBe("https://example.org/a");
});

test("what is no sitemap is refused", () => {
  expect(() => readSitemap("<!doctype html><html><body>Not found</body></html>", options)).toThrow(
    SitemapError,
  );
  expect(() => readSitemap("", options)).toThrow(SitemapError);
});

test("hostile nesting ends soon", { timeout: 10_000 }, () => {
  expect(readSitemap(`<urlset>${"<url>".repeat(200_000)}`, options).warnings).toHaveLength(1);
});
