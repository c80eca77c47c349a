import { readFeedHints, type PageHints } from "./read-feed-hints.ts";
import { resolveUrl } from "./resolve-url.ts";

export interface FeedCandidate {
  url: string;
  kind: "rss" | "atom" | "json" | "wp-json" | "sitemap" | "listing" | "unknown";
  title: string | null;
  reason: string;
}

type Kind = FeedCandidate["kind"];
type Ranked = FeedCandidate & { rank: number };

const MAX_CANDIDATES = 50;
const MAX_WELL_KNOWN = 24;

/**
 * The feeds that a page points to, best first: declared ones, then linked ones, then what its generator is
 * known to offer; feeds of comments come last. At most 50, absolute http(s) addresses, none twice.
 * Links: HTML Standard 4.6.7 "alternate", RSS autodiscovery.
 */
export function findFeedLinks(html: string, url: string): FeedCandidate[] {
  const hints = readFeedHints(html);
  const base = (hints.base === null ? null : resolveUrl(hints.base, url)) ?? url;
  const stated = declared(hints, base);
  // What a generator usually offers is a guess, needed only where the page itself states nothing.
  const guessed = stated.some(({ rank }) => rank >= 90) ? [] : generated(hints, url);
  const found = [...stated, ...linked(hints, base), ...guessed];
  const page = resolveUrl(url, url);
  const best = new Map<string, Ranked>();
  for (const candidate of found) {
    if (candidate.url === page) continue;
    const ranked = isCommentFeed(candidate) ? { ...candidate, rank: candidate.rank - 1_000 } : candidate;
    const known = best.get(ranked.url);
    if (!known || known.rank < ranked.rank) best.set(ranked.url, ranked);
  }
  return [...best.values()]
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MAX_CANDIDATES)
    .map(({ rank: _rank, ...candidate }) => candidate);
}

/** Addresses worth probing when a page names no feed: its own section first, then its origin. At most 24. */
export function wellKnownFeedUrls(url: string): FeedCandidate[] {
  if (resolveUrl(url, url) === null) return [];
  const { origin, pathname } = new URL(url);
  const section = sectionOf(pathname);
  const inSection = section === "" ? [] : SECTION_PATHS.map((path) => `${section}${path}`);
  const urls = [...new Set([...inSection, ...ORIGIN_PATHS].map((path) => new URL(path, origin).href))];
  return urls.slice(0, MAX_WELL_KNOWN).map((candidate) => ({
    url: candidate,
    kind: kindOfUrl(candidate),
    title: null,
    reason: "usual address",
  }));
}

const SECTION_PATHS = ["/feed", "/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss"];
const ORIGIN_PATHS = [
  "/feed",
  "/feed/",
  "/rss.xml",
  "/feed.xml",
  "/atom.xml",
  "/index.xml",
  "/rss",
  "/feed.json",
  "/blog/feed",
  "/blog/rss.xml",
  "/news/rss",
  "/wp-json/wp/v2/posts",
  "/sitemap.xml",
  "/news-sitemap.xml",
  "/blog/feed.xml",
  "/rss/",
  "/sitemap_index.xml",
];

function sectionOf(pathname: string): string {
  const parts = pathname.split("/").filter((part) => part !== "");
  if (parts.at(-1)?.includes(".")) parts.pop();
  return parts.length === 0 ? "" : `/${parts.slice(0, 3).join("/")}`;
}

const KIND_OF_TYPE = new Map<string, Kind>([
  ["application/rss+xml", "rss"],
  ["application/rdf+xml", "rss"],
  ["application/x-rss+xml", "rss"],
  ["text/rss+xml", "rss"],
  ["text/rss", "rss"],
  ["application/atom+xml", "atom"],
  ["text/atom+xml", "atom"],
  ["application/feed+json", "json"],
  ["application/json", "json"],
  ["application/xml", "unknown"],
  ["text/xml", "unknown"],
]);

function declared(hints: PageHints, base: string): Ranked[] {
  return hints.links.flatMap((link) => {
    const url = resolveUrl(link.href, base);
    if (url === null) return [];
    if (link.rel.includes("https://api.w.org/")) return [wpPosts(url, "link rel=https://api.w.org/")];
    if (link.rel.includes("sitemap"))
      return [candidateOf(url, "sitemap", link.title, "link rel=sitemap", 20)];
    if (link.rel.includes("stylesheet")) return [];
    const kind = KIND_OF_TYPE.get(link.type);
    const isAlternate = link.rel.includes("alternate") && kind !== undefined;
    if (!isAlternate && !link.rel.includes("feed")) return [];
    if (kind === "json" && /\/wp-json\/|[?&]rest_route=|oembed|\/wp\/v2\//u.test(url)) return [];
    const exact = kind === undefined || kind === "unknown" ? kindOfUrl(url) : kind;
    return [
      candidateOf(url, exact, link.title, `link rel=${link.rel.join(" ")}`, exact === "json" ? 90 : 100),
    ];
  });
}

function wpPosts(root: string, reason: string): Ranked {
  const url = new URL(root);
  const route = url.searchParams.get("rest_route");
  if (route === null) url.pathname = `${url.pathname.replace(/\/?$/u, "/")}wp/v2/posts`;
  if (route !== null) url.searchParams.set("rest_route", `${route.replace(/\/?$/u, "/")}wp/v2/posts`);
  return candidateOf(url.href, "wp-json", null, reason, 30);
}

const FEED_PATH = /(?:^|\/)(?:feeds?|rss2?|atom)\/?$|\.(?:rss|atom|rdf)$|\/feed\.json$|feedburner\.com\//iu;
const SITEMAP_PATH = /sitemap[^/]*\.xml$/iu;
const XML_PATH = /\.xml$/iu;
const FEED_QUERY = /[?&](?:feed=(?:rss2?|atom|rdf)|format=(?:rss|feed|atom))(?:&|$)/iu;
const FEED_WORDS = /(?:^|[^\p{L}])(?:rss|atom(?:\s+feed)?|(?:news|web|xml)\s*feed)(?:[^\p{L}]|$)/iu;
const READER =
  /(?:^|\.)(?:feedly|inoreader|newsblur|netvibes|theoldreader|bloglovin)\.com$|^add\.my\.yahoo\.com$/u;

function linked(hints: PageHints, base: string): Ranked[] {
  return hints.anchors.flatMap((anchor) => {
    const url = resolveUrl(anchor.href, base);
    if (url === null) return [];
    const { hostname, pathname, search } = new URL(url);
    if (READER.test(hostname) || SOCIAL.test(hostname)) return [];
    if (SITEMAP_PATH.test(pathname.slice(-100))) {
      return [candidateOf(url, "sitemap", anchor.text, "link to a sitemap", 15)];
    }
    const looks = FEED_PATH.test(hostname + pathname) || XML_PATH.test(pathname) || FEED_QUERY.test(search);
    const says = FEED_WORDS.test(anchor.text.slice(0, 80));
    if (!looks && !says) return [];
    const rank = looks && says ? 70 : looks ? 60 : 45;
    return [
      candidateOf(url, kindOfUrl(url), anchor.text, looks ? "link to a feed" : "link that says feed", rank),
    ];
  });
}

const SOCIAL = /(?:^|\.)(?:linkedin|facebook|twitter|x|instagram|reddit)\.com$/u;

const GENERATORS: [RegExp, Kind, string][] = [
  [/wordpress/iu, "rss", "/feed/"],
  [/hugo/iu, "rss", "/index.xml"],
  [/jekyll/iu, "atom", "/feed.xml"],
  [/ghost/iu, "rss", "/rss/"],
  [/drupal/iu, "rss", "/rss.xml"],
  [/medium|substack/iu, "rss", "/feed"],
  [/blogger/iu, "atom", "/feeds/posts/default"],
  [/hexo/iu, "atom", "/atom.xml"],
  [/gatsby|astro/iu, "rss", "/rss.xml"],
  [/joomla/iu, "rss", "/?format=feed&type=rss"],
];

function generated(hints: PageHints, url: string): Ranked[] {
  if (hints.generator === null || resolveUrl(url, url) === null) return [];
  const generator = hints.generator.slice(0, 200);
  const { origin } = new URL(url);
  const reason = `generator ${generator}`;
  const found = GENERATORS.filter(([name]) => name.test(generator)).map(([, kind, path]) =>
    candidateOf(new URL(path, origin).href, kind, null, reason, 40),
  );
  return /wordpress/iu.test(generator) ? [...found, wpPosts(`${origin}/wp-json/`, reason)] : found;
}

function candidateOf(url: string, kind: Kind, title: string | null, reason: string, rank: number): Ranked {
  return { url, kind, title: title === "" ? null : title, reason, rank };
}

function kindOfUrl(url: string): Kind {
  const { pathname, search } = new URL(url);
  if (/\/wp-json\//u.test(pathname)) return "wp-json";
  if (SITEMAP_PATH.test(pathname.slice(-100))) return "sitemap";
  if (/\.json$/iu.test(pathname)) return "json";
  if (/atom/iu.test(pathname + search)) return "atom";
  return /rss|\.rdf$/iu.test(pathname + search) ? "rss" : "unknown";
}

function isCommentFeed({ url, title }: FeedCandidate): boolean {
  return (
    /\/comments?(?:\/|$|\.)|[?&]feed=comments/iu.test(url) ||
    /comment|kommentar|coment[aá]rio/iu.test(title ?? "")
  );
}
