import type { Article, Edition } from "./articles.ts";
import { escapeMarkup, fillTemplate } from "./markup.ts";
import type { Site } from "./sites.ts";

/** What every page of one site shares. */
export type SiteContext = { site: Site; origin: string; template: string; articles: Article[] };

type Page = Omit<Edition, "publishedAt" | "updatedAt"> & { path: string; published: Date; updated: Date };

export function renderArticle(context: SiteContext, article: Article, edition: Edition): string {
  const { publishedAt: published, updatedAt: updated, ...rest } = edition;
  const path = context.site.articles + article.slug;
  return renderPage(context, { ...rest, path, published, updated }, "NewsArticle");
}

/** A page with one card per article, newest first. */
export function renderListing(context: SiteContext, path: string): string {
  const cards = context.articles.map((article) => toCard(context.site, article));
  return renderPage(context, plainPage(context, path, "Reports and research", cards.join("\n")), "WebPage");
}

/** One of the pages that navigation and footer lead to. */
export function renderStatic(context: SiteContext, name: string): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const body = `<p>${escapeMarkup(context.site.description)} There is nothing else to see on this page.</p>`;
  return renderPage(context, plainPage(context, `/${context.site.id}/${name}/`, title, body), "WebPage");
}

function plainPage(context: SiteContext, path: string, title: string, body: string): Page {
  const at = context.articles[0]?.editions[0].publishedAt ?? new Date(0);
  const { description: summary, source } = context.site;
  return {
    title,
    author: source.name,
    summary,
    tags: [],
    lang: "en",
    body,
    path,
    published: at,
    updated: at,
  };
}

function renderPage(context: SiteContext, page: Page, type: string): string {
  const url = context.origin + page.path;
  const { title, author, summary, lang, body, published, updated } = page;
  return fillTemplate(context.template, {
    title,
    author,
    summary,
    lang,
    body,
    url,
    origin: context.origin,
    published: published.toISOString(),
    updated: updated.toISOString(),
    date: toLongDate(published, lang),
    updatedDate: toLongDate(updated, lang),
    minutes: String(Math.ceil(body.split(/\s+/).length / 220)),
    tags: page.tags.map((tag) => `<a rel="tag" href="#">${escapeMarkup(tag)}</a>`).join(", "),
    related: renderRelated(context, page.path),
    jsonld: toJsonLd({ "@type": type, headline: title, url, datePublished: published, author }),
  });
}

function renderRelated(context: SiteContext, path: string): string {
  const others = context.articles.filter(({ slug }) => context.site.articles + slug !== path).slice(0, 4);
  const items = others.map(
    ({ slug, editions }) =>
      `<li><a href="${context.site.articles}${slug}">${escapeMarkup(editions[0].title)}</a></li>`,
  );
  return `<ul class="related">${items.join("")}</ul>`;
}

function toCard(site: Site, article: Article): string {
  const { title, summary, lang, publishedAt } = article.editions[0];
  const href = site.articles + article.slug;
  return `<article class="card">
<h2><a href="${href}">${escapeMarkup(title)}</a></h2>
<time datetime="${publishedAt.toISOString()}">${toLongDate(publishedAt, lang)}</time>
<p>${escapeMarkup(summary)}</p>
<a class="continue" href="${href}">Read the report</a>
</article>`;
}

function toLongDate(date: Date, lang: string): string {
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(date);
}

function toJsonLd(value: Record<string, unknown>): string {
  return JSON.stringify({ "@context": "https://schema.org", ...value }).replaceAll("<", "\\u003c");
}
