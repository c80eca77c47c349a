import type { PlaceKind } from "../entities/mention.ts";
import { attribute } from "./attributes.ts";
import type { TextBlock } from "./blocks.ts";
import { mayBeHeading } from "./line-looks.ts";
import { columnsOfRows, type TableRow } from "./table-columns.ts";
import { lineOf, type TextWatcher } from "./text.ts";
import { BLOCK_TAGS, type HtmlElement, type HtmlNode } from "./tree.ts";

/** Follows a rendering and notes the block of each line; offsets are those of the text before its ends are trimmed. */
export class BlockRecorder implements TextWatcher {
  readonly blocks: TextBlock[] = [];
  /** Headings of one table only: its caption, and rows of one cell. */
  readonly leads = new Set<TextBlock>();
  private readonly outer: Frame[] = [];
  private frame: Frame = { kind: "prose", item: 0, styles: null, at: 0, rows: null };
  private items = 0;
  /** The list item that the last block belongs to. */
  private lastItem = 0;
  private pending: { row: HtmlElement; cells: string[] } | null = null;

  enter(block: HtmlElement, asRows: boolean): void {
    this.outer.push(this.frame);
    const { kind, item, rows } = this.frame;
    const next: Frame = { kind, item, styles: null, at: 0, rows };
    this.frame = next;
    const own = KINDS.get(block.tag);
    if (own !== undefined) {
      next.kind = own;
      next.item = own === "list" ? ++this.items : 0;
    } else if (block.tag === "table") {
      if (!asRows && !hasOneColumn(block)) return;
      next.kind = "table";
      next.rows = [];
    } else if (kind === "prose") next.styles = stylesOfLines(block);
  }

  leave(block: HtmlElement): void {
    if (block.tag === "table" && this.frame.rows !== null && this.frame.rows !== this.outer.at(-1)?.rows)
      this.finishTable(this.frame.rows);
    this.frame = this.outer.pop() ?? this.frame;
  }

  row(row: HtmlElement, cells: string[]): void {
    this.pending = { row, cells };
  }

  line(start: number, text: string): void {
    const { frame } = this;
    const end = start + text.length;
    const last = this.blocks.at(-1);
    if (frame.item !== 0 && frame.item === this.lastItem && last !== undefined) {
      last.end = end;
      return;
    }
    this.lastItem = frame.item;
    const block: TextBlock = { kind: this.kindOf(text), start, end, columns: null, heading: null };
    this.blocks.push(block);
    if (frame.kind === "table" && frame.rows !== null) this.noteRow(block, text, frame.rows);
  }

  private kindOf(text: string): PlaceKind {
    const { frame } = this;
    if (frame.styles === null) return frame.kind;
    const style = frame.styles[frame.at++] ?? "prose";
    return style === "heading" && !mayBeHeading(text) ? "prose" : style;
  }

  private noteRow(block: TextBlock, text: string, rows: NotedRow[]): void {
    const noted = this.pending;
    this.pending = null;
    rows.push(
      noted === null
        ? { block, cells: [text], colspans: null, rowspans: null, heads: null, isRow: false }
        : { block, ...spansOf(noted.row, noted.cells.length), cells: noted.cells, isRow: true },
    );
  }

  private finishTable(rows: NotedRow[]): void {
    const hasRows = rows.some(({ isRow }) => isRow);
    const width = hasRows ? Math.max(...rows.slice(0, 1_000).map(({ cells }) => cells.length)) : 1;
    const data = rows.filter(({ block, cells, isRow }) => {
      const titles = hasRows && (!isRow || (cells.length === 1 && width > 1));
      if (!titles || !mayBeHeading(cells[0] ?? "")) return isRow || !hasRows;
      block.kind = "heading";
      this.leads.add(block);
      return false;
    });
    columnsOfRows(data).forEach((columns, at) => {
      const row = data[at];
      if (row !== undefined) row.block.columns = columns;
    });
  }
}

type Frame = {
  kind: PlaceKind;
  /** The list item around, or 0. */
  item: number;
  /** Of each line of a paragraph that sets some of them apart. */
  styles: PlaceKind[] | null;
  at: number;
  rows: NotedRow[] | null;
};
type NotedRow = TableRow & { block: TextBlock; isRow: boolean };

const KINDS = new Map<string, PlaceKind>([
  ...["h1", "h2", "h3", "h4", "h5", "h6"].map((tag): [string, PlaceKind] => [tag, "heading"]),
  ...["li", "dt", "dd"].map((tag): [string, PlaceKind] => [tag, "list"]),
  ["pre", "code"],
]);
const SETS_APART = new Map<string, PlaceKind>([
  ["b", "heading"],
  ["strong", "heading"],
  ["code", "code"],
  ["kbd", "code"],
  ["samp", "code"],
]);

/** Lines of a paragraph that are bold or code all through; null where none is. */
function stylesOfLines({ children }: HtmlElement): PlaceKind[] | null {
  if (!children.some((child) => typeof child !== "string" && SETS_APART.has(child.tag))) return null;
  const styles: PlaceKind[] = [];
  let style: PlaceKind | null = null;
  for (const child of children) {
    if (typeof child !== "string" && (child.tag === "br" || BLOCK_TAGS.has(child.tag))) {
      if (style !== null) styles.push(style);
      style = null;
      continue;
    }
    // A break within hides where its lines end.
    if (typeof child !== "string" && holdsBreak(child)) return null;
    if (typeof child === "string" ? child.trim() === "" : lineOf(child) === "") continue;
    const own: PlaceKind = typeof child === "string" ? "prose" : (SETS_APART.get(child.tag) ?? "prose");
    style = style === null || style === own ? own : "prose";
  }
  if (style !== null) styles.push(style);
  return styles;
}

function isElement(node: HtmlNode): node is HtmlElement {
  return typeof node !== "string";
}

function holdsBreak(node: HtmlElement): boolean {
  const stack: HtmlElement[] = [node];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const child of at.children) {
      if (typeof child === "string") continue;
      if (child.tag === "br" || !INLINE.has(child.tag)) return true;
      stack.push(child);
    }
  }
  return false;
}

const INLINE = new Set("a b code em i img kbd mark s samp small span strong sub sup time tt u".split(" "));
const ROW_GROUPS = new Set(["thead", "tbody", "tfoot"]);

/** A table that lists one value a row, which its text shows as paragraphs. */
function hasOneColumn(table: HtmlElement): boolean {
  let rows = 0;
  const stack: HtmlNode[] = [...table.children];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === "string" || node.dropped) continue;
    if (ROW_GROUPS.has(node.tag)) for (const row of node.children) stack.push(row);
    if (node.tag !== "tr") continue;
    const cells = node.children.filter(isElement);
    const [cell] = cells;
    if (cells.length !== 1 || cell === undefined || cell.children.length > 8) return false;
    if (cell.children.some((child) => isElement(child) && !INLINE.has(child.tag) && child.tag !== "p"))
      return false;
    rows++;
  }
  return rows > 1;
}

function spansOf(row: HtmlElement, count: number): Pick<TableRow, "colspans" | "rowspans" | "heads"> {
  const cells = row.children.filter((child) => isElement(child) && !child.dropped) as HtmlElement[];
  const isPlain = cells.every(({ attributes }) => attributes.length === 0);
  const heads = cells.some(({ tag }) => tag === "th") ? cells.map(({ tag }) => tag === "th") : null;
  const inHead = heads === null && row.parent?.tag === "thead";
  return {
    colspans: isPlain ? null : cells.map((cell) => spanOf(cell, "colspan")),
    rowspans: isPlain ? null : cells.map((cell) => spanOf(cell, "rowspan")),
    heads: inHead ? Array.from({ length: count }, () => true) : heads,
  };
}

function spanOf(cell: HtmlElement, name: string): number {
  const value = attribute(cell.attributes, name);
  return value !== undefined && /^\d{1,3}$/.test(value) ? Math.max(1, Number(value)) : 1;
}
