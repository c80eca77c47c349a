import type { Source } from "@cti/db/schema/sources";
import { FetchError } from "@cti/fetch/fetch-error";
import type { FetchResponse } from "@cti/fetch/fetch-types";
import { siteName } from "@cti/pipeline/site-name";
import { type CompiledRules, compileRules, judge } from "@cti/pipeline/rules/match-rules";

import type { CollectDeps } from "../deps.ts";
import type { ArticleTask, ArticleText } from "../reading/read-article.ts";
import { ReadError } from "../reading/reader.ts";
import type { Entry } from "../reading/entry.ts";
import type { KnownArticle } from "./check-plan.ts";

/** An article to be read: new, or stored and due again. */
export type ToRead = { entry: Entry | null; article: KnownArticle | null };

/** What reading it gave. `text` is null when the page has not changed since (304). */
export type PageReading = ToRead & {
  /** none: it needs no page; skipped: its host is down, so it was not tried. */
  visit: "read" | "not_modified" | "failed" | "skipped" | "none";
  text: ArticleText | null;
  page: { etag: string | null; lastModified: string | null } | null;
  error: { reason: string; message: string } | null;
};

/** What one check carries from page to page. */
export type PageContext = {
  source: Source;
  template: unknown;
  /** Hosts that could not be reached in a row; after three the rest of their pages wait for another check. */
  unreachable: Map<string, { count: number; error: { reason: string; message: string } }>;
  /** Pages of this source in hand at the same time. */
  concurrency: number;
  /** The rules that can be judged before a page is read; null when there are none. */
  unread: CompiledRules | null;
  /** No page is begun once it has aborted; those in hand go back to the queue. */
  signal: AbortSignal | null;
};

export function openPageContext(
  source: Source,
  { concurrency, signal = null }: { concurrency: number; signal?: AbortSignal | null },
): PageContext {
  const exclude = (source.settings.exclude ?? []).filter(({ field }) => field !== "text");
  return {
    source,
    template: source.template,
    unreachable: new Map(),
    concurrency,
    unread: exclude.length > 0 ? compileRules({ exclude }) : null,
    signal,
  };
}

const patience = 3;
const unreachableReasons = new Set([
  "dns",
  "connect",
  "timeout",
  "tls",
  "connection",
  "blocked_address",
  "blocked_port",
  "rate_limited",
]);

/** Text and HTML of one batch, in UTF-16 units; bounds memory when pages are large. */
const batchUnits = 4_000_000;
/** A polite pace is slow; what has been read is not left unsaved for longer than this. */
const batchMs = 15_000;

/**
 * Takes articles off the queue, fetches and reads them until the batch is full, the queue is empty or the signal
 * aborts. Never rejects for a page.
 */
export async function readBatch(
  deps: CollectDeps,
  context: PageContext,
  queue: ToRead[],
  size: number,
): Promise<PageReading[]> {
  const readings: PageReading[] = [];
  const until = deps.now().getTime() + batchMs;
  let units = 0;
  const isOver = (): boolean =>
    readings.length >= size ||
    units >= batchUnits ||
    deps.now().getTime() >= until ||
    context.signal?.aborted === true;
  const readOn = async (): Promise<void> => {
    while (!isOver()) {
      const item = queue.shift();
      if (!item) return;
      const reading = await readOne(deps, context, item);
      if (!reading) return void queue.unshift(item);
      readings.push(reading);
      units += (reading.text?.text.length ?? 0) + (reading.text?.html.length ?? 0);
    }
  };
  await Promise.all(Array.from({ length: context.concurrency }, readOn));
  return refuseSamePages(deps, context, readings);
}

export function needsPage(context: Pick<PageContext, "unread">, item: ToRead): boolean {
  const url = item.entry?.url ?? item.article?.url ?? null;
  return url !== null && /^https?:/.test(url) && !isComplete(item) && !isRejectedUnread(context, item);
}

/** Null when the signal aborted before the page was there. */
async function readOne(deps: CollectDeps, context: PageContext, item: ToRead): Promise<PageReading | null> {
  const url = item.entry?.url ?? item.article?.url ?? "";
  const fetched = needsPage(context, item) ? await fetchPage(deps, context, item, url) : null;
  const response = fetched && "body" in fetched ? fetched : null;
  const failure = fetched && "error" in fetched ? fetched : null;
  if (failure?.error.reason === "cancelled" && context.signal?.aborted) return null;
  if (response?.notModified)
    return { ...item, visit: "not_modified", text: null, page: validatorsOf(response), error: null };
  try {
    const text = await deps.reader.run("article", {
      ...taskOf(deps, context, item),
      page: response && { bytes: response.body, contentType: response.contentType, url: response.url },
      template: context.template as never,
    });
    context.template = text.template;
    const visit = response ? "read" : (failure?.visit ?? "none");
    return {
      ...item,
      visit,
      text,
      page: response && validatorsOf(response),
      error: failure?.error ?? refusalOf(text),
    };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return withoutPage(deps, context, item, { reason: error.reason, message: error.message });
  }
}

function validatorsOf({ etag, lastModified }: FetchResponse): PageReading["page"] {
  return { etag, lastModified };
}

function taskOf(
  deps: CollectDeps,
  { source }: PageContext,
  item: ToRead,
): Omit<ArticleTask, "page" | "template"> {
  return {
    entry: item.entry ?? entryOf(item.article),
    rules: hasRules(source) ? source.settings : null,
    isOwnSite: isOwnSite(source, item.entry?.url ?? item.article?.url ?? null),
    ownSites: sitesOf(source),
    sourceId: source.id,
    extract: deps.limits.extract,
    now: deps.now(),
  };
}

/** A feed may speak for its own site; what it says of others' articles does not replace their pages. */
function isOwnSite(source: Source, url: string | null): boolean {
  const site = siteOf(url);
  return site === null || sitesOf(source).includes(site);
}

export function sitesOf({ url, siteUrl }: Pick<Source, "url" | "siteUrl">): string[] {
  return [url, siteUrl].flatMap((address) => siteOf(address) ?? []);
}

function siteOf(url: string | null): string | null {
  return url && URL.canParse(url) ? siteName(url) : null;
}

/** An outage or a login page is the same for all articles: then none of them has been read. */
async function refuseSamePages(
  deps: CollectDeps,
  context: PageContext,
  readings: PageReading[],
): Promise<PageReading[]> {
  const titles = new Map<string, Set<string>>();
  for (const { article, entry, text } of readings) {
    if (article || !entry?.title || !text?.contentHash || text.textSource !== "page") continue;
    titles.set(text.contentHash, (titles.get(text.contentHash) ?? new Set()).add(entry.title));
  }
  const error = { reason: "same_page", message: "The site shows the same page for different articles." };
  const kept: PageReading[] = [];
  for (const reading of readings) {
    const isSame = reading.visit === "read" && (titles.get(reading.text?.contentHash ?? "")?.size ?? 0) > 1;
    kept.push(isSame && !reading.article ? await withoutPage(deps, context, reading, error) : reading);
  }
  return kept;
}

/** A page that no thread survives still leaves what the feed says. */
async function withoutPage(
  deps: CollectDeps,
  context: PageContext,
  item: ToRead,
  error: { reason: string; message: string },
): Promise<PageReading> {
  const task = { ...taskOf(deps, context, item), page: null, template: null };
  const text = await deps.reader
    .run("article", task)
    .catch(() =>
      deps.reader.run("article", { ...task, entry: { ...task.entry, content: null, summary: null } }),
    );
  return { entry: item.entry, article: item.article, visit: "failed", text, page: null, error };
}

async function fetchPage(
  deps: CollectDeps,
  { source, unreachable, signal }: PageContext,
  { article }: ToRead,
  url: string,
): Promise<FetchResponse | PageFailure> {
  const host = URL.canParse(url) ? new URL(url).host : "";
  const gone = unreachable.get(host);
  if (gone && gone.count >= patience) return { visit: "skipped", error: gone.error };
  try {
    const response = await deps.fetcher.get(url, {
      accept: "text/html, application/xhtml+xml, application/pdf;q=0.8, text/plain;q=0.7, */*;q=0.5",
      userAgent: source.settings.userAgent ?? null,
      ignoreRobots: source.settings.ignoreRobots ?? false,
      etag: article?.pageEtag ?? null,
      lastModified: article?.pageLastModified ?? null,
      signal: signal ?? undefined,
    });
    unreachable.delete(host);
    return response;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    if (unreachableReasons.has(error.reason))
      unreachable.set(host, { count: (gone?.count ?? 0) + 1, error: describe(error) });
    return { visit: "failed", error: describe(error) };
  }
}

type PageFailure = { visit: "failed" | "skipped"; error: { reason: string; message: string } };

/** An entry that is a part of a page is as complete as it will be when the feed gives its words. */
function isComplete({ entry }: ToRead): boolean {
  return entry?.isPart === true && Boolean(entry.content || entry.summary);
}

/** Title and URL are known before the page is: what they exclude is not fetched. */
function isRejectedUnread({ unread }: Pick<PageContext, "unread">, { entry, article }: ToRead): boolean {
  if (!entry || article || !unread) return false;
  return !judge({ title: entry.title, url: entry.url, text: "" }, unread).accepted;
}

function hasRules({ settings }: Source): boolean {
  return Boolean(settings.include?.length || settings.exclude?.length);
}

function entryOf(
  article: KnownArticle | null,
): Pick<Entry, "url" | "title" | "authors" | "published" | "language" | "summary" | "content"> {
  const blank = { authors: [], language: null, summary: null, content: null };
  return {
    ...blank,
    url: article?.url ?? null,
    title: article?.title ?? "",
    published: article?.publishedAt ?? null,
  };
}

function refusalOf({ refusal }: ArticleText): PageReading["error"] {
  if (refusal === null) return null;
  return { reason: refusal, message: refusals[refusal] ?? `The page holds no article (${refusal}).` };
}

const refusals: Record<string, string> = {
  blocked: "The site answers with a challenge instead of the article.",
  consent: "The site shows a consent wall instead of the article.",
  soft_404: "The page says that the article is not there.",
  unreadable_pdf: "The PDF cannot be read.",
};

function describe(error: FetchError): { reason: string; message: string } {
  return { reason: error.reason, message: error.message };
}
