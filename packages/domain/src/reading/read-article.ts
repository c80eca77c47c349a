import { canonicalUrl, sameArticleKey } from "@cti/pipeline/canonical-url";
import { decodeText } from "@cti/pipeline/charset";
import { readDate } from "@cti/pipeline/dates";
import { detectLanguage } from "@cti/pipeline/language";
import { PdfError, readPdf } from "@cti/pipeline/pdf";
import { plainText } from "@cti/pipeline/plain-text";
import { readFragment } from "@cti/pipeline/readable/read-fragment";
import { readPage } from "@cti/pipeline/readable/read-page";
import type { Template } from "@cti/pipeline/readable/template";
import { compileRules, judge, type SourceRules } from "@cti/pipeline/rules/match-rules";
import { contentHash } from "@cti/pipeline/similarity/content-hash";
import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { understand } from "@cti/pipeline/entities/understand";
import type { Understanding } from "@cti/pipeline/entities/understanding";
import { siteName } from "@cti/pipeline/site-name";
import { countWords } from "@cti/pipeline/words";

import type { Entry } from "./entry.ts";
import { storable } from "../storable.ts";
import type { Document } from "./document.ts";

export type ArticleTask = {
  entry: Pick<Entry, "url" | "title" | "authors" | "published" | "language" | "summary" | "content">;
  page: Document | null;
  template: Template | null;
  rules: SourceRules | null;
  /** The source speaks for the site of this entry, so its words may stand for the page's. */
  isOwnSite: boolean;
  /** Sites of the source: what an article says of them is no indicator. */
  ownSites: string[];
  sourceId: number;
  extract: boolean;
  now: Date;
};

/** An article's words, from its page or from the feed, whichever says more. */
export type ArticleText = {
  title: string;
  authors: string[];
  published: Date | null;
  publishedRaw: string | null;
  publishedFlag: string | null;
  modified: Date | null;
  language: string | null;
  /** What the page calls itself when that is on the same site, else where its redirects ended. */
  canonicalUrl: string | null;
  summary: string | null;
  text: string;
  html: string;
  links: { url: string; text: string }[];
  wordCount: number;
  contentHash: string | null;
  textSource: "page" | "feed" | "pdf" | "none";
  /** Why the page is no article: blocked, consent, soft_404; null when it is one. */
  refusal: string | null;
  rejectedReason: string | null;
  oversize: boolean;
  template: Template | null;
  /** Null when nothing was to be extracted. */
  understanding: Understanding | null;
};

type Words = Pick<ArticleText, "text" | "html" | "links" | "wordCount" | "oversize">;
type Read = Words &
  Pick<
    ArticleText,
    "textSource" | "title" | "authors" | "canonicalUrl" | "summary" | "language" | "template" | "refusal"
  > & {
    rawDates: { published: string | null; modified: string | null };
  };

export async function readArticle(task: ArticleTask, knowledge: Knowledge | null): Promise<ArticleText> {
  const article = await readWords(task);
  if (!knowledge || !task.extract || article.rejectedReason !== null) return article;
  return { ...article, understanding: understand(subjectOf(task, article), knowledge) };
}

function subjectOf({ entry, page, ownSites, sourceId }: ArticleTask, article: ArticleText): Subject {
  const own = [entry.url, page?.url, article.canonicalUrl].flatMap((url) => (url && siteName(url)) ?? []);
  return {
    ...article,
    sourceId,
    ownHosts: [...new Set([...ownSites, ...own])],
    hasAuthor: article.authors.length > 0,
    hasDate: article.published !== null,
  };
}

type Subject = Parameters<typeof understand>[0];

async function readWords({
  entry,
  page,
  template,
  rules,
  isOwnSite,
  now,
}: ArticleTask): Promise<ArticleText> {
  const read = page ? await readDocument(page, template) : nothing(template);
  if (page && endsAtHome(entry.url, page.url)) read.refusal = "soft_404";
  const fromFeed = feedWords(entry);
  const useFeed =
    fromFeed !== null &&
    (read.refusal !== null || read.wordCount === 0 || (isOwnSite && fromFeed.wordCount > read.wordCount));
  // Cleaned before anything is found in it: offsets are those of the stored text.
  const words: Words = storable(useFeed ? fromFeed : read.refusal === null ? read : empty);
  const title = storable(entry.title || read.title || firstLine(words.text));
  const verdict = rules ? judge({ title, url: entry.url, text: words.text }, compileRules(rules)) : null;
  const date = readDate(read.rawDates.published ?? "", now);
  const declared = entry.language ?? read.language;
  return {
    title,
    authors: entry.authors.length > 0 ? entry.authors : read.authors,
    published: entry.published ?? date?.at ?? null,
    publishedRaw: entry.published ? null : read.rawDates.published,
    publishedFlag: entry.published
      ? null
      : (date?.flag ?? (read.rawDates.published && !date ? "unreadable" : null)),
    modified: readDate(read.rawDates.modified ?? "", now)?.at ?? null,
    language: detectLanguage(words.text) ?? declared?.toLowerCase().split(/[-_]/)[0] ?? null,
    canonicalUrl:
      trusted(read.canonicalUrl, page?.url ?? entry.url) ?? canonicalUrl(page?.url ?? entry.url ?? ""),
    summary: read.summary ?? (entry.summary && !useFeed ? plainText(entry.summary).slice(0, 2_000) : null),
    text: words.text,
    html: words.html,
    links: words.links,
    wordCount: words.wordCount,
    contentHash: words.wordCount > 0 ? contentHash(words.text) : null,
    textSource: words.wordCount === 0 ? "none" : useFeed ? "feed" : read.textSource,
    refusal: read.refusal,
    rejectedReason: verdict && !verdict.accepted ? verdict.reason : null,
    oversize: words.oversize,
    template: read.template,
    understanding: null,
  };
}

async function readDocument(page: Document, template: Template | null): Promise<Read> {
  if (isPdf(page)) return readPdfDocument(page, template);
  const { text } = decodeText(page.bytes, page.contentType);
  if (isPlainText(page)) return { ...nothing(template), ...plainWords(text), textSource: "page" };
  const read = readPage(text, { url: page.url, template });
  return {
    ...read,
    textSource: "page",
    refusal: read.verdict === "ok" || read.verdict === "too_short" ? null : read.verdict,
    rawDates: { published: read.published, modified: read.modified },
  };
}

async function readPdfDocument(page: Document, template: Template | null): Promise<Read> {
  try {
    const { title, authors, publishedRaw, text, oversize } = await readPdf(page.bytes);
    const rawDates = { published: publishedRaw, modified: null };
    return {
      ...nothing(template),
      ...plainWords(text),
      oversize,
      title: title ?? "",
      authors,
      rawDates,
      textSource: "pdf",
    };
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return { ...nothing(template), refusal: "unreadable_pdf" };
  }
}

const empty: Words = { text: "", html: "", links: [], wordCount: 0, oversize: false };

function nothing(template: Template | null): Read {
  return {
    ...empty,
    textSource: "none",
    title: "",
    authors: [],
    canonicalUrl: null,
    summary: null,
    language: null,
    template,
    refusal: null,
    rawDates: { published: null, modified: null },
  };
}

function feedWords({ content, summary, url }: ArticleTask["entry"]): Words | null {
  const html = (content?.length ?? 0) >= (summary?.length ?? 0) ? content : summary;
  return html ? readFragment(html.replace(/\r\n?/g, "\n"), { url: url ?? "" }) : null;
}

function plainWords(text: string): Words {
  const kept = text.slice(0, 5_000_000);
  const html = `<pre>${kept.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")}</pre>`;
  return {
    text: kept.trim(),
    html,
    links: [],
    wordCount: countWords(kept),
    oversize: kept.length < text.length,
  };
}

/** A page may not claim to be another site's article, nor may all articles claim to be the home page. */
function trusted(claimed: string | null, actual: string | null): string | null {
  if (!claimed || !actual) return null;
  const [claim, page] = [canonicalUrl(claimed), canonicalUrl(actual)];
  if (!claim || !page) return null;
  const [claimedUrl, pageUrl] = [new URL(claim), new URL(page)];
  const isHome = claimedUrl.pathname === "/" && claimedUrl.search === "";
  const sameHost = sameArticleKey(claimedUrl.origin) === sameArticleKey(pageUrl.origin);
  return sameHost && (!isHome || pageUrl.pathname === "/") ? claim : null;
}

/** A site that has removed an article often sends its readers to the home page instead of saying so. */
function endsAtHome(listed: string | null, reached: string): boolean {
  return new URL(reached).pathname === "/" && listed !== null && new URL(listed).pathname !== "/";
}

function isPdf({ contentType, bytes, url }: Document): boolean {
  if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46) return true;
  return (
    contentType?.toLowerCase().startsWith("application/pdf") === true ||
    (contentType === null && url.endsWith(".pdf"))
  );
}

function isPlainText({ contentType }: Document): boolean {
  return contentType?.toLowerCase().startsWith("text/plain") === true;
}

function firstLine(text: string): string {
  return text.slice(0, 400).split("\n")[0]?.slice(0, 200) ?? "";
}
