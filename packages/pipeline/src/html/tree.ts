import { decodeHTML } from "entities";

import { attribute, type Attributes } from "./attributes.ts";
import { scanHtml } from "./scan.ts";

/** An element of the light tree. Text is a plain string among the children, white space not yet collapsed. */
export type HtmlElement = {
  tag: string;
  attributes: Attributes;
  /** Class and id, separated by blanks: what names hint at. */
  hints: string;
  parent: HtmlElement | null;
  children: HtmlNode[];
  depth: number;
  /** Taken out; renderers skip it with everything below. */
  dropped: boolean;
  /** A block whose running text is taken out while blocks inside of it may stay. */
  muted: boolean;
};
export type HtmlNode = HtmlElement | string;

export type HtmlHead = {
  title: string;
  lang: string;
  base: string;
  canonical: string;
  /** name, property or itemprop of each meta element, lower case, with its content. */
  metas: { name: string; content: string }[];
  jsonLd: string[];
  /** Long stand-ins for script-only pages; markup that is used only when the page shows nothing else. */
  noscript: string[];
  /** Application state that script-only pages carry, e.g. `__NEXT_DATA__`. */
  state: string[];
};

export type HtmlDocument = { root: HtmlElement; head: HtmlHead; oversize: boolean };

export const LIMITS = { depth: 256, nodes: 150_000, text: 5_000_000, script: 1_000_000 } as const;

/** Parses a document into the light tree. Hidden limits (`LIMITS`) hold on any input; `oversize` tells that one cut. */
export function parseHtml(html: string): HtmlDocument {
  const builder = new TreeBuilder();
  scanHtml(html, builder);
  return { root: builder.root, head: builder.head, oversize: builder.oversize };
}

function element(tag: string, attributes: Attributes, parent: HtmlElement | null): HtmlElement {
  return {
    tag,
    attributes,
    hints: hintsOf(attributes),
    parent,
    children: [],
    depth: parent === null ? 0 : parent.depth + 1,
    dropped: NEVER_TEXT.has(tag) || (!CONTAINER_TAGS.has(tag) && isHidden(attributes)),
    muted: false,
  };
}

const VOID_TAGS: ReadonlySet<string> = new Set(
  "area base basefont br col command embed frame hr img input keygen link meta param source track wbr".split(
    " ",
  ),
);

/** Form controls and foreign documents: what they hold is not the page's text. */
const NEVER_TEXT = new Set("input select option optgroup datalist textarea iframe embed".split(" "));

const ENDS_PARAGRAPH =
  "address article aside blockquote body center details dialog dd div dl dt fieldset figcaption figure footer " +
  "form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul";

/** Elements that stand on their own in the text; their running text is kept or left out as one. */
export const BLOCK_TAGS: ReadonlySet<string> = new Set(
  `${ENDS_PARAGRAPH} button caption label legend`.split(" "),
);

/** Hidden, these may be tabs and folds whose content a reader opens; a hidden paragraph is for machines only. */
const CONTAINER_TAGS = new Set(
  "address article aside body center details dialog div dl fieldset figure footer form header main menu nav ol section table tbody tfoot thead ul".split(
    " ",
  ),
);

/** Whether an element's own attributes keep it from being shown. */
export function isHidden(attributes: Attributes): boolean {
  for (let at = 0; at < attributes.length; at += 2) {
    const value = attributes[at + 1] ?? "";
    const name = attributes[at];
    if (name === "hidden") return true;
    if (name === "style" && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)) return true;
    if (name === "aria-hidden" && value === "true") return true;
  }
  return false;
}

function hintsOf(attributes: Attributes): string {
  if (attributes.length === 0) return "";
  const className = attribute(attributes, "class");
  const id = attribute(attributes, "id");
  if (className === undefined) return id ?? "";
  return id === undefined ? className : `${className} ${id}`;
}

const NO_ATTRIBUTES: Attributes = [];
const REFERENCE = /&[#a-z]/i;
/** Steps up the tree that a document may cost; beyond, stray end tags are not matched any more. */
const MAX_STEPS = 10_000_000;
const PARAGRAPH_ENDERS = new Set(ENDS_PARAGRAPH.split(" "));
const SKIPPED = new Set(["svg", "template", "object", "audio", "video", "canvas", "applet"]);
const BREAKS_OUT_OF_SVG = new Set(
  "div p table ul ol h1 h2 h3 h4 h5 h6 body blockquote pre dl span".split(" "),
);
const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);
/** Opening the key closes an open element of the set, unless a barrier stands between. */
const CLOSED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["li", new Set(["li"])],
  ["dd", new Set(["dd", "dt"])],
  ["dt", new Set(["dd", "dt"])],
  ["option", new Set(["option"])],
  ["tr", new Set(["tr", "td", "th", "caption", "colgroup"])],
  ["td", new Set(["td", "th"])],
  ["th", new Set(["td", "th"])],
  ["thead", new Set(["thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup"])],
  ["tbody", new Set(["thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup"])],
  ["tfoot", new Set(["thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup"])],
]);
const LIST_BARRIER = new Set(["ul", "ol", "dl", "menu", "table", "td", "th", "select"]);
const TABLE_BARRIER = new Set(["table"]);
const TABLE_PARTS = new Set(["tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "table"]);

class TreeBuilder {
  readonly root = element("body", NO_ATTRIBUTES, null);
  readonly head: HtmlHead = {
    title: "",
    lang: "",
    base: "",
    canonical: "",
    metas: [],
    jsonLd: [],
    noscript: [],
    state: [],
  };
  oversize = false;
  private current = this.root;
  private nodes = 0;
  private textLength = 0;
  private scriptLength = 0;
  private steps = 0;
  private readonly opened = new Map<string, number>();
  private skipping = "";
  private skipDepth = 0;
  private foreignObjects = 0;
  /** Open elements that the depth limit flattened into their ancestor, by tag. */
  private readonly flattened = new Map<string, number>();

  open(tag: string, attributes: () => Attributes): boolean {
    if (this.skipping !== "" && !this.leavesSkipping(tag)) return true;
    switch (tag) {
      case "html":
        this.head.lang ||= attribute(attributes(), "lang") ?? "";
        return true;
      case "head":
        return true;
      case "body":
        this.readBody(attributes());
        return true;
      case "meta":
        this.readMeta(attributes());
        return true;
      case "link":
        this.readLink(attributes());
        return true;
      case "base":
        this.head.base ||= attribute(attributes(), "href") ?? "";
        return true;
      default:
        return this.append(tag, attributes);
    }
  }

  close(tag: string): boolean {
    if (this.skipping !== "") {
      if (tag === "foreignobject") this.foreignObjects--;
      if (tag === this.skipping && --this.skipDepth === 0) this.skipping = "";
      return true;
    }
    const flattened = this.flattened.get(tag) ?? 0;
    if (flattened > 0) {
      this.flattened.set(tag, flattened - 1);
      return true;
    }
    const match = this.openElement(tag);
    if (match !== null) this.popTo(match);
    if (tag === "br") return this.append("br", () => NO_ATTRIBUTES);
    return true;
  }

  text(raw: string): boolean {
    if (this.skipping !== "") return true;
    const text = REFERENCE.test(raw) ? decodeHTML(raw) : raw;
    this.textLength += text.length;
    if (this.textLength > LIMITS.text || ++this.nodes > LIMITS.nodes) return this.overflow();
    this.current.children.push(text);
    return true;
  }

  rawText(tag: string, attributes: () => Attributes, raw: string): boolean {
    if (this.skipping !== "") return true;
    if (tag === "title") this.head.title ||= decodeHTML(raw.slice(0, 10_000));
    if (tag === "xmp") {
      if (!this.append("pre", () => NO_ATTRIBUTES)) return false;
      return this.text(raw.replaceAll("&", "&amp;")) && this.close("pre");
    }
    if (tag === "noscript" && raw.length > 1_000 && this.head.noscript.length < 4)
      this.head.noscript.push(raw);
    if (tag === "script" && raw.length > 1) this.readScript(attributes(), raw);
    return true;
  }

  private append(tag: string, attributes: () => Attributes): boolean {
    if (SKIPPED.has(tag)) {
      this.skipping = tag;
      this.skipDepth = 1;
      this.foreignObjects = 0;
      return true;
    }
    if (++this.nodes > LIMITS.nodes) return this.overflow();
    this.closeImplied(tag);
    const parent = this.current;
    if (parent.depth >= LIMITS.depth) {
      if (!VOID_TAGS.has(tag)) this.flattened.set(tag, (this.flattened.get(tag) ?? 0) + 1);
      this.oversize = true;
      return true;
    }
    const child = element(tag, attributes(), parent);
    parent.children.push(child);
    if (VOID_TAGS.has(tag)) return true;
    this.current = child;
    this.opened.set(tag, (this.opened.get(tag) ?? 0) + 1);
    return true;
  }

  private closeImplied(tag: string): void {
    if (PARAGRAPH_ENDERS.has(tag)) {
      const paragraph = this.openElement("p");
      if (paragraph !== null) this.popTo(paragraph);
    }
    if (HEADINGS.has(tag) && HEADINGS.has(this.current.tag)) this.popTo(this.current);
    if (tag === "a" && this.current.tag === "a") this.popTo(this.current);
    const closed = CLOSED_BY.get(tag);
    if (closed === undefined) return;
    const barrier = TABLE_PARTS.has(tag) ? TABLE_BARRIER : LIST_BARRIER;
    let outermost: HtmlElement | null = null;
    for (let at: HtmlElement | null = this.current; at !== null && !barrier.has(at.tag); at = at.parent) {
      if (this.steps++ > MAX_STEPS) return;
      if (closed.has(at.tag)) outermost = at;
      if (outermost !== null && barrier === LIST_BARRIER) break;
    }
    if (outermost !== null) this.popTo(outermost);
  }

  /** The open element that an end tag means, or null when a block or table cell shields it. */
  private openElement(tag: string): HtmlElement | null {
    if ((this.opened.get(tag) ?? 0) === 0 || this.steps > MAX_STEPS) return null;
    const shieldedByBlocks = tag === "p" || (tag !== "a" && !BLOCK_TAGS.has(tag));
    for (let at: HtmlElement | null = this.current; at !== null && at !== this.root; at = at.parent) {
      this.steps++;
      if (at.tag === tag) return at;
      if (shieldedByBlocks && PARAGRAPH_ENDERS.has(at.tag)) return null;
      if ((at.tag === "td" || at.tag === "th" || at.tag === "table") && !TABLE_PARTS.has(tag)) return null;
      if (at.tag === "table" && tag !== "table") return null;
    }
    return null;
  }

  private popTo(target: HtmlElement): void {
    for (let at: HtmlElement | null = this.current; at !== null; at = at.parent) {
      this.opened.set(at.tag, (this.opened.get(at.tag) ?? 1) - 1);
      if (at === target) break;
    }
    this.current = target.parent ?? this.root;
  }

  private leavesSkipping(tag: string): boolean {
    if (tag === this.skipping) this.skipDepth++;
    if (tag === "foreignobject") this.foreignObjects++;
    if (this.skipping !== "svg" || this.foreignObjects > 0 || !BREAKS_OUT_OF_SVG.has(tag)) return false;
    this.skipping = "";
    return true;
  }

  private overflow(): boolean {
    this.oversize = true;
    return false;
  }

  private readBody(attributes: Attributes): void {
    if (this.root.attributes.length > 0) return;
    this.root.attributes = attributes;
    this.root.hints = hintsOf(attributes);
  }

  private readMeta(attributes: Attributes): void {
    const content = attribute(attributes, "content");
    if (content === undefined || this.head.metas.length >= 500) return;
    for (const kind of ["property", "name", "itemprop", "http-equiv"]) {
      const name = attribute(attributes, kind);
      if (name) this.head.metas.push({ name: name.toLowerCase(), content: content.slice(0, 5_000) });
    }
  }

  private readLink(attributes: Attributes): void {
    const rel = attribute(attributes, "rel");
    if (rel === undefined || !/\bcanonical\b/i.test(rel)) return;
    this.head.canonical ||= attribute(attributes, "href") ?? "";
  }

  private readScript(attributes: Attributes, raw: string): void {
    const type = attribute(attributes, "type") ?? "";
    if (!type.includes("json")) return;
    if (this.scriptLength + raw.length > LIMITS.script) return;
    this.scriptLength += raw.length;
    (type.includes("ld+json") ? this.head.jsonLd : this.head.state).push(raw);
  }
}
