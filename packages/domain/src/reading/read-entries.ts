import { gunzipSync } from "node:zlib";

import { decodeText } from "@cti/pipeline/charset";
import { parseFeed } from "@cti/pipeline/feed/parse-feed";
import { readListing } from "@cti/pipeline/listing/read-listing";
import { readSitemap } from "@cti/pipeline/sitemap";
import { readWpPosts } from "@cti/pipeline/wp-json";

import { type Entry, type ListedEntry, toEntries } from "./entry.ts";
import type { Document } from "./document.ts";

export type EntriesTask = Document & {
  kind: "rss" | "atom" | "json" | "sitemap" | "listing" | "wp-json" | "file";
  scope: string;
  now: Date;
  maxItems: number;
  selectors: Record<string, string> | null;
};

export type EntryList = {
  title: string;
  siteUrl: string | null;
  entries: Entry[];
  /** Sitemaps that this sitemap points to, newest first. */
  sitemaps: string[];
  warnings: string[];
};

/** The entries that a source's document lists. Throws the parsers' errors, each with a reason. */
export function readEntries(task: EntriesTask): EntryList {
  const { text, replaced } = decodeText(unpacked(task.bytes), task.contentType);
  const read = readKind(task, text);
  const { entries, repeated } = toEntries(read.listed, task.scope);
  const warnings = [...read.warnings];
  if (replaced > 0) warnings.push(`${replaced} characters could not be decoded`);
  if (repeated > 0) warnings.push(`${repeated} entries are listed twice`);
  return { title: read.title, siteUrl: read.siteUrl, sitemaps: read.sitemaps, entries, warnings };
}

/** Sitemaps are often files packed with gzip, which the server does not call an encoding. */
function unpacked(bytes: Uint8Array): Uint8Array {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes }) : bytes;
}

const maxUnpackedBytes = 60_000_000;

type KindRead = Omit<EntryList, "entries"> & { listed: ListedEntry[] };

function readKind({ kind, url, now, maxItems, selectors }: EntriesTask, text: string): KindRead {
  const none = { title: "", siteUrl: null, sitemaps: [] };
  switch (kind) {
    case "rss":
    case "atom":
    case "json":
    case "file": {
      const feed = parseFeed(text, { url, now, maxItems });
      return {
        ...none,
        title: feed.title,
        siteUrl: feed.siteUrl,
        listed: feed.items,
        warnings: feed.warnings,
      };
    }
    case "wp-json": {
      const { items, warnings } = readWpPosts(text, { url, now });
      return { ...none, listed: items, warnings };
    }
    case "listing": {
      const { items, warnings } = readListing(text, { url, now, selectors });
      return { ...none, listed: items.map((item) => ({ ...blank, ...item })), warnings };
    }
    case "sitemap": {
      const sitemap = readSitemap(text, { url, now, maxEntries: maxItems });
      if (sitemap.kind === "index")
        return { ...none, listed: [], sitemaps: newest(sitemap.entries), warnings: sitemap.warnings };
      const listed = sitemap.entries.map((entry) => ({
        ...blank,
        url: entry.url,
        title: entry.title ?? "",
        published: entry.published,
        updated: entry.lastModified,
      }));
      return { ...none, listed, warnings: sitemap.warnings };
    }
  }
}

const blank: ListedEntry = {
  guid: null,
  url: null,
  title: "",
  authors: [],
  categories: [],
  published: null,
  publishedRaw: null,
  publishedFlag: null,
  updated: null,
  language: null,
  summary: null,
  content: null,
};

/** Where no dates are given the last ones are the newest, as WordPress numbers them. */
function newest(entries: { url: string; lastModified: Date | null }[]): string[] {
  return entries
    .toReversed()
    .toSorted((a, b) => (b.lastModified?.getTime() ?? 0) - (a.lastModified?.getTime() ?? 0))
    .map(({ url }) => url);
}
