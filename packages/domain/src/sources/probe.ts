import type { Source, SourceKind, SourceSettings } from "@cti/db/schema/sources";
import { FetchError } from "@cti/fetch/fetch-error";
import type { FetchResponse } from "@cti/fetch/fetch-types";
import { type FeedCandidate, wellKnownFeedUrls } from "@cti/pipeline/discover/find-feeds";

import type { CollectDeps } from "../deps.ts";
import { DomainError } from "../errors.ts";
import { ReadError } from "../reading/reader.ts";
import { type SourceReading, readSource } from "./read-source.ts";

type Deps = Pick<CollectDeps, "fetcher" | "reader" | "now" | "limits">;

type Site = { deps: Deps; settings: SourceSettings };

export type ProbeOptions = {
  /** Skips the search. */
  kind?: SourceKind;
  settings?: SourceSettings;
  onTry?: (candidate: FeedCandidate) => void;
};

export type ProbeResult = { url: string; kind: SourceKind; reading: SourceReading; reason: string };

/**
 * Finds out how a URL can be followed: as a feed itself, through the feeds it names, the usual paths,
 * the WordPress API, a sitemap, and last as a listing page. Stores nothing.
 * @throws DomainError upstream when nothing on the site can be read as a source.
 */
export async function probeUrl(deps: Deps, url: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const site = { deps, settings: options.settings ?? {} };
  if (options.kind) return explained(() => tryKind(site, url, options.kind ?? "rss", "as asked"));
  if (url.startsWith("file:")) return explained(() => tryKind(site, url, "file", "a local file"));
  const response = await explained(() => deps.fetcher.get(url, requestOf(site.settings)));
  const direct = await attempt(() => tryDocument(site, response.url, guessKind(response)));
  if (direct) return { ...direct, reason: "the address itself is one" };

  const named = await deps.reader.run("feedLinks", {
    bytes: response.body,
    contentType: response.contentType,
    url: response.url,
  });
  const inRobots = await sitemapsInRobots(deps, response.url);
  const listing: FeedCandidate = {
    url: response.url,
    kind: "listing",
    title: null,
    reason: "the page lists articles",
  };
  const seen = new Set([response.url]);
  for (const candidate of [...named.slice(0, 8), ...inRobots, ...wellKnownFeedUrls(response.url), listing]) {
    if (seen.has(candidate.url) && candidate !== listing) continue;
    seen.add(candidate.url);
    options.onTry?.(candidate);
    const kind = candidate.kind === "unknown" ? "rss" : candidate.kind;
    const found = await attempt(() => tryKind(site, candidate.url, kind, candidate.reason));
    if (found && found.reading.entries.length > 0) return found;
  }
  throw new DomainError(
    "upstream",
    `${url} names no feed, and no list of articles could be found on it. Give the feed's own address, or selectors for the list.`,
  );
}

/** The Sitemap lines of robots.txt (sitemaps.org, "Specifying the Sitemap location in your robots.txt file"). */
async function sitemapsInRobots({ fetcher }: Deps, url: string): Promise<FeedCandidate[]> {
  const robots = await attempt(() =>
    fetcher.get(new URL("/robots.txt", url).href, { maxBodyBytes: 500_000 }),
  );
  if (!robots) return [];
  const lines = new TextDecoder()
    .decode(robots.body)
    .matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(https?:\/\/\S{1,2000})/gim);
  return Array.from(lines, ([, address = ""]) => address)
    .filter((address) => URL.canParse(address))
    .slice(0, 3)
    .map((address) => ({ url: address, kind: "sitemap", title: null, reason: "robots.txt names it" }));
}

async function explained<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FetchError || error instanceof ReadError)
      throw new DomainError("upstream", error.message, { cause: error });
    throw error;
  }
}

function requestOf({ userAgent, ignoreRobots }: SourceSettings): {
  userAgent: string | null;
  ignoreRobots: boolean;
} {
  return { userAgent: userAgent ?? null, ignoreRobots: ignoreRobots ?? false };
}

async function tryDocument(site: Site, url: string, kind: SourceKind): Promise<ProbeResult> {
  const result = await tryKind(site, url, kind, "");
  if (result.reading.warnings.some((warning) => warning.startsWith("the feed is now at")))
    throw new ReadError("html", "The page is no feed itself.");
  return result;
}

async function tryKind(
  { deps, settings }: Site,
  url: string,
  kind: SourceKind,
  reason: string,
): Promise<ProbeResult> {
  const reading = await readSource(deps, { ...blankSource(url, kind), settings }, { unconditional: true });
  return { url: reading.state.url, kind: reading.state.kind, reading, reason };
}

async function attempt<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FetchError || error instanceof ReadError) return null;
    throw error;
  }
}

function guessKind({ contentType, url, body }: FetchResponse): SourceKind {
  const type = contentType?.toLowerCase() ?? "";
  const start = Buffer.from(body.subarray(0, 1_000)).toString("latin1");
  if (/<(urlset|sitemapindex)[\s>]/.test(start)) return "sitemap";
  if (url.includes("/wp-json/")) return "wp-json";
  if (type.includes("json") || /^\s*\{/.test(start)) return "json";
  return start.includes("<feed") ? "atom" : "rss";
}

export function blankSource(
  url: string,
  kind: SourceKind,
): Pick<Source, "id" | "url" | "kind" | "etag" | "lastModified" | "settings" | "siteUrl"> {
  return { id: 0, url, kind, etag: null, lastModified: null, settings: {}, siteUrl: null };
}
