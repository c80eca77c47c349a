import { renderHtml } from "../html/serialise.ts";
import { collectLinks } from "../html/links.ts";
import { renderText } from "../html/text.ts";
import { countWords } from "../words.ts";
import { chooseSegments } from "./choose.ts";
import { keepSegments } from "./keep.ts";
import { readMetadata } from "./metadata.ts";
import { openDocument } from "./open-document.ts";
import { judge, type Verdict } from "./verdict.ts";
import type { Template } from "./template.ts";

export type PageKind = "article" | "listing" | "forum" | "product" | "documentation" | "other";

/** A page without its surroundings. Dates are raw strings as found; `canonicalUrl` is only the page's claim. */
export type ReadPage = {
  title: string;
  authors: string[];
  published: string | null;
  modified: string | null;
  language: string | null;
  canonicalUrl: string | null;
  siteName: string | null;
  summary: string | null;
  text: string;
  html: string;
  links: { url: string; text: string }[];
  wordCount: number;
  kind: PageKind;
  verdict: Verdict;
  oversize: boolean;
  template: Template | null;
  templateUsed: boolean;
};

/**
 * Finds the main text of a page and what the page says about itself. Pure and bounded: linear in the length of
 * the page, whatever it contains. Pass the last `template` of the same source to go straight to its content.
 */
export function readPage(html: string, options: { url: string; template?: Template | null }): ReadPage {
  const { document, segmented } = openDocument(html);
  const metadata = readMetadata(document, options.url);
  const chosen = chooseSegments(segmented, metadata, options.url);
  keepSegments(segmented.segments, segmented.boxes, (at) => chosen[at] === 1);
  const { root } = document;
  const text = renderText(root);
  const wordCount = countWords(text);
  return {
    title: metadata.title,
    authors: metadata.authors,
    published: metadata.published,
    modified: metadata.modified,
    language: metadata.language,
    canonicalUrl: metadata.canonicalUrl,
    siteName: metadata.siteName,
    summary: metadata.summary,
    text,
    html: renderHtml(root, metadata.base),
    links: collectLinks(root, metadata.base),
    wordCount,
    kind: "article",
    verdict: judge({ title: metadata.title, text, wordCount }),
    oversize: document.oversize,
    template: null,
    templateUsed: false,
  };
}
