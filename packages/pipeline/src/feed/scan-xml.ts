/** One start or end tag; `start` and `end` are offsets of its "<" and of the character after its ">". */
export type Tag = {
  name: string;
  /** The source between the name and the end of the tag, undecoded. */
  attributes: string;
  start: number;
  end: number;
  selfClosing: boolean;
};

/** The tag object is reused: read it before returning. Returning false stops the scan. */
export type TagEvents = { open: (tag: Tag) => boolean; close: (tag: Tag) => void };

/**
 * Walks the tags of an XML document that may be broken, in time linear in its length and constant memory.
 * Comments, CDATA sections, processing instructions and the DOCTYPE with its internal subset are stepped over,
 * so no entity is ever declared. What does not make a tag ("a < b") is text. Returns false if the document
 * ended inside a tag, comment or CDATA section.
 */
export function scanXml(source: string, events: TagEvents): boolean {
  const cursor: Cursor = { source, exhausted: new Set() };
  const tag: Tag = { name: "", attributes: "", start: 0, end: 0, selfClosing: false };
  let at = source.indexOf("<");
  while (at !== -1) {
    const code = source.charCodeAt(at + 1);
    if (code === BANG || code === QUESTION) {
      const after = skipDeclaration(cursor, at);
      if (after === -1) return false;
      at = source.indexOf("<", after);
      continue;
    }
    const closing = code === SLASH;
    const nameStart = closing ? at + 2 : at + 1;
    if (!isNameStart(source.charCodeAt(nameStart))) {
      at = source.indexOf("<", at + 1);
      continue;
    }
    const nameEnd = findNameEnd(source, nameStart);
    if (nameEnd - nameStart > MAX_NAME) {
      at = source.indexOf("<", nameEnd);
      continue;
    }
    const close = findTagEnd(cursor, nameEnd);
    if (close === -1) return false;
    if (source.charCodeAt(close) === LESS) {
      at = close;
      continue;
    }
    tag.name = source.slice(nameStart, nameEnd);
    tag.start = at;
    tag.end = close + 1;
    tag.selfClosing = !closing && close > nameStart && source.charCodeAt(close - 1) === SLASH;
    tag.attributes = closing ? "" : source.slice(nameEnd, tag.selfClosing ? close - 1 : close);
    if (closing) events.close(tag);
    else if (!events.open(tag)) return true;
    at = source.indexOf("<", tag.end);
  }
  return true;
}

/** `exhausted` remembers strings that do not occur again, so that none is looked for twice to the end. */
export type Cursor = { source: string; exhausted: Set<string> };

const MAX_NAME = 256;
const BANG = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const LESS = 0x3c;
const GREATER = 0x3e;
const EQUALS = 0x3d;

export function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code >= 0x80;
}

export function findNameEnd(source: string, from: number): number {
  let at = from;
  for (; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code <= 0x20 || code === SLASH || code === GREATER || code === LESS) break;
  }
  return at;
}

/**
 * The offset of the ">" that ends the tag, of a "<" that shows it never was one, or -1 at the end of the source.
 * A quote that runs into other markup without a sound end was never closed, and the first ">" after it counts.
 */
export function findTagEnd(cursor: Cursor, from: number): number {
  const { source } = cursor;
  let previous = 0;
  for (let at = from; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === GREATER || code === LESS) return at;
    const opensValue = (code === 0x22 || code === 0x27) && previous === EQUALS;
    if (code > 0x20) previous = code;
    if (!opensValue) continue;
    const quoteEnd = indexOfOnce(cursor, code === 0x22 ? '"' : "'", at + 1);
    const isSound = quoteEnd !== -1 && isSoundValue(source, at + 1, quoteEnd);
    if (isSound) at = quoteEnd;
  }
  return -1;
}

function isSoundValue(source: string, start: number, end: number): boolean {
  const next = source.charCodeAt(end + 1);
  const endsWell = next <= 0x20 || next === SLASH || next === GREATER || next === QUESTION;
  if (endsWell) return true;
  for (let at = start; at < end; at++) if (source.charCodeAt(at) === LESS) return false;
  return true;
}

function skipDeclaration(cursor: Cursor, at: number): number {
  const { source } = cursor;
  if (source.startsWith("<![CDATA[", at)) return skipCdata(cursor, at);
  if (source.startsWith("<!--", at)) {
    const end = indexOfOnce(cursor, "-->", at + 4);
    return end === -1 ? after(indexOfOnce(cursor, ">", at), 1) : end + 3;
  }
  const end = indexOfOnce(cursor, ">", at);
  const isDoctype = /^<!doctype/i.test(source.slice(at, at + 9));
  if (!isDoctype || end === -1) return after(end, 1);
  if (!source.slice(at, end).includes("[")) return end + 1;
  return skipSubset(cursor, at) ?? end + 1;
}

/** A section that reaches over the end of its item into another section was never closed. */
function skipCdata(cursor: Cursor, at: number): number {
  const { source } = cursor;
  const end = indexOfOnce(cursor, "]]>", at + 9);
  const next = indexOfOnce(cursor, "<![CDATA[", at + 9);
  const isNested = next !== -1 && (end === -1 || next < end);
  const isUnclosed = isNested && /<\/(?:item|entry)>/i.test(source.slice(at, next));
  return isUnclosed ? source.indexOf("</", at) : after(end, 3);
}

function skipSubset(cursor: Cursor, at: number): number | null {
  if (cursor.exhausted.has("]")) return null;
  const subsetEnd = /\]\s*>/g;
  subsetEnd.lastIndex = at;
  if (subsetEnd.test(cursor.source)) return subsetEnd.lastIndex;
  cursor.exhausted.add("]");
  return null;
}

function after(index: number, length: number): number {
  return index === -1 ? -1 : index + length;
}

function indexOfOnce(cursor: Cursor, needle: string, from: number): number {
  if (cursor.exhausted.has(needle)) return -1;
  const index = cursor.source.indexOf(needle, from);
  if (index === -1) cursor.exhausted.add(needle);
  return index;
}
