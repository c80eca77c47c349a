import { attribute } from "./attributes.ts";
import type { HtmlElement, HtmlNode } from "./tree.ts";

/** A table of data has several cells a row, and short ones; anything else only lays out the page. */
export function isDataTable(table: HtmlElement): boolean {
  if (attribute(table.attributes, "role") === "presentation") return false;
  let rows = 0;
  let wide = 0;
  const stack: HtmlNode[] = [...table.children];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === "string" || node.dropped) continue;
    if (SECTIONS.has(node.tag)) for (const row of node.children) stack.push(row);
    if (node.tag !== "tr") continue;
    const cells = node.children.filter(isCell);
    if (cells.some(isLayoutCell)) return false;
    rows++;
    if (cells.length > 1) wide++;
  }
  return rows > 0 && wide * 2 >= rows;
}

const SECTIONS = new Set(["thead", "tbody", "tfoot"]);
const LAYOUT = new Set(["table", "h1", "h2", "h3", "pre", "blockquote", "article", "section"]);
const MAX_CELL_NODES = 60;

function isCell(node: HtmlNode): node is HtmlElement {
  return typeof node !== "string" && (node.tag === "td" || node.tag === "th");
}

/** A cell that holds whole parts of a page. */
function isLayoutCell(cell: HtmlElement): boolean {
  const stack: HtmlElement[] = [cell];
  let seen = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of node.children) {
      if (++seen > MAX_CELL_NODES) return true;
      if (typeof child === "string") continue;
      if (LAYOUT.has(child.tag)) return true;
      stack.push(child);
    }
  }
  return false;
}
