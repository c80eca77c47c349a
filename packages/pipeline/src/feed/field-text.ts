import { oneLine, plainText } from "../plain-text.ts";

import { absoluteLinks } from "./absolute-links.ts";
import type { Field } from "./read-xml.ts";
import { elementMarkup, elementText, escapeHtml } from "./xml-text.ts";
import { xhtmlToHtml } from "./xhtml-to-html.ts";

/** The value of an element that is plain text by its format: a date, an address, a name. */
export function fieldValue(field: Field): string {
  return elementText(field.raw.slice(0, MAX_VALUE)).trim();
}

/** A title on one line. What only looks like a tag ("the <script> bug") stays. */
export function fieldTitle(field: Field): string {
  const raw = field.raw.slice(0, MAX_VALUE);
  const kind = textKind(field);
  if (kind === "xhtml") return shorten(plainText(elementMarkup(raw)));
  const text = elementText(raw);
  return shorten(kind === "text" ? oneLine(text) : titleText(text));
}

/** A title whose text may be HTML or may only mention it. */
export function titleText(text: string): string {
  return shorten(plainText(text.includes("<") ? keepMentionedTags(text) : text));
}

/** The HTML of a summary or content element, or null when it is empty or not text. */
export function fieldHtml(field: Field): string | null {
  const raw = field.raw.slice(0, MAX_HTML);
  const kind = textKind(field);
  if (kind === "other") return null;
  const html = kind === "xhtml" ? xhtmlToHtml(elementMarkup(raw)) : elementText(raw);
  const trimmed = (kind === "text" ? escapeHtml(html) : html).trim();
  if (trimmed === "") return null;
  return field.base === null || kind === "text" ? trimmed : absoluteLinks(trimmed, field.base);
}

const MAX_VALUE = 20_000;
const MAX_HTML = 4_000_000;
const MAX_TITLE = 2000;

/**
 * How the text of an element is meant (RFC 4287 section 3.1, Atom 0.3 `mode`). Without a type Atom means plain
 * text, but many publishers leave it out of HTML, so text that looks like HTML is taken for it.
 */
function textKind(field: Field): "text" | "html" | "xhtml" | "other" {
  const type = field.attributes.get("type")?.trim().toLowerCase() ?? "";
  const mode = field.attributes.get("mode")?.trim().toLowerCase() ?? "";
  if (field.hasMarkup) return field.raw.includes("<![CDATA[") && type !== "xhtml" ? "html" : "xhtml";
  if (mode === "base64") return "other";
  if (type === "text" || type === "plain" || type === "text/plain")
    return mode === "escaped" ? "html" : "text";
  if (type === "" || type === "html" || type === "xhtml" || /html|xml/.test(type)) return "html";
  return type.startsWith("text/") ? "text" : "other";
}

function shorten(text: string): string {
  return text.length > MAX_TITLE ? text.slice(0, MAX_TITLE).toWellFormed() : text;
}

const alwaysMarkup = new Set(
  [
    "a abbr b bdi bdo big br cite code del em font hr i img ins kbd mark q s small span strike",
    "strong sub sup tt u wbr",
  ].flatMap((line) => line.split(" ")),
);

/** Escapes the "<" of tags that nothing closes and no title is marked up with. */
function keepMentionedTags(text: string): string {
  const lower = text.toLowerCase();
  const closed = new Set(Array.from(lower.matchAll(/<\/([a-z][a-z0-9]*)\s*>/g), ([, name]) => name));
  return text.replace(/<(\/?)([a-z][a-z0-9-]*)/gi, (tag, _slash, name: string) => {
    const isMarkup = alwaysMarkup.has(name.toLowerCase()) || closed.has(name.toLowerCase());
    return isMarkup ? tag : `&lt;${tag.slice(1)}`;
  });
}
