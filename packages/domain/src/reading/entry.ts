import { createHash } from "node:crypto";

import { sameArticleKey } from "@cti/pipeline/canonical-url";

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
  /** Changes when the source says something else about the entry. */
  hash: string;
};

export type ListedEntry = Omit<Entry, "entryKey" | "urlKey" | "hash">;

/** Gives entries their keys and drops those that the source lists twice. `scope` keeps entries without a URL apart. */
export function toEntries(listed: ListedEntry[], scope: string): { entries: Entry[]; repeated: number } {
  const byKey = new Map<string, Entry>();
  for (const item of listed) {
    const guid = item.guid ? bounded(item.guid) : null;
    const urlKey = bounded(
      (item.url && sameArticleKey(item.url)) || `${scope}#${guid ?? digest(item.title)}`,
    );
    const entry = { ...item, guid, urlKey, entryKey: guid ?? urlKey, hash: hashOf(item) };
    if (!byKey.has(entry.entryKey)) byKey.set(entry.entryKey, entry);
  }
  return { entries: [...byKey.values()], repeated: listed.length - byKey.size };
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
