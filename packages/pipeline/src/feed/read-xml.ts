import {
  itemKeys,
  leafKeys,
  neverInTitle,
  neverMarkup,
  rootFormats,
  roots,
  textKeys,
  vocabulary,
} from "./element-kinds.ts";
import { FeedError, type FeedFormat } from "./feed.ts";
import { innerScope, keyOf, rootScope, type Scope } from "./namespaces.ts";
import { resolveUrl } from "./resolve-url.ts";
import { scanXml, type Tag } from "./scan-xml.ts";
import { type Attributes, readAttributes } from "./xml-attributes.ts";

/** One element with a value, as it stands in the source. */
export type Field = {
  key: string;
  /** Key of the element around it; "" directly under the item, channel or feed. */
  parent: string;
  attributes: Attributes;
  /** Source between its tags: references undecoded, CDATA sections marked. */
  raw: string;
  /** It holds elements, not escaped text. */
  hasMarkup: boolean;
  /** What its relative references resolve against, if an xml:base says so. */
  base: string | null;
  language: string | null;
};

export type XmlDraft = {
  format: FeedFormat;
  channel: Field[];
  items: Field[][];
  emptyItems: number;
  isCut: boolean;
  isFull: boolean;
};

/** Sorts the elements of an RSS, RDF or Atom document into channel and items; `url` is where it came from. */
export function readXml(source: string, options: { url: string; maxItems: number }): XmlDraft {
  // XML reads every line end as a line feed (XML 1.0 section 2.11).
  const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  const reader = newReader(text, options);
  const isComplete = scanXml(text, {
    open: (tag) => openTag(reader, tag),
    close: (tag) => closeTag(reader, tag),
  });
  const { draft } = reader;
  if (reader.format === null) throw noFeed(reader);
  draft.format = reader.format;
  if (!draft.isFull) draft.isCut = !isComplete || reader.stack.some(({ key }) => rootFormats.has(key));
  finish(reader);
  if (reader.tooDeep && draft.items.length === 0)
    throw new FeedError("too_deep", "The document nests too deeply");
  return draft;
}

const MAX_DEPTH = 256;
const MAX_FIELDS = 2000;

type Frame = {
  key: string;
  name: string;
  parent: string;
  /** Undecoded: most elements' attributes are never asked for. */
  attributes: string;
  contentStart: number;
  hasMarkup: boolean;
  scope: Scope;
  base: string | null;
  language: string | null;
};

/** A text element being read whole: only its own end, or a sign that the end is missing, counts. */
type Capture = { frame: Frame; sameNameInside: number };

type Reader = {
  source: string;
  url: string;
  maxItems: number;
  format: FeedFormat | null;
  sawHtml: boolean;
  tooDeep: boolean;
  /** Tags open below the depth limit, which are counted and not kept. */
  buried: number;
  stack: Frame[];
  capture: Capture | null;
  item: Field[] | null;
  draft: XmlDraft;
};

function newReader(source: string, options: { url: string; maxItems: number }): Reader {
  const draft: XmlDraft = {
    format: "rss",
    channel: [],
    items: [],
    emptyItems: 0,
    isCut: false,
    isFull: false,
  };
  return {
    source,
    ...options,
    format: null,
    sawHtml: false,
    tooDeep: false,
    buried: 0,
    stack: [],
    capture: null,
    item: null,
    draft,
  };
}

function openTag(reader: Reader, tag: Tag): boolean {
  if (reader.capture && !endsCapture(reader, reader.capture, tag)) return true;
  const outer = reader.stack.at(-1);
  const scope = outer?.scope ?? rootScope();
  const inner = tag.attributes.includes("xmlns") ? innerScope(scope, readAttributes(tag.attributes)) : scope;
  const key = ownKey(reader, keyOf(inner, tag.name));

  if (reader.format === null && !recogniseRoot(reader, key)) return true;
  if (itemKeys.has(key)) return openItem(reader, tag, { key, inner });
  closeLostLeaf(reader, tag.start);
  if (reader.stack.length >= MAX_DEPTH) {
    reader.tooDeep = true;
    if (!tag.selfClosing) reader.buried++;
    return true;
  }
  const frame = newFrame(reader, tag, { key, scope: inner });
  if (rootFormats.has(key)) keepField(reader, { ...frame, key: "root" }, "");
  if (tag.selfClosing) keepField(reader, frame, "");
  else if (textKeys.has(key) && isFieldParent(frame.parent)) reader.capture = { frame, sameNameInside: 0 };
  else reader.stack.push(frame);
  return true;
}

function closeTag(reader: Reader, tag: Tag): void {
  const name = tag.name.toLowerCase();
  const { capture } = reader;
  if (capture) {
    if (name === capture.frame.name) {
      if (capture.sameNameInside-- === 0) endCapture(reader, tag.start);
      return;
    }
    const scope = capture.frame.scope;
    if (!roots.has(ownKey(reader, keyOf(scope, tag.name)))) return;
    endCapture(reader, tag.start);
  }
  const isRoot = roots.has(ownKey(reader, keyOf(reader.stack.at(-1)?.scope ?? rootScope(), tag.name)));
  if (isRoot) reader.buried = 0;
  if (reader.buried > 0) {
    reader.buried--;
    return;
  }
  const depth = reader.stack.findLastIndex((frame) => frame.name === name);
  // An end tag of nothing that is open ends the element that cannot hold markup.
  if (depth === -1) return closeLostLeaf(reader, tag.start);
  while (reader.stack.length > depth) closeFrame(reader, tag.start);
}

function recogniseRoot(reader: Reader, root: string): boolean {
  if (root === "html" || root === "xhtml:html") reader.sawHtml = true;
  const format = rootFormats.get(root) ?? (root === "entry" ? "atom" : root === "item" ? "rss" : null);
  if (format === null || reader.sawHtml) return false;
  reader.format = format;
  return true;
}

/** Atom's names are its own in an Atom document, whatever prefix they carry there. */
function ownKey(reader: Reader, key: string): string {
  const isAtomName = key.startsWith("atom:") && (reader.format === "atom" || reader.format === null);
  return isAtomName ? key.slice(5) : key;
}

function openItem(reader: Reader, tag: Tag, { key, inner }: { key: string; inner: Scope }): boolean {
  const open = reader.stack.findIndex((frame) => itemKeys.has(frame.key));
  if (open !== -1) while (reader.stack.length > open) closeFrame(reader, tag.start);
  reader.buried = 0;
  // An item closes whatever of the channel was left open before it.
  while (reader.stack.length > 0 && !roots.has(reader.stack.at(-1)?.key ?? "")) closeFrame(reader, tag.start);
  if (reader.draft.items.length + reader.draft.emptyItems >= reader.maxItems) {
    reader.draft.isFull = true;
    return false;
  }
  reader.item = [];
  reader.stack.push(newFrame(reader, tag, { key, scope: inner }));
  if (tag.selfClosing) closeFrame(reader, tag.start);
  return true;
}

function newFrame(reader: Reader, tag: Tag, { key, scope }: { key: string; scope: Scope }): Frame {
  const outer = reader.stack.at(-1);
  const inherited = tag.attributes.includes("xml:") ? readAttributes(tag.attributes) : null;
  const xmlBase = inherited?.get("xml:base");
  const outerBase = outer?.base ?? null;
  if (outer) outer.hasMarkup = true;
  return {
    key,
    name: tag.name.toLowerCase(),
    parent: outer && !roots.has(outer.key) ? outer.key : "",
    attributes: tag.attributes,
    contentStart: tag.end,
    hasMarkup: false,
    scope,
    base: xmlBase === undefined ? outerBase : (resolveUrl(xmlBase, outerBase ?? reader.url) ?? outerBase),
    language: inherited?.get("xml:lang") ?? outer?.language ?? null,
  };
}

function isFieldParent(parent: string): boolean {
  return parent === "" || parent === "media:group" || parent === "media:content" || parent === "rdf:li";
}

/** Whether the start tag shows that the captured text element lost its end; if so, ends it there. */
function endsCapture(reader: Reader, capture: Capture, tag: Tag): boolean {
  const { frame } = capture;
  const isSameName = tag.name.length === frame.name.length && tag.name.toLowerCase() === frame.name;
  const key = ownKey(reader, keyOf(frame.scope, tag.name));
  const sibling = frame.key.endsWith("title") ? neverInTitle : neverMarkup;
  // HTML's own link element never comes without attributes.
  const isTextLink = key === "link" && tag.attributes.trim() === "";
  const isLost = itemKeys.has(key) || sibling.has(key) || isTextLink || vocabulary.test(key);
  if (!isLost) {
    frame.hasMarkup = true;
    if (isSameName && !tag.selfClosing) capture.sameNameInside++;
    return false;
  }
  endCapture(reader, tag.start);
  return true;
}

function endCapture(reader: Reader, end: number): void {
  const { capture } = reader;
  reader.capture = null;
  if (!capture) return;
  const { frame } = capture;
  keepField(reader, frame, reader.source.slice(frame.contentStart, end));
}

function closeLostLeaf(reader: Reader, end: number): void {
  const top = reader.stack.at(-1);
  if (top && leafKeys.has(top.key)) closeFrame(reader, end);
}

function closeFrame(reader: Reader, end: number): void {
  const frame = reader.stack.pop();
  if (!frame) return;
  if (itemKeys.has(frame.key)) closeItem(reader, frame);
  else if (!rootFormats.has(frame.key)) {
    keepField(reader, frame, reader.source.slice(frame.contentStart, Math.max(end, frame.contentStart)));
  }
}

function closeItem(reader: Reader, frame: Frame): void {
  const { item, draft } = reader;
  if (!item) return;
  const isEmpty = item.length === 0 && !frame.attributes.includes("about");
  if (isEmpty) draft.emptyItems++;
  else {
    keepField(reader, { ...frame, key: "item", parent: "" }, "");
    draft.items.push(item);
  }
  reader.item = null;
}

function keepField(reader: Reader, frame: Frame, raw: string): void {
  const fields = reader.item ?? reader.draft.channel;
  if (fields.length >= MAX_FIELDS && frame.key !== "item") return;
  const { key, parent, hasMarkup, base, language } = frame;
  fields.push({ key, parent, attributes: readAttributes(frame.attributes), raw, hasMarkup, base, language });
}

/** Ends what is open at the end of the document. A cut link, id or date is worse than none; cut text is not. */
function finish(reader: Reader): void {
  const { capture, stack, draft, source } = reader;
  const isBody = capture !== null && !capture.frame.key.endsWith("title");
  if (isBody || !draft.isCut) endCapture(reader, source.length);
  reader.capture = null;
  while (stack.length > 0) {
    const top = stack.at(-1);
    const isCutLeaf = draft.isCut && top !== undefined && leafKeys.has(top.key) && !top.hasMarkup;
    if (isCutLeaf) stack.pop();
    else if (top && itemKeys.has(top.key)) finishItem(reader);
    else closeFrame(reader, source.length);
  }
}

function finishItem(reader: Reader): void {
  const isFound =
    reader.item?.some(({ key }) => ["link", "guid", "id", "feedburner:origlink"].includes(key)) ?? false;
  if (reader.draft.isCut && !isFound) {
    reader.stack.pop();
    reader.item = null;
    return;
  }
  closeFrame(reader, reader.source.length);
}

function noFeed(reader: Reader): FeedError {
  if (reader.sawHtml || /<!doctype html|<(?:html|head|body)[\s>]/i.test(reader.source.slice(0, 20_000))) {
    return new FeedError("html", "The document is an HTML page, not a feed");
  }
  if (reader.tooDeep) return new FeedError("too_deep", "The document nests too deeply");
  return new FeedError("not_a_feed", "The document is neither RSS, RDF, Atom nor JSON Feed");
}
