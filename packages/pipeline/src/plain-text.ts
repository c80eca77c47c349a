import { decodeHTML } from "entities/decode";

import { type Cursor, findNameEnd, findTagEnd, isNameStart } from "./feed/scan-xml.ts";

/**
 * The text of an HTML fragment on one line: tags, comments, scripts and styles removed, references resolved,
 * control, bidi-override and invisible characters removed, white space folded.
 */
export function plainText(html: string): string {
  const text = html.includes("<") ? withoutTags(html) : html;
  return oneLine(text.includes("&") ? decodeHTML(text) : text);
}

/** Folds white space and removes what a line of text must not hold; the text is not HTML. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(unwanted, "").replace(/\s+/g, " ").trim();
}

// Controls, soft hyphen, zero-width space, bidi marks and overrides, byte order mark, tag characters.
const unwanted =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

const inline = new Set(
  [
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span",
    "strike strong sub sup time tt u var wbr",
  ].flatMap((line) => line.split(" ")),
);
const silent = new Set(["script", "style", "template"]);

function withoutTags(html: string): string {
  const cursor: Cursor = { source: html, exhausted: new Set() };
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const less = html.indexOf("<", at);
    if (less === -1) break;
    parts.push(html.slice(at, less));
    at = skipMarkup(cursor, less, parts);
  }
  parts.push(html.slice(at));
  return parts.join("");
}

function skipMarkup(cursor: Cursor, at: number, parts: string[]): number {
  const html = cursor.source;
  if (html.startsWith("<!--", at)) return skipTo(cursor, "-->", at + 4) ?? html.length;
  const first = html.charCodeAt(at + 1);
  if (first === 0x21 || first === 0x3f) return skipTo(cursor, ">", at) ?? html.length;
  const nameStart = first === 0x2f ? at + 2 : at + 1;
  const nameEnd = isNameStart(html.charCodeAt(nameStart)) ? findNameEnd(html, nameStart) : nameStart;
  const end = nameEnd > nameStart ? findTagEnd(cursor, nameEnd) : -1;
  // What was read and is no tag is text, so that nothing is read twice.
  const textEnd = nameEnd === nameStart ? at + 1 : end === -1 ? html.length : end;
  const isTag = end !== -1 && html.charCodeAt(end) === 0x3e;
  if (!isTag) {
    parts.push(html.slice(at, textEnd));
    return textEnd;
  }
  const name = html.slice(nameStart, nameEnd).toLowerCase();
  if (!inline.has(name)) parts.push(" ");
  if (first !== 0x2f && silent.has(name)) return skipTo(cursor, `</${name}`, end) ?? end + 1;
  return end + 1;
}

function skipTo(cursor: Cursor, needle: string, from: number): number | null {
  if (cursor.exhausted.has(needle)) return null;
  const index = cursor.source.indexOf(needle, from);
  if (index === -1) {
    cursor.exhausted.add(needle);
    return null;
  }
  return needle.startsWith("</") ? index : index + needle.length;
}
