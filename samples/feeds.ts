import type { Article, Edition } from "./articles.ts";
import { escapeMarkup } from "./markup.ts";
import type { Site } from "./sites.ts";

type Entry = { slug: string; url: string; edition: Edition };

/** A site's articles as they are in one edition: the newest that is not later than `edition` (0 = first). */
export type FeedInput = { site: Site; origin: string; articles: Article[]; edition: number };

/** RSS 2.0 with full text in content:encoded, the author in dc:creator and the tags as categories. */
export function renderRss(input: FeedInput): string {
  const { site, origin } = input;
  const items = toEntries(input).map(
    ({ slug, url, edition }) => `<item>
<title>${escapeMarkup(edition.title)}</title>
<link>${url}</link>
<guid isPermaLink="false">${site.id}-${slug}</guid>
<pubDate>${edition.publishedAt.toUTCString()}</pubDate>
<dc:creator>${escapeMarkup(edition.author)}</dc:creator>
${edition.tags.map((tag) => `<category>${escapeMarkup(tag)}</category>`).join("")}
<description>${escapeMarkup(edition.summary)}</description>
<content:encoded><![CDATA[${edition.body.replaceAll("]]>", "]]]]><![CDATA[>")}]]></content:encoded>
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeMarkup(site.source.name)}</title>
<link>${origin}/${site.id}/</link>
<description>${escapeMarkup(site.description)}</description>
<language>en</language>
<atom:link rel="self" type="application/rss+xml" href="${origin}${site.feed}"/>
${items.join("\n")}
</channel>
</rss>
`;
}

/** Atom (RFC 4287) with summaries only. */
export function renderAtom(input: FeedInput): string {
  const { site, origin } = input;
  const entries = toEntries(input).map(
    ({ slug, url, edition }) => `<entry xml:lang="${edition.lang}">
<id>tag:${site.id}.example,2026:${slug}</id>
<title>${escapeMarkup(edition.title)}</title>
<link rel="alternate" type="text/html" href="${url}"/>
<published>${edition.publishedAt.toISOString()}</published>
<updated>${edition.updatedAt.toISOString()}</updated>
<author><name>${escapeMarkup(edition.author)}</name></author>
${edition.tags.map((tag) => `<category term="${escapeMarkup(tag)}"/>`).join("")}
<summary>${escapeMarkup(edition.summary)}</summary>
</entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>tag:${site.id}.example,2026:feed</id>
<title>${escapeMarkup(site.source.name)}</title>
<subtitle>${escapeMarkup(site.description)}</subtitle>
<link rel="self" href="${origin}${site.feed}"/>
<link rel="alternate" href="${origin}/${site.id}/"/>
<updated>${latestChange(input).toISOString()}</updated>
${entries.join("\n")}
</feed>
`;
}

/** JSON Feed 1.1 with teasers, as news sites publish them. */
export function renderJsonFeed(input: FeedInput): string {
  const { site, origin } = input;
  const items = toEntries(input).map(({ slug, url, edition }) => ({
    id: `${site.id}-${slug}`,
    url,
    title: edition.title,
    summary: edition.summary,
    content_html: `<p>${escapeMarkup(edition.summary)}</p><p><a href="${url}">Continue reading</a></p>`,
    date_published: edition.publishedAt,
    date_modified: edition.updatedAt,
    authors: [{ name: edition.author }],
    tags: edition.tags,
    language: edition.lang,
  }));
  const head = { version: "https://jsonfeed.org/version/1.1", title: site.source.name, language: "en" };
  const addresses = { home_page_url: `${origin}/${site.id}/`, feed_url: origin + site.feed };
  return JSON.stringify({ ...head, ...addresses, description: site.description, items }, null, 2);
}

/** A sitemap (sitemaps.org 0.9) of the site's articles. */
export function renderSitemap(input: FeedInput): string {
  const urls = toEntries(input).map(
    ({ url, edition }) => `<url><loc>${url}</loc><lastmod>${edition.updatedAt.toISOString()}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("\n")}
</urlset>
`;
}

/** When something in this state of the feed last changed. */
export function latestChange(input: FeedInput): Date {
  return new Date(Math.max(0, ...toEntries(input).map(({ edition }) => edition.updatedAt.getTime())));
}

function toEntries({ site, origin, articles, edition }: FeedInput): Entry[] {
  return articles.map(({ slug, editions }) => ({
    slug,
    url: origin + site.articles + slug,
    edition: editions[Math.min(edition, editions.length - 1)] ?? editions[0],
  }));
}
