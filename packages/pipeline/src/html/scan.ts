import { attributesOf, type Attributes } from "./attributes.ts";

/** What the scanner tells as it goes; `false` from any of them stops the scan. */
export type HtmlSink = {
  open(tag: string, attributes: () => Attributes): boolean;
  close(tag: string): boolean;
  /** `raw` still carries its character references. */
  text(raw: string): boolean;
  /** The content of script, style, title, textarea …: text that holds no tags. */
  rawText(tag: string, attributes: () => Attributes, raw: string): boolean;
};

/**
 * Walks over HTML once, following the tokenizer of the HTML standard (§13.2.5) where it matters for text:
 * comments, raw text elements, quoted attributes, bogus comments. It has the whole page at hand and jumps with
 * `indexOf` instead of stepping through states, which makes it faster than a streaming tokenizer; linear on any input.
 */
export function scanHtml(html: string, sink: HtmlSink): void {
  const length = html.length;
  let at = 0;
  let from = 0;
  let to = 0;
  const attributes = (): Attributes => attributesOf(html, from, to);
  while (at < length) {
    const open = html.indexOf("<", at);
    if (open < 0) {
      sink.text(html.slice(at));
      return;
    }
    const kind = kindAt(html, open + 1);
    if (kind === TEXT) {
      const next = html.indexOf("<", open + 1);
      const end = next < 0 ? length : next;
      if (!sink.text(html.slice(at, end))) return;
      at = end;
      continue;
    }
    if (open > at && !sink.text(html.slice(at, open))) return;
    if (kind === MARKUP) {
      at = afterMarkup(html, open);
      continue;
    }
    const nameFrom = kind === CLOSE ? open + 2 : open + 1;
    const nameTo = nameEnd(html, nameFrom);
    const end = tagEnd(html, nameTo);
    if (end < 0) return;
    const tag = tagName(html, nameFrom, nameTo);
    at = end + 1;
    if (kind === CLOSE) {
      if (!sink.close(tag)) return;
      continue;
    }
    from = nameTo;
    to = end;
    const closing = RAW_TEXT.get(tag);
    if (closing === undefined) {
      if (!sink.open(tag, attributes)) return;
      continue;
    }
    closing.lastIndex = at;
    const close = closing.exec(html);
    const contentEnd = close === null ? length : close.index;
    if (!sink.rawText(tag, attributes, html.slice(at, contentEnd))) return;
    at = close === null ? length : Math.max(contentEnd, tagEnd(html, closing.lastIndex) + 1 || length);
  }
}

const TEXT = 0;
const OPEN = 1;
const CLOSE = 2;
const MARKUP = 3;

const RAW_TEXT = new Map(
  ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "xmp"].map((tag) => [
    tag,
    new RegExp(`</${tag}(?=[\\s/>])`, "gi"),
  ]),
);

const TAGS = new Map(
  (
    "a abbr address area article aside audio b base blockquote body br button caption center cite code col " +
    "colgroup dd del details dfn dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 " +
    "h6 head header hr html i iframe img input ins kbd label legend li link main mark math menu meta nav " +
    "noembed noframes noscript object ol optgroup option p picture pre q s samp script section select small " +
    "source span strong style sub summary sup svg table tbody td template textarea tfoot th thead time title " +
    "tr track tt u ul var video xmp path g use rect circle"
  )
    .split(" ")
    .map((tag) => [tag, tag]),
);

function kindAt(html: string, at: number): number {
  const code = html.charCodeAt(at);
  if (isLetter(code)) return OPEN;
  if (code === 33 || code === 63) return MARKUP;
  if (code !== 47) return TEXT;
  const next = html.charCodeAt(at + 1);
  if (isLetter(next)) return CLOSE;
  return Number.isNaN(next) ? TEXT : MARKUP;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** The end of a comment, doctype, CDATA section or bogus comment that starts at `open`. */
function afterMarkup(html: string, open: number): number {
  if (html.startsWith("<!--", open)) {
    if (html.startsWith(">", open + 4)) return open + 5;
    if (html.startsWith("->", open + 4)) return open + 6;
    COMMENT_END.lastIndex = open + 4;
    return COMMENT_END.test(html) ? COMMENT_END.lastIndex : html.length;
  }
  const end = html.indexOf(">", open + 1);
  return end < 0 ? html.length : end + 1;
}

const COMMENT_END = /--!?>/g;

function nameEnd(html: string, from: number): number {
  let at = from;
  for (; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === 62 || code === 47 || code === 32 || (code >= 9 && code <= 13)) break;
  }
  return at;
}

/** The index of the ">" that ends the tag, outside quotes; -1 when the document ends first. */
function tagEnd(html: string, from: number): number {
  let afterEquals = false;
  for (let at = from; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === 62) return at;
    if (code === 61) {
      afterEquals = true;
      continue;
    }
    if (code === 32 || (code >= 9 && code <= 13)) continue;
    if (afterEquals && (code === 34 || code === 39)) {
      at = html.indexOf(code === 34 ? '"' : "'", at + 1);
      if (at < 0) return -1;
    }
    afterEquals = false;
  }
  return -1;
}

function tagName(html: string, from: number, to: number): string {
  const name = html.slice(from, Math.min(to, from + 64));
  const known = TAGS.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  return TAGS.get(lower) ?? lower;
}
