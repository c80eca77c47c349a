import type { Source } from "@cti/db/schema/sources";
import { FetchError } from "@cti/fetch/fetch-error";
import type { FetchResponse } from "@cti/fetch/fetch-types";
import { type CompiledRules, compileRules, judge } from "@cti/pipeline/rules/match-rules";

import type { CollectDeps } from "../deps.ts";
import { createLimiter, type Limiter } from "../limiter.ts";
import type { ArticleText } from "../reading/read-article.ts";
import { ReadError } from "../reading/reader.ts";
import type { Entry } from "../reading/entry.ts";
import type { KnownArticle } from "./check-plan.ts";

/** An article to be read: new, or stored and due again. */
export type ToRead = { entry: Entry | null; article: KnownArticle | null };

/** What reading it gave. `text` is null when the page has not changed since (304). */
export type PageReading = ToRead & {
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
  limiter: Limiter;
  /** The rules that can be judged before a page is read; null when there are none. */
  unread: CompiledRules | null;
};

/** `concurrency` is how many pages of this source are in hand at the same time. */
export function openPageContext(source: Source, concurrency: number): PageContext {
  const exclude = (source.settings.exclude ?? []).filter(({ field }) => field !== "text");
  return {
    source,
    template: source.template,
    unreachable: new Map(),
    limiter: createLimiter(concurrency),
    unread: exclude.length > 0 ? compileRules({ exclude }) : null,
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

/** Fetches and reads pages; bounded by the limiter that all sources of a run share. Never rejects for a page. */
export function readPages(deps: CollectDeps, context: PageContext, items: ToRead[]): Promise<PageReading[]> {
  return Promise.all(items.map((item) => context.limiter(() => readOne(deps, context, item))));
}

async function readOne(deps: CollectDeps, context: PageContext, item: ToRead): Promise<PageReading> {
  const { source } = context;
  const url = item.entry?.url ?? item.article?.url ?? null;
  const needsPage =
    url !== null && /^https?:/.test(url) && !isComplete(item) && !isRejectedUnread(context, item);
  const fetched = needsPage ? await fetchPage(deps, context, item, url) : null;
  const response = fetched instanceof FetchError ? null : fetched;
  const page = response && { etag: response.etag, lastModified: response.lastModified };
  const failure = fetched instanceof FetchError ? describe(fetched) : null;
  if (response?.notModified) return { ...item, text: null, page: null, error: null };
  try {
    const text = await deps.reader.run("article", {
      entry: item.entry ?? entryOf(item.article),
      page: response && { bytes: response.body, contentType: response.contentType, url: response.url },
      template: context.template as never,
      rules: hasRules(source) ? source.settings : null,
      now: deps.now(),
    });
    context.template = text.template;
    return { ...item, text, page, error: failure ?? refusalOf(text) };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return withoutPage(deps, context, item, { reason: error.reason, message: error.message });
  }
}

/** A page that no thread survives still leaves what the feed says. */
async function withoutPage(
  deps: CollectDeps,
  context: PageContext,
  item: ToRead,
  error: { reason: string; message: string },
): Promise<PageReading> {
  const task = {
    entry: item.entry ?? entryOf(item.article),
    page: null,
    template: null,
    rules: hasRules(context.source) ? context.source.settings : null,
    now: deps.now(),
  };
  const text = await deps.reader
    .run("article", task)
    .catch(() =>
      deps.reader.run("article", { ...task, entry: { ...task.entry, content: null, summary: null } }),
    );
  return { ...item, text, page: null, error };
}

async function fetchPage(
  deps: CollectDeps,
  { source, unreachable }: PageContext,
  { article }: ToRead,
  url: string,
): Promise<FetchResponse | FetchError> {
  const host = URL.canParse(url) ? new URL(url).host : "";
  const gone = unreachable.get(host);
  if (gone && gone.count >= patience)
    return new FetchError(gone.error.reason as FetchError["reason"], gone.error.message, { url });
  try {
    const response = await deps.fetcher.get(url, {
      accept: "text/html, application/xhtml+xml, application/pdf;q=0.8, text/plain;q=0.7, */*;q=0.5",
      userAgent: source.settings.userAgent ?? null,
      ignoreRobots: source.settings.ignoreRobots ?? false,
      etag: article?.pageEtag ?? null,
      lastModified: article?.pageLastModified ?? null,
    });
    unreachable.delete(host);
    return response;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    if (unreachableReasons.has(error.reason))
      unreachable.set(host, { count: (gone?.count ?? 0) + 1, error: describe(error) });
    return error;
  }
}

/** An entry that is a part of a page is as complete as it will be when the feed gives its words. */
function isComplete({ entry }: ToRead): boolean {
  return entry?.isPart === true && Boolean(entry.content || entry.summary);
}

/** Title and URL are known before the page is: what they exclude is not fetched. */
function isRejectedUnread({ unread }: PageContext, { entry, article }: ToRead): boolean {
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
