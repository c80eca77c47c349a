import { attribute } from "../html/attributes.ts";
import { lineOf } from "../html/text.ts";
import type { HtmlElement } from "../html/tree.ts";

/** Facts that stand in the page itself: what it marks, or sets, as headline, byline and date. */
export type Marked = {
  headings: string[];
  /** Names behind "By", and elements that say they are the author. */
  authors: string[];
  /** Values of time elements and their like. */
  times: string[];
  /** Dates that are only written out, near the headline. */
  dates: string[];
};

/** Reads the marks in document order; a bounded number of each. */
export function readMarked(root: HtmlElement): Marked {
  const marked: Marked = { headings: [], authors: [], times: [], dates: [] };
  const stack: HtmlElement[] = [root];
  let sinceHeading = FAR;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.tag === "h1") sinceHeading = 0;
    sinceHeading++;
    if (at.attributes.length > 0 || at.tag === "h1" || at.tag === "time") markElement(at, marked);
    if (sinceHeading < NEAR) markText(at, marked);
    for (let child = at.children.length - 1; child >= 0; child--) {
      const node = at.children[child];
      if (node !== undefined && typeof node !== "string") stack.push(node);
    }
  }
  return marked;
}

const FAR = 1_000_000;
/** Elements after the headline that may still hold byline and date. */
const NEAR = 60;
const MAX_OF_EACH = 10;
const BYLINE = /(?:^|[\s_-])(?:byline|by-line|author|authors|writer)(?:[\s_-]*(?:name|link|title))?(?:$|\s)/i;
const DATED = /date|publish|posted/i;
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const DATE = new RegExp(
  `\\b(?:${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)? ${MONTH},? \\d{4}|` +
    `\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{4})\\b`,
  "i",
);
const BY =
  /^(?:(?:[Ww]ords|[Ww]ritten|[Pp]osted|[Pp]ublished|[Ss]tory|[Aa]rticle|[Tt]ext|[Rr]eport) )?(?:[Bb]y|BY):?\s+(\p{Lu}[\p{L}'’.-]+(?: (?:\p{Lu}[\p{L}'’.-]*|de|van|von|der|la|bin)){0,4})/u;

function markElement(node: HtmlElement, marked: Marked): void {
  if (node.tag === "h1") {
    if (marked.headings.length < MAX_OF_EACH) marked.headings.push(lineOf(node).slice(0, 500));
    return;
  }
  const itemprop = attribute(node.attributes, "itemprop");
  if (node.tag === "time" || itemprop === "datePublished") {
    const value =
      attribute(node.attributes, "datetime") ?? attribute(node.attributes, "content") ?? lineOf(node);
    if (/\d/.test(value) && marked.times.length < MAX_OF_EACH) marked.times.push(value.slice(0, 60));
    return;
  }
  if (marked.dates.length < MAX_OF_EACH && node.hints !== "" && DATED.test(node.hints))
    addDate(lineStart(node), marked);
  if (marked.authors.length >= MAX_OF_EACH) return;
  const isAuthor =
    itemprop === "author" || attribute(node.attributes, "rel") === "author" || BYLINE.test(node.hints);
  if (!isAuthor) return;
  const name = lineStart(node);
  const isName =
    name.length > 2 && name.length < 60 && /^(?:by:?\s+)?\p{Lu}/u.test(name) && !/\d{4}/.test(name);
  if (isName) marked.authors.push(name);
}

/** Short texts that stand directly in an element. */
function markText(node: HtmlElement, marked: Marked): void {
  for (const child of node.children) {
    if (typeof child !== "string" || child.length > 200 || child.length < 2) continue;
    const text = child.trim();
    if (marked.dates.length < MAX_OF_EACH) addDate(text, marked);
    // "By" stands alone where the name is a link.
    const line = /^(?:written |posted )?by:?$/i.test(text) ? lineStart(node) : text;
    const name = BY.exec(line)?.[1];
    if (name !== undefined && marked.authors.length < MAX_OF_EACH) marked.authors.push(name);
  }
}

function addDate(text: string, marked: Marked): void {
  if (text.length > 120) return;
  const date = DATE.exec(text)?.[0];
  if (date !== undefined) marked.dates.push(date);
}

/** The text of a small element; of a large one only enough to see that it is large. */
function lineStart(node: HtmlElement): string {
  const small = node.children.length <= 12;
  return small ? lineOf(node).slice(0, 200) : "";
}
