import { attribute } from "./attributes.ts";
import { BLOCK_TAGS, type HtmlElement } from "./tree.ts";
import { isDataTable } from "./tables.ts";

/**
 * Plain text of some elements: paragraphs separated by a blank line, list items as "- x" or "1. x", deeper ones indented, table rows as lines
 * with cells joined by " | ", headings on their own line, preformatted lines kept.
 */
export function renderText(root: HtmlElement): string {
  const writer = new TextWriter();
  writer.node(root);
  return writer.finish();
}

/** Who follows a rendering: told of blocks after what stood before them is written, and of each line. */
export type TextWatcher = {
  /** `asRows`: a table whose rows become lines. */
  enter(block: HtmlElement, asRows: boolean): void;
  leave(block: HtmlElement): void;
  /** The cells of the row whose line comes next. */
  row(row: HtmlElement, cells: string[]): void;
  /** Where a line stands in the text before its ends are trimmed. */
  line(start: number, text: string): void;
};

/** `renderText`, watched; `trimmed` is what the offsets told are too high by. */
export function renderWatched(root: HtmlElement, watcher: TextWatcher): { text: string; trimmed: number } {
  const writer = new TextWriter(watcher);
  writer.node(root);
  return writer.finishWatched();
}

/** The text of one element on one line. */
export function lineOf(node: HtmlElement): string {
  const parts: string[] = [];
  collectLine(node, node.muted, parts);
  return collapse(parts.join(""));
}

const UNEVEN = /[^\S ]|\u00a0|\u200b|\ufeff|\u00ad| {2}/;

/** Runs of white space become one blank; characters without width go. */
export function collapse(text: string): string {
  const trimmed = text.trim();
  if (!UNEVEN.test(trimmed)) return trimmed;
  return trimmed
    .replace(/[\u200b\ufeff\u00ad]+/g, "")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

function collectLine(node: HtmlElement, muted: boolean, parts: string[]): void {
  for (const child of node.children) {
    if (typeof child === "string") {
      if (!muted) parts.push(child);
      continue;
    }
    if (child.dropped) continue;
    const apart = child.tag === "br" || BLOCK_TAGS.has(child.tag);
    if (apart) parts.push(" ");
    collectLine(child, apart ? child.muted : muted, parts);
    if (apart) parts.push(" ");
  }
}

class TextWriter {
  private readonly lines: string[] = [];
  private inline: string[] = [];
  /** Line breaks owed before the next line. */
  private gap = 0;
  private prefix = "";
  /** Lists around the current place: the number of the next item, or null where items have none. */
  private readonly lists: (number | null)[] = [];
  /** List items around the current place; inside of one, blocks follow line by line. */
  private items = 0;
  private muted = false;
  private readonly watcher: TextWatcher | null;
  /** Length of what is written, counted for a watcher only. */
  private length = 0;

  constructor(watcher: TextWatcher | null = null) {
    this.watcher = watcher;
  }

  finish(): string {
    this.flush(0);
    return this.lines.join("").trim();
  }

  finishWatched(): { text: string; trimmed: number } {
    this.flush(0);
    const text = this.lines.join("").trimEnd();
    const kept = text.trimStart();
    return { text: kept, trimmed: text.length - kept.length };
  }

  node(node: HtmlElement): void {
    if (node.dropped) return;
    if (node.tag === "br") this.flush(1);
    else if (!BLOCK_TAGS.has(node.tag)) this.children(node);
    else {
      const outer = this.muted;
      this.muted = node.muted;
      this.block(node);
      this.muted = outer;
    }
  }

  private block(node: HtmlElement): void {
    if (node.tag === "pre") this.preformatted(node);
    else if (node.tag === "li") this.item(node);
    else if (node.tag === "ol" || node.tag === "ul") this.list(node);
    else if (node.tag === "table" && isDataTable(node)) this.table(node);
    else {
      const gap = this.items > 0 || node.tag === "dt" || node.tag === "dd" || node.tag === "tr" ? 1 : 2;
      this.flush(gap);
      this.watcher?.enter(node, false);
      this.children(node);
      this.flush(gap);
      this.watcher?.leave(node);
    }
  }

  private children(node: HtmlElement): void {
    for (const child of node.children) {
      if (typeof child !== "string") this.node(child);
      else if (!this.muted) this.inline.push(child);
    }
  }

  private list(node: HtmlElement): void {
    const gap = this.items > 0 ? 1 : 2;
    this.flush(gap);
    this.lists.push(node.tag === "ol" ? numberOf(attribute(node.attributes, "start"), 1) : null);
    this.children(node);
    this.lists.pop();
    this.flush(gap);
  }

  private item(node: HtmlElement): void {
    this.flush(1);
    const next = this.lists.at(-1) ?? null;
    const number = next === null ? null : numberOf(attribute(node.attributes, "value"), next);
    if (number !== null) this.lists[this.lists.length - 1] = number + 1;
    this.prefix = "  ".repeat(Math.min(this.items, 8)) + (number === null ? "- " : `${number}. `);
    this.items++;
    this.watcher?.enter(node, false);
    this.children(node);
    this.flush(1);
    this.watcher?.leave(node);
    this.items--;
    this.prefix = "  ".repeat(Math.min(this.items, 8));
  }

  private table(node: HtmlElement): void {
    this.flush(2);
    this.watcher?.enter(node, true);
    for (const child of node.children) {
      if (typeof child === "string" || child.dropped) continue;
      if (child.tag === "tr") this.row(child);
      else if (child.tag === "caption") this.line(lineOf(child), 1);
      else for (const row of child.children) if (typeof row !== "string" && !row.dropped) this.row(row);
    }
    this.watcher?.leave(node);
    this.gap = 2;
  }

  private row(row: HtmlElement): void {
    const cells: string[] = [];
    for (const cell of row.children) if (typeof cell !== "string" && !cell.dropped) cells.push(lineOf(cell));
    if (!cells.some((cell) => cell !== "")) return;
    this.watcher?.row(row, cells);
    this.line(cells.join(" | "), 1);
  }

  private preformatted(node: HtmlElement): void {
    this.flush(2);
    const parts: string[] = [];
    collectVerbatim(node, node.muted, parts);
    this.watcher?.enter(node, false);
    this.line(
      parts
        .join("")
        .replace(/^\r?\n/, "")
        .trimEnd(),
      2,
    );
    this.watcher?.leave(node);
  }

  /** Ends the running line and owes `gap` line breaks. */
  private flush(gap: number): void {
    if (this.inline.length > 0) {
      const text = collapse(this.inline.join(""));
      this.inline = [];
      if (text !== "") {
        this.line(this.prefix + text, gap);
        this.prefix = "  ".repeat(Math.min(this.items, 8));
        return;
      }
    }
    if (this.gap < gap) this.gap = gap;
  }

  private line(text: string, gap: number): void {
    if (text === "") return;
    if (this.lines.length > 0) this.lines.push(this.gap > 1 ? "\n\n" : "\n");
    this.lines.push(text);
    if (this.watcher !== null) this.tell(this.watcher, text);
    this.gap = gap;
  }

  private tell(watcher: TextWatcher, text: string): void {
    if (this.lines.length > 1) this.length += this.gap > 1 ? 2 : 1;
    watcher.line(this.length, text);
    this.length += text.length;
  }
}

function numberOf(written: string | undefined, otherwise: number): number {
  return written !== undefined && /^-?\d{1,9}$/.test(written.trim()) ? Number(written) : otherwise;
}

function collectVerbatim(node: HtmlElement, muted: boolean, parts: string[]): void {
  for (const child of node.children) {
    if (typeof child === "string") {
      if (!muted) parts.push(child);
      continue;
    }
    if (child.dropped) continue;
    const isBlock = BLOCK_TAGS.has(child.tag);
    if (child.tag === "br") parts.push("\n");
    collectVerbatim(child, isBlock ? child.muted : muted, parts);
    if (isBlock) parts.push("\n");
  }
}
