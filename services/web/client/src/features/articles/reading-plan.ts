import { blocksOf, type TextBlock } from "@cti/pipeline/html/blocks";
import { cellsOf } from "@cti/pipeline/indicators/places";

import type { Span } from "./spans.ts";

/** Blocks that are drawn together: the rows of a table, the items of a list, lines of code. */
export type Group =
  | { kind: "prose" | "heading" | "code"; span: Span }
  | { kind: "list"; items: Item[]; span: Span }
  | { kind: "table"; rows: { cells: Span[]; head: boolean }[]; span: Span };

/** An item of a list without the mark that it was written with. */
export type Item = Span & { number: string | null; depth: number };

/** A part of a text of some screens, which is drawn in full only near the window. */
export type Section = { span: Span; groups: Group[] };

/** About how many characters a section has. */
const sectionLength = 6_000;
/** Longer texts are split at their lines: telling tables from lists in them would take too long. */
const mostRead = 400_000;
const longestBlock = 8_000;

/** How an article's text is laid out: by its HTML where that says more, with offsets into `text` only. */
export function planReading(text: string, html: string): Section[] {
  const blocks = text.length + html.length > 2 * mostRead ? linesOf(text) : blocksOf(text, html);
  const sections: Section[] = [];
  let groups: Group[] = [];
  for (const group of groupsOf(text, blocks)) {
    groups.push(group);
    const start = groups[0]?.span.start ?? 0;
    if (group.span.end - start < sectionLength) continue;
    sections.push({ span: { start, end: group.span.end }, groups });
    groups = [];
  }
  const first = groups[0];
  const last = groups.at(-1);
  if (first && last) sections.push({ span: { start: first.span.start, end: last.span.end }, groups });
  return sections;
}

/** Every stretch of text that a section draws, in order. */
export function stretchesOf({ groups }: Section): Span[] {
  return groups.flatMap((group) => {
    if (group.kind === "table") return group.rows.flatMap(({ cells }) => cells);
    return group.kind === "list" ? group.items : [group.span];
  });
}

type Line = Pick<TextBlock, "kind" | "start" | "end">;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g))
    if (line.trim() !== "") lines.push({ kind: "prose", start: index, end: index + line.length });
  return lines;
}

function groupsOf(text: string, blocks: readonly (Line & Partial<TextBlock>)[]): Group[] {
  const groups: Group[] = [];
  for (const block of blocks.flatMap((block) => shortened(text, block))) {
    const { kind, start, end } = block;
    const last = groups.at(-1);
    const joins = last && last.span.end - last.span.start < sectionLength && near(text, last.span.end, start);
    if (kind === "table") {
      const row = { cells: cellsOf(text, asBlock(block)), head: block.columns === null };
      if (joins && last.kind === "table" && !row.head) {
        last.rows.push(row);
        last.span.end = end;
      } else groups.push({ kind, rows: [row], span: { start, end } });
    } else if (kind === "list") {
      const item = itemOf(text, { start, end });
      if (joins && last.kind === "list") {
        last.items.push(item);
        last.span.end = end;
      } else groups.push({ kind, items: [item], span: { start, end } });
    } else groups.push({ kind, span: { start, end } });
  }
  return groups;
}

/** Whether nothing but white space stands between; an empty line parts tables, not lists. */
function near(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === "";
}

function asBlock({ kind, start, end, columns = null, heading = null }: Line & Partial<TextBlock>): TextBlock {
  return { kind, start, end, columns, heading };
}

/** A block of any length in parts that one element can hold, cut at a blank where there is one. */
function shortened<B extends Line>(text: string, block: B): B[] {
  if (block.end - block.start <= longestBlock || block.kind === "table") return [block];
  const parts: B[] = [];
  for (let start = block.start; start < block.end;) {
    const most = Math.min(start + longestBlock, block.end);
    const blank = Math.max(text.lastIndexOf("\n", most), text.lastIndexOf(" ", most));
    const end = most === block.end || blank <= start ? most : blank + 1;
    parts.push({ ...block, start, end });
    start = end;
  }
  return parts;
}

const listMark = /^(\s*)(?:[-*•]|(\d{1,9}[.)]))\s+/;

function itemOf(text: string, { start, end }: Span): Item {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = /^ */.exec(text.slice(lineStart, start))?.[0].length ?? 0;
  const [mark = "", inner = "", number = null] = listMark.exec(text.slice(start, start + 40)) ?? [];
  return {
    start: Math.min(start + mark.length, end),
    end,
    number,
    depth: Math.min(4, Math.floor((indent + inner.length) / 2)),
  };
}
