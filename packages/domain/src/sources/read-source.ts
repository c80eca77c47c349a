import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Source, SourceKind } from "@cti/db/schema/sources";
import { FetchError } from "@cti/fetch/fetch-error";
import type { FetchResponse, TraceEvent } from "@cti/fetch/fetch-types";

import type { CollectDeps } from "../deps.ts";
import type { Entry } from "../reading/entry.ts";
import { ReadError } from "../reading/reader.ts";
import type { EntryList } from "../reading/read-entries.ts";

/** The part of a source's row that one check reads from and writes to. */
export type SourceState = { url: string; kind: SourceKind; etag: string | null; lastModified: string | null };

export type SourceReading = {
  state: SourceState;
  notModified: boolean;
  title: string;
  siteUrl: string | null;
  entries: Entry[];
  warnings: string[];
  wireBytes: number;
  /** How long the server asks us to wait; null when it does not say. */
  maxAgeMs: number | null;
};

type Subject = Pick<Source, "id" | "url" | "kind" | "etag" | "lastModified" | "settings" | "siteUrl">;

const accept: Record<SourceKind, string> = {
  rss: "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, application/feed+json;q=0.8, */*;q=0.5",
  atom: "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, application/feed+json;q=0.8, */*;q=0.5",
  json: "application/feed+json, application/json;q=0.9, */*;q=0.5",
  sitemap: "application/xml, text/xml;q=0.9, */*;q=0.5",
  listing: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
  "wp-json": "application/json",
  file: "*/*",
};

/** Sitemaps followed from one sitemap index, newest first. */
const maxSitemaps = 5;

/**
 * A source's saved state in, its new state and entries out; nothing is stored.
 * A page where a feed should be is searched once for the feed's new address.
 * @throws FetchError, ReadError: each with a reason.
 */
export async function readSource(
  deps: Pick<CollectDeps, "fetcher" | "reader" | "now" | "limits">,
  source: Subject,
  options: { signal?: AbortSignal; trace?: (event: TraceEvent) => void; unconditional?: boolean },
): Promise<SourceReading> {
  if (source.kind === "file") return readLocalFile(deps, source);
  const request = {
    accept: accept[source.kind],
    userAgent: source.settings.userAgent ?? null,
    ignoreRobots: source.settings.ignoreRobots ?? false,
    etag: options.unconditional ? null : source.etag,
    lastModified: options.unconditional ? null : source.lastModified,
    ...(options.signal && { signal: options.signal }),
    ...(options.trace && { trace: options.trace }),
  };
  const response = await deps.fetcher.get(source.url, request);
  const state = { ...stateOf(source, response), url: response.movedTo ?? source.url };
  const common = { state, wireBytes: response.wireBytes, maxAgeMs: response.maxAgeMs };
  const moved = response.movedTo ? [`moved for good to ${response.movedTo}`] : [];
  if (response.notModified)
    return { ...common, notModified: true, title: "", siteUrl: null, entries: [], warnings: moved };

  try {
    const list = await listEntries(deps, source, response);
    const more = await followSitemaps(deps, source, list, request);
    // An index may stay the same while its sitemaps change, so it is read whole each time.
    const isIndex = list.sitemaps.length > 0;
    return {
      ...common,
      ...(isIndex && { state: { ...state, etag: null, lastModified: null } }),
      ...list,
      entries: [...list.entries, ...more],
      warnings: [...moved, ...list.warnings],
      notModified: false,
    };
  } catch (error) {
    if (!(error instanceof ReadError) || error.reason !== "html") throw error;
    const found = await rediscover(deps, source, response, request);
    if (!found) throw new ReadError("not_a_feed", `${source.url} answers with a web page instead of a feed.`);
    return found;
  }
}

type Request = NonNullable<Parameters<CollectDeps["fetcher"]["get"]>[1]>;
type Deps = Pick<CollectDeps, "fetcher" | "reader" | "now" | "limits">;

async function listEntries(
  { reader, now, limits }: Deps,
  source: Subject,
  response: Pick<FetchResponse, "body" | "contentType" | "url">,
  kind: SourceKind = source.kind,
): Promise<EntryList> {
  return reader.run("entries", {
    kind,
    bytes: response.body,
    contentType: response.contentType,
    url: response.url,
    scope: `source:${source.id}`,
    now: now(),
    maxItems: limits.maxItems,
    selectors: source.settings.selectors ?? null,
  });
}

async function followSitemaps(
  deps: Deps,
  source: Subject,
  list: EntryList,
  request: Request,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const url of list.sitemaps.slice(0, maxSitemaps)) {
    try {
      const response = await deps.fetcher.get(url, { ...request, etag: null, lastModified: null });
      const part = await listEntries(deps, source, response);
      entries.push(...part.entries);
      list.warnings.push(...part.warnings);
    } catch (error) {
      if (!(error instanceof FetchError || error instanceof ReadError)) throw error;
      list.warnings.push(`${url}: ${error.message}`);
    }
  }
  if (list.sitemaps.length > maxSitemaps)
    list.warnings.push(`the newest ${maxSitemaps} of ${list.sitemaps.length} sitemaps were read`);
  return entries;
}

async function rediscover(
  deps: Deps,
  source: Subject,
  page: FetchResponse,
  request: Request,
): Promise<SourceReading | null> {
  const candidates = await deps.reader.run("feedLinks", {
    bytes: page.body,
    contentType: page.contentType,
    url: page.url,
  });
  for (const candidate of candidates
    .filter(({ kind }) => kind === "rss" || kind === "atom" || kind === "json")
    .slice(0, 3)) {
    try {
      const response = await deps.fetcher.get(candidate.url, { ...request, etag: null, lastModified: null });
      const kind = candidate.kind as SourceKind;
      const list = await listEntries(deps, source, response, kind);
      return {
        ...list,
        state: { ...stateOf(source, response), url: candidate.url, kind },
        notModified: false,
        warnings: [`the feed is now at ${candidate.url}`, ...list.warnings],
        wireBytes: page.wireBytes + response.wireBytes,
        maxAgeMs: response.maxAgeMs,
      };
    } catch (error) {
      if (!(error instanceof FetchError || error instanceof ReadError)) throw error;
    }
  }
  return null;
}

function stateOf(source: Subject, response: FetchResponse): SourceState {
  return {
    url: source.url,
    kind: source.kind,
    // A 304 need not repeat the validators; those that were asked with hold on.
    etag: response.etag ?? (response.notModified ? source.etag : null),
    lastModified: response.lastModified ?? (response.notModified ? source.lastModified : null),
  };
}

const maxFileBytes = 60_000_000;

async function readRegularFile(url: string): Promise<Uint8Array> {
  const file = fileURLToPath(url);
  const { size, isRegular } = await stat(file).then((facts) => ({
    size: facts.size,
    isRegular: facts.isFile(),
  }));
  if (!isRegular) throw new Error("it is no regular file");
  if (size > maxFileBytes) throw new Error(`it is larger than ${maxFileBytes / 1e6} MB`);
  return readFile(file);
}

async function readLocalFile(deps: Deps, source: Subject): Promise<SourceReading> {
  const bytes = await readRegularFile(source.url).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ReadError("unreadable", `${source.url} cannot be read: ${why}`);
  });
  const list = await listEntries(deps, source, {
    body: new Uint8Array(bytes),
    contentType: null,
    url: source.siteUrl ?? source.url,
  });
  const state = { url: source.url, kind: source.kind, etag: null, lastModified: null };
  return { ...list, state, notModified: false, wireBytes: bytes.length, maxAgeMs: null };
}
