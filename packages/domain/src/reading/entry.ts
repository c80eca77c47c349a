import { createHash } from "node:crypto";

import { sameArticleKey } from "@cti/pipeline/canonical-url";

import { storable } from "../storable.ts";

/** What a source lists, whatever its kind: an article by name, before its page is read. */
export type Entry = {
  /** By this the source names the entry: its guid (hashed when long), else its URL key. */
  entryKey: string;
  guid: string | null;
  url: string | null;
  /** By this two URLs are the same article. */
  urlKey: string;
  title: string;
  authors: string[];
  categories: string[];
  published: Date | null;
  publishedRaw: string | null;
  publishedFlag: string | null;
  updated: Date | null;
  language: string | null;
  summary: string | null;
  content: string | null;
  /** One of several entries on the same page: its words are the feed's, the page says more than it. */
  isPart: boolean;
  /** Changes when the source says something else about the entry. */
  hash: string;
};

export type ListedEntry = Omit<Entry, "entryKey" | "urlKey" | "isPart" | "hash">;

/** Gives entries their keys and drops those that the source lists twice. `scope` keeps entries without a URL apart. */
export function toEntries(listed: ListedEntry[], scope: string): { entries: Entry[]; repeated: number } {
  const byKey = new Map<string, Entry>();
  // Cleaned before the keys are made: what is stored must be found again by them.
  const clean = storable(listed);
  const isShared = findShared(clean);
  for (const item of clean) {
    const page = pageOf(item);
    const guid = item.guid && !isShared.guid(item.guid) ? bounded(item.guid) : null;
    const isPart = page !== null && isShared.page(page);
    const own = `#${guid ?? digest([item.title, item.summary, item.publishedRaw].join("\u0000"))}`;
    const name = page === null ? scope + own : isPart ? page + (fragmentOf(item.url) || own) : page;
    const urlKey = bounded(name);
    const entry = { ...item, guid, urlKey, entryKey: guid ?? urlKey, isPart, hash: hashOf(item) };
    if (!byKey.has(entry.entryKey)) byKey.set(entry.entryKey, entry);
  }
  return { entries: [...byKey.values()], repeated: listed.length - byKey.size };
}

/**
 * Link logs and advisory lists put many entries on one page: there each entry is a part of it.
 * An id that stands for entries at different addresses, or with different titles, identifies none of them.
 */
function findShared(listed: ListedEntry[]): {
  page: (key: string) => boolean;
  guid: (guid: string) => boolean;
} {
  const onPage = new Map<string, { names: Set<string>; titles: Set<string> }>();
  const withGuid = new Map<string, Set<string>>();
  for (const item of listed) {
    const page = pageOf(item);
    if (page !== null) {
      const shared = onPage.get(page) ?? { names: new Set(), titles: new Set() };
      shared.names.add(item.guid ?? item.title);
      shared.titles.add(item.title + fragmentOf(item.url));
      onPage.set(page, shared);
    }
    if (item.guid) withGuid.set(item.guid, (withGuid.get(item.guid) ?? new Set()).add(page ?? item.title));
  }
  return {
    page: (key) => (onPage.get(key)?.names.size ?? 0) > 1 && (onPage.get(key)?.titles.size ?? 0) > 1,
    guid: (guid) => (withGuid.get(guid)?.size ?? 0) > 1,
  };
}

function pageOf({ url }: ListedEntry): string | null {
  return url ? sameArticleKey(url) : null;
}

function fragmentOf(url: string | null): string {
  const at = url?.indexOf("#") ?? -1;
  return url && at >= 0 && url.length - at > 1 ? url.slice(at) : "";
}

function hashOf({ title, summary, content, updated }: ListedEntry): string {
  return digest([title, summary, content, updated?.toISOString()].join("\u0000"));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** PostgreSQL indexes at most 2,700 bytes of a key; longer ones go by their hash. */
function bounded(key: string): string {
  return Buffer.byteLength(key) <= 1_000 ? key : digest(key);
}
