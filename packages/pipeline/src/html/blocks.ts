import type { PlaceKind } from "../entities/mention.ts";
import { BlockRecorder } from "./block-recorder.ts";
import { headingText, isBareValue, isLead } from "./line-looks.ts";
import { readTextBlocks } from "./text-blocks.ts";
import { renderWatched } from "./text.ts";
import { parseHtml } from "./tree.ts";

/** A stretch of a text with its kind; blocks do not overlap and stand in order. A table row is one block. */
export type TextBlock = {
  kind: PlaceKind;
  start: number;
  end: number;
  /** Of a table row: the header cells, in the order of the row's cells; null in the header row itself. */
  columns: string[] | null;
  /** The nearest heading above. */
  heading: string | null;
};

/**
 * The blocks of a stored article: by its HTML where that renders to `text`, or nearly so, else by the looks of the
 * text's lines, as for PDF and plain text, whose HTML is one `pre`. In order, apart, inside of `text`; white space
 * and marks between them belong to none. Linear.
 */
export function blocksOf(text: string, html: string | null): TextBlock[] {
  if (html === null || html === "" || isWrappedText(html)) return blocksOfText(text);
  const rendered = render(html);
  const { blocks, leads } = rendered.text === text ? rendered : aligned(text, rendered);
  return settled(text, blocks, leads);
}

/** The text of sanitised HTML exactly as `renderText` gives it, with its blocks. */
export function blocksOfHtml(html: string): { text: string; blocks: TextBlock[] } {
  const { text, blocks, leads } = render(html);
  return { text, blocks: settled(text, blocks, leads) };
}

/** The blocks of plain text: PDF, Markdown, anything without HTML. */
export function blocksOfText(text: string): TextBlock[] {
  const { blocks, leads } = readTextBlocks(text);
  return settled(text, blocks, leads);
}

/** The header above the cell of a table row in which an offset lies; null outside of tables, and without a header. */
export function columnAt(text: string, block: TextBlock, offset: number): string | null {
  if (block.columns === null) return null;
  const row = text.slice(block.start, block.end);
  const border = BORDERS.find((each) => row.search(each) >= 0);
  if (border === undefined) return block.columns[0] || null;
  return block.columns[row.slice(0, offset - block.start).match(border)?.length ?? 0] || null;
}

/** What parts the cells of a row, the likeliest first. */
const BORDERS = [/(?:^|\s)\|(?=\s|$)/g, /\|/g, /\t/g, /\s{2,}/g];

type Read = { text: string; blocks: TextBlock[]; leads: ReadonlySet<TextBlock> };

function render(html: string): Read {
  const recorder = new BlockRecorder();
  const { text, trimmed } = renderWatched(parseHtml(html).root, recorder);
  for (const block of recorder.blocks) {
    block.start = Math.max(0, block.start - trimmed);
    block.end = Math.min(text.length, block.end - trimmed);
  }
  return { text, blocks: recorder.blocks.filter(({ start, end }) => start < end), leads: recorder.leads };
}

/** Plain text is stored as one `pre` without any tag in it. */
function isWrappedText(html: string): boolean {
  return html.startsWith("<pre>") && html.indexOf("<", 5) === html.length - "</pre>".length;
}

/** Carries blocks over to a text that differs in white space and list marks; what none is found for goes by its looks. */
function aligned(text: string, rendered: Read): Read {
  const blocks: TextBlock[] = [];
  const leads = new Set(rendered.leads);
  let cursor = 0;
  let missed = 0;
  for (const block of rendered.blocks) {
    const place = findBlock(text, cursor, rendered.text.slice(block.start, block.end));
    if (place === null) {
      if (++missed > MAX_MISSED) break;
      continue;
    }
    fillGap(text, cursor, place.start, blocks, leads);
    block.start = place.start;
    block.end = place.end;
    blocks.push(block);
    cursor = place.end;
  }
  fillGap(text, cursor, text.length, blocks, leads);
  return { text, blocks, leads };
}

const MAX_MISSED = 100;
/** How far ahead a block is looked for. */
const REACH = 5_000;
const KEY = 40;
const LIST_MARK = /^\s*(?:-|\d{1,9}\.)\s+/;

function findBlock(text: string, from: number, block: string): { start: number; end: number } | null {
  const words = block.replace(LIST_MARK, "");
  const head = words.split("\n", 1)[0]?.slice(0, KEY) ?? "";
  const tail = words.slice(words.lastIndexOf("\n") + 1).slice(-KEY);
  const start = head === "" ? -1 : text.slice(from, from + REACH).indexOf(head) + from;
  if (start < from) return null;
  const end = text
    .slice(start, start + 2 * words.length + 20)
    .indexOf(tail, Math.min(head.length, words.length) - tail.length);
  return end < 0 ? null : { start, end: start + end + tail.length };
}

function fillGap(text: string, from: number, to: number, blocks: TextBlock[], leads: Set<TextBlock>): void {
  const gap = text.slice(from, to);
  if (!/[\p{L}\p{N}]/u.test(gap)) return;
  const read = readTextBlocks(gap);
  for (const block of read.blocks) {
    block.start += from;
    block.end += from;
    blocks.push(block);
  }
  for (const lead of read.leads) leads.add(lead);
}

/** Finds values set in lines of their own, and gives each block the heading above it. */
function settled(text: string, blocks: TextBlock[], leads: ReadonlySet<TextBlock>): TextBlock[] {
  listValues(text, blocks);
  let section: string | null = null;
  let group: string | null = null;
  blocks.forEach((block, at) => {
    const next = blocks[at + 1]?.kind ?? "prose";
    const introduces = block.kind === "prose" && next !== "prose" && next !== "heading";
    const isShort = block.end - block.start <= 100;
    if (introduces && isShort && isLead(text.slice(block.start, block.end))) block.kind = "heading";
    else if (block.kind === "prose") group = null;
    block.heading = block.kind === "heading" || block.kind === "prose" ? section : (group ?? section);
    if (block.kind !== "heading") return;
    const heading = headingText(text.slice(block.start, block.end)) || null;
    if (introduces || leads.has(block)) group = heading;
    else {
      section = heading;
      group = null;
    }
  });
  return blocks;
}

/** Paragraphs that are one value each, after one another or right below a heading, are a list in all but name. */
function listValues(text: string, blocks: TextBlock[]): void {
  let value: TextBlock | null = null;
  let isLed = false;
  for (const block of blocks) {
    const isShort = block.end - block.start <= 300;
    const words = isShort ? text.slice(block.start, block.end) : "";
    const mayBeValue = block.kind === "prose" || block.kind === "list";
    if (mayBeValue && isBareValue(words)) {
      if (value !== null || isLed) block.kind = "list";
      if (value !== null) value.kind = "list";
      value = block;
    } else {
      value = null;
      isLed = block.kind === "heading" || (block.kind === "prose" && isLead(words));
    }
  }
}
