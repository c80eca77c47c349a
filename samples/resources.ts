import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadArticles } from "./articles.ts";
import type { Article } from "./articles.ts";
import { latestChange, renderAtom, renderJsonFeed, renderRss, renderSitemap } from "./feeds.ts";
import type { FeedInput } from "./feeds.ts";
import { renderArticle, renderListing, renderStatic } from "./pages.ts";
import type { SiteContext } from "./pages.ts";
import { SITES } from "./sites.ts";
import type { Site } from "./sites.ts";

/** One state of a resource; the later ones in a list are shown to those who know the earlier. */
export type State = { etag: string; lastModified: Date; type: string; body: string };

type Draft = Omit<State, "etag">;

const HTML = "text/html; charset=utf-8";
const FEEDS = {
  rss: { type: "application/rss+xml; charset=utf-8", render: renderRss },
  atom: { type: "application/atom+xml; charset=utf-8", render: renderAtom },
  json: { type: "application/feed+json; charset=utf-8", render: renderJsonFeed },
};

/** Everything that the sample server serves, by path, with at least one state each. */
export function buildResources(origin: string, now: Date): Map<string, State[]> {
  const { articles, digest } = loadArticles(now);
  const resources = new Map<string, State[]>();
  const release = createHash("sha256").update(digest);
  const drafts = new Map<string, Draft[]>(buildServerFiles(origin, articles));
  for (const site of SITES) {
    const template = readFileSync(join(import.meta.dirname, "templates", `${site.id}.html`), "utf8");
    release.update(template);
    const own = articles.filter((article) => article.site === site.id);
    const context = { site, origin, template, articles: own };
    for (const [path, states] of [...buildPages(context), ...buildArticles(context), ...buildFeeds(context)])
      drafts.set(path, states);
  }
  // Dates and port stay out of the tag, so that a restart alone changes nothing for a client.
  const tag = release.digest("hex").slice(0, 12);
  for (const [path, states] of drafts)
    resources.set(
      path,
      states.map((state, index) => ({ ...state, etag: `"${tag}-${index + 1}"` })),
    );
  return resources;
}

function buildServerFiles(origin: string, articles: Article[]): [string, Draft[]][] {
  const lastModified = articles.at(-1)?.editions[0].publishedAt ?? new Date(0);
  const links = SITES.map(({ id, source }) => `<li><a href="/${id}/">${source.name}</a></li>`).join("");
  const home = `<!DOCTYPE html><html lang="en"><title>Samples</title><h1>Samples</h1><ul>${links}</ul></html>`;
  const robots = `User-agent: *\nAllow: /\n\nSitemap: ${origin}/harbor-ir/sitemap.xml\n`;
  const chain = readFileSync(join(import.meta.dirname, "images/chain.svg"), "utf8");
  return [
    ["/", [{ lastModified, type: HTML, body: home }]],
    ["/robots.txt", [{ lastModified, type: "text/plain; charset=utf-8", body: robots }]],
    ["/images/chain.svg", [{ lastModified, type: "image/svg+xml", body: chain }]],
  ];
}

function buildPages(context: SiteContext): [string, Draft[]][] {
  const { site, articles } = context;
  const lastModified = articles[0]?.editions[0].publishedAt ?? new Date(0);
  const listings = new Set([`/${site.id}/`, ...(site.source.kind === "listing" ? [site.feed] : [])]);
  return [
    ...[...listings].map((path): [string, Draft[]] => [
      path,
      [{ lastModified, type: HTML, body: renderListing(context, path) }],
    ]),
    ...site.pages.map((name): [string, Draft[]] => [
      `/${site.id}/${name}/`,
      [{ lastModified, type: HTML, body: renderStatic(context, name) }],
    ]),
  ];
}

function buildArticles(context: SiteContext): [string, Draft[]][] {
  return context.articles.map((article) => [
    context.site.articles + article.slug,
    article.editions.map((edition) => ({
      lastModified: edition.updatedAt,
      type: HTML,
      body: renderArticle(context, article, edition),
    })),
  ]);
}

function buildFeeds({ site, origin, articles }: SiteContext): [string, Draft[]][] {
  const count = Math.max(1, ...articles.map(({ editions }) => editions.length));
  const inputs = Array.from({ length: count }, (_, edition) => ({ site, origin, articles, edition }));
  return [[feedPath(site), inputs.map((input) => buildFeed(site, input))]];
}

function feedPath(site: Site): string {
  return site.source.kind === "listing" ? `/${site.id}/sitemap.xml` : site.feed;
}

function buildFeed(site: Site, input: FeedInput): Draft {
  const lastModified = latestChange(input);
  if (site.source.kind === "listing")
    return { lastModified, type: "application/xml; charset=utf-8", body: renderSitemap(input) };
  const { type, render } = FEEDS[site.source.kind];
  return { lastModified, type, body: render(input) };
}
