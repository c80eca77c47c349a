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
  const shared = fragmentsByPage(listed);
  // Cleaned before the keys are made: what is stored must be found again by them.
  for (const item of storable(listed)) {
    const guid = item.guid ? bounded(item.guid) : null;
    const page = item.url && sameArticleKey(item.url);
    const isPart = page ? (shared.get(page)?.size ?? 0) > 1 && guid !== null : false;
    const name = page && isPart ? `${page}${fragmentOf(item.url)}` : page;
    const urlKey = bounded(name || `${scope}#${guid ?? digest(item.title)}`);
    const entry = { ...item, guid, urlKey, entryKey: guid ?? urlKey, isPart, hash: hashOf(item) };
    if (!byKey.has(entry.entryKey)) byKey.set(entry.entryKey, entry);
  }
  return { entries: [...byKey.values()], repeated: listed.length - byKey.size };
}

/** Link logs list many entries on one page; there the fragment tells them apart, elsewhere it says nothing. */
function fragmentsByPage(listed: ListedEntry[]): Map<string, Set<string>> {
  const fragments = new Map<string, Set<string>>();
  for (const { url } of listed) {
    const page = url && sameArticleKey(url);
    if (page) fragments.set(page, (fragments.get(page) ?? new Set()).add(fragmentOf(url)));
  }
  return fragments;
}

function fragmentOf(url: string | null): string {
  const at = url?.indexOf("#") ?? -1;
  return url && at >= 0 ? url.slice(at) : "";
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
