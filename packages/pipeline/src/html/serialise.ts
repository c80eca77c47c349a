import { attribute } from "./attributes.ts";
import { resolveLink } from "./links.ts";
import { isDataTable } from "./tables.ts";
import { BLOCK_TAGS, type HtmlElement } from "./tree.ts";

/**
 * HTML of some elements by an allow list: known tags, known attributes, http(s) links, everything else escaped.
 * Boxes without a meaning of their own (div, section …) become paragraphs where they hold text.
 */
export function renderHtml(root: HtmlElement, base: string): string {
  const writer = new HtmlWriter(base);
  writer.node(root);
  return writer.finish();
}

function escapeHtml(text: string): string {
  return /[&<>"'\0]/.test(text) ? text.replace(/[&<>"'\0]/g, (character) => ESCAPES[character] ?? "") : text;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const INLINE = new Map(
  Object.entries({
    a: "a",
    code: "code",
    samp: "samp",
    kbd: "kbd",
    tt: "code",
    strong: "strong",
    b: "b",
    em: "em",
    i: "i",
    u: "u",
    s: "s",
    sub: "sub",
    sup: "sup",
    time: "time",
  }),
);
/** Blocks that hold text without a paragraph around it. */
const TEXT_BLOCKS = new Set("p h1 h2 h3 h4 h5 h6 li dt dd blockquote pre td th figure figcaption".split(" "));
const BLOCKS = new Set([
  ...TEXT_BLOCKS,
  "ul",
  "ol",
  "dl",
  "table",
  "thead",
  "tbody",
  "tfoot",
  "tr",
  "figure",
]);
/** Parts that mean something only inside of their whole. */
const NEEDS_PARENT = new Map([
  ["li", new Set(["ul", "ol"])],
  ["dt", new Set(["dl"])],
  ["dd", new Set(["dl"])],
  ["thead", new Set(["table"])],
  ["tbody", new Set(["table"])],
  ["tfoot", new Set(["table"])],
  ["tr", new Set(["table", "thead", "tbody", "tfoot"])],
  ["td", new Set(["tr"])],
  ["th", new Set(["tr"])],
  ["figcaption", new Set(["figure"])],
]);
/** What holds nothing after cleaning; items may have held an empty paragraph, lists an empty item. */
const EMPTY = /<(p|h[1-6]|li|ul|ol|blockquote)>\s*<\/\1>/g;
const PURE_CONTAINERS = new Set(["ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"]);

class HtmlWriter {
  private readonly parts: string[] = [];
  private readonly base: string;
  /** Tags written and not yet closed. */
  private readonly open: string[] = [];
  private inlineDepth = 0;
  private impliedParagraph = false;
  private muted = false;
  /** Whether a blank would follow a blank, or the start of a block. */
  private spaced = true;

  constructor(base: string) {
    this.base = base;
  }

  finish(): string {
    this.endParagraph();
    return this.parts.join("").replace(EMPTY, "").replace(EMPTY, "").replace(EMPTY, "");
  }

  node(node: HtmlElement): void {
    if (node.dropped) return;
    if (node.tag === "br" || node.tag === "img") return this.leaf(node);
    if (node.tag === "hr") {
      if (this.inlineDepth > 0 || this.inTextOnly()) return;
      this.endParagraph();
      if (!PURE_CONTAINERS.has(this.top())) this.parts.push("<hr>");
      this.spaced = true;
      return;
    }
    const inline = INLINE.get(node.tag);
    if (inline !== undefined) return this.inline(inline, node);
    if (!BLOCK_TAGS.has(node.tag)) return this.children(node);
    const outer = this.muted;
    this.muted = node.muted;
    this.block(node);
    this.muted = outer;
  }

  private block(node: HtmlElement): void {
    if (this.inlineDepth > 0 || this.inTextOnly()) {
      this.text(" ");
      this.children(node);
      this.text(" ");
      return;
    }
    this.endParagraph();
    const tag = this.tagFor(node);
    if (tag === "") {
      this.children(node);
      this.endParagraph();
      return;
    }
    this.parts.push(`<${tag}${cellSpan(tag, node)}>`);
    this.open.push(tag);
    this.spaced = true;
    this.children(node);
    this.endParagraph();
    this.open.pop();
    this.parts.push(`</${tag}>`);
    this.spaced = true;
  }

  private tagFor(node: HtmlElement): string {
    const tag = node.tag;
    // A list may hold items only, so what stands in it without being one becomes one.
    if ((this.top() === "ul" || this.top() === "ol") && tag !== "li") return holdsItems(node) ? "" : "li";
    if (!BLOCKS.has(tag)) return "";
    if (tag === "table" && !isDataTable(node)) return "";
    const wholes = NEEDS_PARENT.get(tag);
    if (wholes !== undefined) return wholes.has(this.top()) ? tag : "";
    return PURE_CONTAINERS.has(this.top()) ? "" : tag;
  }

  private inline(tag: string, node: HtmlElement): void {
    if (
      this.muted ||
      PURE_CONTAINERS.has(this.top()) ||
      holdsBlocks(node) ||
      this.inlineDepth > 32 ||
      (tag === "a" && this.open.includes("a"))
    ) {
      this.children(node);
      return;
    }
    const attributes = this.inlineAttributes(tag, node);
    if (attributes === null) {
      this.children(node);
      return;
    }
    this.beginParagraph();
    this.parts.push(`<${tag}${attributes}>`);
    this.open.push(tag);
    this.inlineDepth++;
    this.children(node);
    this.inlineDepth--;
    this.open.pop();
    this.parts.push(`</${tag}>`);
  }

  private inlineAttributes(tag: string, node: HtmlElement): string | null {
    if (tag === "a") {
      const url = resolveLink(attribute(node.attributes, "href"), this.base);
      return url === null ? null : ` href="${escapeHtml(url)}"`;
    }
    if (tag !== "time") return "";
    const datetime = attribute(node.attributes, "datetime");
    return datetime === undefined ? "" : ` datetime="${escapeHtml(datetime.slice(0, 100))}"`;
  }

  private leaf(node: HtmlElement): void {
    if (this.muted) return;
    if (PURE_CONTAINERS.has(this.top())) return;
    if (node.tag === "br") {
      this.parts.push(this.top() === "pre" ? "\n" : "<br>");
      this.spaced = true;
      return;
    }
    const alt = attribute(node.attributes, "alt")?.trim();
    if (!alt) return;
    this.beginParagraph();
    this.parts.push(`<img alt="${escapeHtml(alt.slice(0, 1_000))}">`);
    this.spaced = false;
  }

  private children(node: HtmlElement): void {
    for (const child of node.children) {
      if (typeof child !== "string") this.node(child);
      else if (!this.muted) this.text(child);
    }
  }

  private text(text: string): void {
    if (PURE_CONTAINERS.has(this.top())) return;
    if (this.open.includes("pre")) {
      this.parts.push(escapeHtml(text));
      return;
    }
    const collapsed = text.replace(/\s+/g, " ");
    if (collapsed === " ") {
      const isBetween = this.impliedParagraph || this.inlineDepth > 0 || TEXT_BLOCKS.has(this.top());
      if (isBetween && !this.spaced) this.parts.push(" ");
      this.spaced = true;
      return;
    }
    if (collapsed === "") return;
    this.beginParagraph();
    this.parts.push(escapeHtml(this.spaced ? collapsed.trimStart() : collapsed));
    this.spaced = collapsed.endsWith(" ");
  }

  private top(): string {
    return this.open.at(-1) ?? "";
  }

  /** Inside of these a block would break the document apart. */
  private inTextOnly(): boolean {
    return !this.impliedParagraph && /^(?:p|h[1-6]|pre|dt)$/.test(this.top());
  }

  private beginParagraph(): void {
    if (this.impliedParagraph || this.inlineDepth > 0 || TEXT_BLOCKS.has(this.top())) return;
    this.parts.push("<p>");
    this.impliedParagraph = true;
    this.spaced = true;
  }

  private endParagraph(): void {
    if (!this.impliedParagraph) return;
    this.parts.push("</p>");
    this.impliedParagraph = false;
    this.spaced = true;
  }
}

function cellSpan(tag: string, node: HtmlElement): string {
  if (tag !== "td" && tag !== "th") return "";
  let text = "";
  for (const name of ["colspan", "rowspan"]) {
    const value = attribute(node.attributes, name);
    if (value !== undefined && /^\d{1,3}$/.test(value)) text += ` ${name}="${value}"`;
  }
  return text;
}

function holdsItems(node: HtmlElement): boolean {
  return node.children.some(
    (child) => typeof child !== "string" && (child.tag === "li" || child.tag === "ul"),
  );
}

function holdsBlocks(node: HtmlElement): boolean {
  const stack: HtmlElement[] = [node];
  let seen = 0;
  for (let at = stack.pop(); at !== undefined && seen < 200; at = stack.pop()) {
    for (const child of at.children) {
      if (typeof child === "string") continue;
      if (BLOCK_TAGS.has(child.tag)) return true;
      stack.push(child);
      seen++;
    }
  }
  return false;
}
