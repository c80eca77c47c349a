import { isTag, type Document, type Element, type ParentNode } from "domhandler";
import { getDomain } from "tldts";

import { resolveUrl } from "../discover/resolve-url.ts";
import {
  dateFields,
  descend,
  findElement,
  rawDateOf,
  rawDateOfUrl,
  textOf,
  type ListedItem,
  type ListingPage,
} from "./listed-item.ts";
import { isNoArticleUrl, urlShape, urlWorth } from "./url-worth.ts";

interface Link {
  element: Element;
  url: string;
  /** Tag names from the root to the link. */
  path: string;
  text: string;
  isHeading: boolean;
  isAside: boolean;
}

interface Group {
  links: Link[];
  urls: Set<string>;
  score: number;
}

const MAX_NODES = 150_000;
const MAX_LINKS = 3_000;
const MAX_ITEMS = 500;
const MIN_GROUP = 3;
const MIN_SCORE = 4;

/** Finds the articles of a page by its structure: the same-site links that share place and address shape. */
export function findArticleLinks(document: Document, page: ListingPage): ListedItem[] {
  const links = collectLinks(document, page);
  const best = bestGroup(links);
  if (best === null) return [];
  const chosen = withSiblings(best, links);
  const urls = new Set(chosen.map((link) => link.url));
  const owners = ownersOf(links.filter((link) => urls.has(link.url)));
  const items = new Map<string, ListedItem>();
  for (const link of chosen) {
    if (items.has(link.url) || items.size >= MAX_ITEMS) continue;
    const item = readItem(link, itemOf(link, owners), page);
    if (item) items.set(item.url, item);
  }
  return [...items.values()];
}

function collectLinks(document: Document, page: ListingPage): Link[] {
  const self = resolveUrl(page.url, page.url);
  const site = siteOf(page.url);
  const links: Link[] = [];
  const places = new Map<ParentNode, Place>();
  for (const node of descend(document, MAX_NODES)) {
    if (!isTag(node)) continue;
    const parent = node.parent === null ? undefined : places.get(node.parent);
    const place = placeOf(node, parent ?? ROOT);
    places.set(node, place);
    if (node.name !== "a" || links.length >= MAX_LINKS) continue;
    const url = resolveUrl(node.attribs.href ?? "", page.base);
    if (url === null || url === self || siteOf(url) !== site || isNoArticleUrl(url)) continue;
    const text = textOf(node);
    const isHeading = place.isHeading || findElement(node, isHeadingTag, 60) !== null;
    links.push({ element: node, url, path: place.path, text, isHeading, isAside: place.isAside });
  }
  return links;
}

interface Place {
  path: string;
  isHeading: boolean;
  isAside: boolean;
  isItem: boolean;
}

const ROOT: Place = { path: "", isHeading: false, isAside: false, isItem: false };
const ASIDE_TAGS = new Set(["nav", "footer", "aside", "form", "dialog"]);
const ASIDE_ROLES = new Set([
  "navigation",
  "menu",
  "menubar",
  "contentinfo",
  "complementary",
  "dialog",
  "search",
]);
const ASIDE_CLASS =
  /(?:^|\s)(?:nav|navbar|navigation|menu|sub-?menu|sidebar|widget|footer|breadcrumbs?|pagination|pager|tags?|tag-?cloud|share|social|related|cookie[\w-]*)(?:\s|$)/iu;

/** Paths are kept short by folding them: 256 levels of full path per element would cost more than the page. */
function placeOf(element: Element, parent: Place): Place {
  const { name, attribs } = element;
  const isItem = parent.isItem || name === "article" || name === "li" || name === "main";
  const isPageHeader = name === "header" && !isItem;
  const isAside =
    parent.isAside ||
    isPageHeader ||
    ASIDE_TAGS.has(name) ||
    ASIDE_ROLES.has((attribs.role ?? "").toLowerCase()) ||
    (name !== "body" && name !== "html" && ASIDE_CLASS.test((attribs.class ?? "").slice(0, 500)));
  return {
    path: `${parent.path}>${name}`.slice(-200),
    isHeading: parent.isHeading || isHeadingTag(element),
    isAside,
    isItem,
  };
}

function isHeadingTag({ name }: Element): boolean {
  return /^h[1-6]$/u.test(name);
}

function siteOf(url: string): string {
  const { hostname } = new URL(url);
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}

function bestGroup(links: Link[]): Group | null {
  const groups = new Map<string, Group>();
  for (const link of links) {
    if (link.isAside) continue;
    const key = `${link.path} ${urlShape(link.url)}`;
    const group = groups.get(key) ?? { links: [], urls: new Set<string>(), score: 0 };
    group.links.push(link);
    group.urls.add(link.url);
    groups.set(key, group);
  }
  let best: Group | null = null;
  for (const group of groups.values()) {
    if (group.urls.size < MIN_GROUP) continue;
    const worth = group.links.reduce((sum, link) => sum + linkWorth(link), 0) / group.links.length;
    if (worth < MIN_SCORE) continue;
    group.score = worth * Math.log2(1 + group.urls.size);
    if (best === null || group.score > best.score) best = group;
  }
  return best;
}

function linkWorth(link: Link): number {
  const words = link.text.split(" ").length;
  const wordy = words >= 4 ? 2 : words === 3 ? 1 : 0;
  const long = Math.min(link.text.length, 60) / 40;
  const prose = isInProse(link) ? -2.5 : 0;
  return (
    prose +
    (link.isHeading ? 3 : 0) +
    wordy +
    long +
    urlWorth(link.url) +
    (hasDateNear(link.element) ? 1.5 : 0)
  );
}

/** A link within a sentence points away from the text rather than heading one. */
function isInProse({ element, text }: Link): boolean {
  const { parent } = element;
  return (
    parent !== null && isTag(parent) && parent.name === "p" && textOf(parent).length > 1.5 * text.length + 20
  );
}

function hasDateNear(element: Element): boolean {
  const around = element.parent?.parent ?? element.parent;
  return around !== null && isTag(around) && findElement(around, ({ name }) => name === "time", 60) !== null;
}

/** A site may keep its articles in several folders: links in the same place belong too when they look the part. */
function withSiblings(best: Group, links: Link[]): Link[] {
  const path = best.links[0]?.path;
  const isHeading = best.links.every((link) => link.isHeading);
  return links.filter((link) => {
    if (link.isAside) return false;
    if (best.urls.has(link.url)) return true;
    const isInPlace =
      link.path === path || (isHeading && link.isHeading && urlShape(link.url) === shapeOf(best));
    return isInPlace && linkWorth(link) >= MIN_SCORE;
  });
}

function shapeOf(group: Group): string {
  return group.links[0] ? urlShape(group.links[0].url) : "";
}

/** For each ancestor of a link: the one address found below it, or null for several. */
function ownersOf(links: Link[]): Map<ParentNode, string | null> {
  const owners = new Map<ParentNode, string | null>();
  for (const { element, url } of links) {
    for (let at: ParentNode | null = element; at !== null; at = at.parent) {
      const owner = owners.get(at);
      if (owner === null) break;
      owners.set(at, owner === undefined || owner === url ? url : null);
    }
  }
  return owners;
}

/** The largest element around a link that holds no other chosen address. */
function itemOf(link: Link, owners: Map<ParentNode, string | null>): Element {
  let item = link.element;
  for (let at = item.parent; at !== null && isTag(at) && owners.get(at) === link.url; at = at.parent)
    item = at;
  return item;
}

function readItem(link: Link, item: Element, page: ListingPage): ListedItem | null {
  const own = link.isHeading ? (findElement(link.element, isHeadingTag, 200) ?? link.element) : null;
  const heading = own ?? findElement(item, isHeadingTag) ?? findElement(item, isTitled);
  const labels = [heading === null ? "" : textOf(heading), link.text, link.element.attribs.title ?? ""];
  const title = labels.map((label) => label.trim()).find((label) => label.length > 2);
  if (title === undefined || title.length > 500) return null;
  const summary = summaryOf(item);
  return {
    url: link.url,
    title,
    ...dateFields([rawDateOf(item), rawDateOfUrl(link.url)], page.now),
    summary,
  };
}

function isTitled({ attribs }: Element): boolean {
  return /(?:^|[\s_-])(?:title|headline|heading)(?:$|\s)/iu.test((attribs.class ?? "").slice(0, 300));
}

/** The first paragraph long enough to say something, among the first ten. */
function summaryOf(item: Element): string | null {
  const texts: string[] = [];
  findElement(item, (element) => {
    if (element.name === "p") texts.push(textOf(element));
    return texts.length >= 10;
  });
  return texts.find((text) => text.length >= 40) ?? null;
}
