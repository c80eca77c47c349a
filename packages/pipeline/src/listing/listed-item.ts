import type { ChildNode, Document, Element } from "domhandler";
import { isTag, isText } from "domhandler";

import { readDate } from "../dates.ts";
import { resolveUrl } from "../discover/resolve-url.ts";

export interface ListedItem {
  url: string;
  title: string;
  published: Date | null;
  /** The date as the page writes it. */
  publishedRaw: string | null;
  summary: string | null;
}

export interface ListingPage {
  url: string;
  base: string;
  now: Date;
}

const MAX_TEXT = 2_000;
const MAX_VISITED = 2_000;

/** The base address of a page: its first base element's (HTML Standard 2.4.3), or its own. */
export function baseOf(document: Document, url: string): string {
  const base = findElement(
    document,
    (element) => element.name === "base" && element.attribs.href !== undefined,
    5_000,
  );
  return (base && resolveUrl(base.attribs.href ?? "", url)) ?? url;
}

/** The text below a node with white space folded, at most 2,000 characters of it. */
export function textOf(node: Document | ChildNode): string {
  const pieces: string[] = [];
  let length = 0;
  for (const child of descend(node, MAX_VISITED)) {
    if (length > MAX_TEXT) break;
    if (isTag(child) && !INLINE.has(child.name)) pieces.push(" ");
    if (!isText(child)) continue;
    pieces.push(child.data.slice(0, MAX_TEXT));
    length += child.data.length;
  }
  return pieces.join("").replace(/\s+/gu, " ").trim().slice(0, MAX_TEXT);
}

const INLINE = new Set([
  "a",
  "abbr",
  "b",
  "code",
  "em",
  "font",
  "i",
  "mark",
  "span",
  "strong",
  "sub",
  "sup",
  "u",
  "wbr",
]);

/** The first element below a node, in document order, that passes; gives up after `limit` nodes. */
export function findElement(
  node: Document | ChildNode,
  passes: (element: Element) => boolean,
  limit: number = MAX_VISITED,
): Element | null {
  for (const child of descend(node, limit)) if (isTag(child) && passes(child)) return child;
  return null;
}

/** The node's descendants and itself in document order, without recursion, at most `limit` of them. */
export function* descend(node: Document | ChildNode, limit: number): Generator<Document | ChildNode> {
  const open: (Document | ChildNode)[] = [node];
  for (let visited = 0; visited < limit; visited += 1) {
    const next = open.pop();
    if (next === undefined) return;
    yield next;
    if (!("children" in next)) continue;
    for (let at = next.children.length - 1; at >= 0; at -= 1) {
      const child = next.children[at];
      if (child) open.push(child);
    }
  }
}

const DATE_CLASS = /(?:^|[\s_-])(?:date|time|datetime|published|posted|timestamp)(?:$|[\s_-])/iu;
const MONTH =
  "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)[a-z]{0,7}";
const DATE_TEXT = new RegExp(
  [
    String.raw`\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?`,
    String.raw`\b${MONTH}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`,
    String.raw`\b\d{1,2}(?:st|nd|rd|th)?[. -] ?${MONTH}[., -]{1,2}\d{4}`,
    String.raw`\b\d{4}[/.]\d{1,2}[/.]\d{1,2}\b`,
    String.raw`\b\d{1,2}[./]\d{1,2}[./]\d{4}\b`,
    String.raw`\b\d{4}年\d{1,2}月\d{1,2}日`,
  ].join("|"),
  "iu",
);

/** What an element says its date is: a time element, an element classed as date, or a date in its text. */
export function rawDateOf(element: Element): string | null {
  const time = findElement(
    element,
    ({ name, attribs }) => name === "time" || attribs.itemprop === "datePublished",
  );
  const stated = time?.attribs.datetime ?? time?.attribs.content;
  if (stated !== undefined && stated.trim() !== "") return stated.trim().slice(0, 100);
  const marked =
    time ?? findElement(element, ({ attribs }) => DATE_CLASS.test((attribs.class ?? "").slice(0, 300)));
  const markedText = marked === null ? "" : textOf(marked);
  const inMark = DATE_TEXT.exec(markedText)?.[0];
  if (inMark !== undefined) return inMark;
  return DATE_TEXT.exec(textOf(element))?.[0] ?? null;
}

/** The day that an address names, as in /2024/05/13/ or /2024-05-13-. */
export function rawDateOfUrl(url: string): string | null {
  const parts = /\/(20\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-]|$)/u.exec(
    new URL(url).pathname,
  );
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : null;
}

/** Reads the first of the raw dates that can be read; an unreadable one is kept as it stands. */
export function dateFields(
  raws: (string | null)[],
  now: Date,
): { published: Date | null; publishedRaw: string | null } {
  const present = raws.filter((raw) => raw !== null);
  for (const raw of present) {
    const read = readDate(raw, now);
    if (read) return { published: read.at, publishedRaw: raw };
  }
  return { published: null, publishedRaw: present[0] ?? null };
}
