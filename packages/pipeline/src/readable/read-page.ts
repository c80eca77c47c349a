import { collectLinks } from "../html/links.ts";
import { renderHtml } from "../html/serialise.ts";
import { renderText } from "../html/text.ts";
import { BLOCK_TAGS, parseHtml, type HtmlDocument, type HtmlElement } from "../html/tree.ts";
import { countWords } from "../words.ts";
import { applyTemplate } from "./apply-template.ts";
import { chooseSegments } from "./choose.ts";
import { dropUnreadable, keepSegments } from "./keep.ts";
import { guessKind, type PageKind } from "./kind.ts";
import { readMetadata, type Metadata } from "./metadata.ts";
import { segmentsShown } from "./noscript.ts";
import { guessRoots } from "./roots.ts";
import { learnTemplate, mergeTemplates, type Template } from "./template.ts";
import { judge, type Verdict } from "./verdict.ts";

/** A page without its surroundings. Dates are raw strings as found; `canonicalUrl` is only the page's claim. */
export type ReadPage = {
  /** One line, without the site's name; "" if there is none. */
  title: string;
  authors: string[];
  published: string | null;
  modified: string | null;
  /** BCP 47, as declared. */
  language: string | null;
  canonicalUrl: string | null;
  siteName: string | null;
  summary: string | null;
  /** Paragraphs separated by a blank line, "- x" items, table rows joined by " | ", code verbatim. */
  text: string;
  /** The same content as sanitised HTML. */
  html: string;
  links: { url: string; text: string }[];
  wordCount: number;
  kind: PageKind;
  verdict: Verdict;
  /** A limit cut something off. */
  oversize: boolean;
  /** What to pass for the next page of the same source. */
  template: Template | null;
  templateUsed: boolean;
};

/**
 * Finds the main text of a page and what the page says about itself. Pure and bounded: linear in the length of
 * the page, whatever it contains. With the last `template` of the same source it goes straight to the content.
 */
export function readPage(html: string, options: { url: string; template?: Template | null }): ReadPage {
  const document = parseHtml(html);
  const metadata = readMetadata(document, options.url);
  const content = contentOf(document, metadata, options);
  const text = renderText(content.root);
  const body = text === "" ? (metadata.summary ?? "") : text;
  const wordCount = countWords(body);
  const verdict = judge({ title: metadata.title, text: body, wordCount, shown: content.shown });
  return {
    title: metadata.title,
    authors: metadata.authors,
    published: metadata.published,
    modified: metadata.modified,
    language: metadata.language,
    canonicalUrl: metadata.canonicalUrl,
    siteName: metadata.siteName,
    summary: metadata.summary,
    text: body,
    html: renderHtml(content.root, metadata.base),
    links: collectLinks(content.root, metadata.base),
    wordCount,
    kind: content.kind,
    verdict,
    oversize: document.oversize,
    // A wall in front of the page has a layout, too, and must not replace that of the pages behind it.
    template: verdict === "ok" ? content.template : (options.template ?? null),
    templateUsed: content.templateUsed,
  };
}

type Content = {
  root: HtmlElement;
  kind: PageKind;
  template: Template | null;
  templateUsed: boolean;
  /** All that a page with few words shows. */
  shown: string;
};

/** By the known layout if it fits, else by looking at all of the page. */
function contentOf(
  document: HtmlDocument,
  metadata: Metadata,
  { url, template = null }: { url: string; template?: Template | null },
): Content {
  if (template !== null) {
    const root = applyTemplate(document.root, template);
    if (root !== null) return { root, kind: template.kind, template, templateUsed: true, shown: "" };
    restore(document.root);
  }
  const segmented = segmentsShown(document);
  const kind = guessKind(segmented, metadata, url);
  const chosen = chooseSegments({ ...segmented, kind, roots: guessRoots(segmented, kind), metadata });
  const declared = declaredBody(metadata.structured.body, segmented.words);
  if (declared !== null) return { root: declared, kind, template, templateUsed: false, shown: "" };
  keepSegments(segmented, chosen);
  const learned = mergeTemplates(template, learnTemplate(segmented, chosen, kind));
  const shown = segmented.words < FEW_SHOWN ? segmented.segments.map(({ text }) => text).join(" ") : "";
  return { root: segmented.boxes[0].element, kind, template: learned, templateUsed: false, shown };
}

const FEW_WORDS = 60;
const FEW_SHOWN = 200;

/** The article as structured data has it, where the page itself shows next to nothing. */
function declaredBody(body: string | null, shownWords: number): HtmlElement | null {
  if (body === null || shownWords >= FEW_WORDS) return null;
  const markup = /<(?:p|div|br|h\d)\b/i.test(body) ? body : `<p>${body.split(/\n+/).join("<p>")}`;
  const { root } = parseHtml(markup);
  dropUnreadable(root);
  return countWords(renderText(root)) >= 2 * FEW_WORDS ? root : null;
}

/** Takes back the marks of a layout that did not fit. */
function restore(body: HtmlElement): void {
  const stack = [body];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    at.muted = false;
    at.dropped &&= !BLOCK_TAGS.has(at.tag);
    for (const child of at.children) if (typeof child !== "string") stack.push(child);
  }
}
