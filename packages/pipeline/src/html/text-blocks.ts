import type { PlaceKind } from "../entities/mention.ts";
import type { TextBlock } from "./blocks.ts";
import { headingText, holdsValue, isLead, mayBeHeading } from "./line-looks.ts";
import { columnsOfRows, type TableRow } from "./table-columns.ts";
import { LOOKS, readLines, type TextLines } from "./text-lines.ts";

/** Blocks of plain text by the looks of its lines; `leads` are headings of what follows directly, and no further. */
export function readTextBlocks(text: string): { blocks: TextBlock[]; leads: Set<TextBlock> } {
  const state: State = { text, lines: readLines(text), blocks: [], leads: new Set(), run: [] };
  const count = state.lines.starts.length;
  for (let at = 0; at < count;) at = readBlock(state, at);
  dropRunOfHeadings(state);
  return { blocks: state.blocks, leads: state.leads };
}

type State = {
  text: string;
  lines: TextLines;
  blocks: TextBlock[];
  leads: Set<TextBlock>;
  /** Headings by their looks alone that follow on each other. */
  run: TextBlock[];
};

/** Reads the block that starts at a line; the line after it. */
function readBlock(state: State, at: number): number {
  const { lines, text } = state;
  const looks = lines.looks[at] ?? 0;
  if ((looks & LOOKS.blank) !== 0) return at + 1;
  if ((looks & LOOKS.fence) !== 0) {
    const close = closingFence(state, at);
    if (close > at) {
      if (close > at + 1) add(state, "code", at + 1, close - 1);
      return close + 1;
    }
  }
  if ((looks & LOOKS.bars) !== 0 && (looks & LOOKS.bullet) === 0) {
    const end = runEnd(lines, at, LOOKS.bars);
    if (end - at > 1) return addRows(state, at, end, cellsBetweenBars);
  }
  if ((looks & LOOKS.prompt) !== 0) return addRun(state, "code", at, runEnd(lines, at, LOOKS.prompt));
  if ((looks & LOOKS.bullet) !== 0) return addItem(state, at);
  if ((looks & LOOKS.hash) !== 0) return addHeading(state, at);
  if ((looks & LOOKS.tabs) !== 0) {
    const end = runEnd(lines, at, LOOKS.tabs);
    if (end - at > 1) return addRows(state, at, end, cellsBetweenTabs);
  }
  if ((looks & LOOKS.gaps) !== 0) {
    const end = alignedEnd(state, at);
    if (end - at > 1) return addRows(state, at, end, cellsBetweenGaps);
  }
  if ((lines.indents[at] ?? 0) >= 4 && isBlank(lines, at - 1) && state.blocks.at(-1)?.kind !== "list")
    return addRun(state, "code", at, indentedEnd(lines, at));
  const line = text.slice(lines.starts[at], Math.min(lines.ends[at] ?? 0, (lines.starts[at] ?? 0) + 120));
  if (isTitle(state, at, line)) return addGuess(state, at, line);
  return addParagraph(state, at);
}

function add(state: State, kind: PlaceKind, first: number, last: number): TextBlock {
  const block: TextBlock = {
    kind,
    start: state.lines.starts[first] ?? 0,
    end: state.lines.ends[last] ?? 0,
    columns: null,
    heading: null,
  };
  // Blank lines at the ends of a fenced block leave nothing to note.
  if (block.start < block.end) state.blocks.push(block);
  return block;
}

function addRun(state: State, kind: PlaceKind, from: number, end: number): number {
  add(state, kind, from, end - 1);
  return end;
}

/** An item goes on over lines that are indented further, or that go on in the middle of a sentence. */
function addItem(state: State, at: number): number {
  const { lines, text } = state;
  const indent = lines.indents[at] ?? 0;
  let end = at + 1;
  while (
    isPlain(lines, end) &&
    ((lines.indents[end] ?? 0) > indent || startsLower(text, lines.starts[end] ?? 0))
  )
    end++;
  return addRun(state, "list", at, end);
}

function addHeading(state: State, at: number): number {
  return addRun(state, "heading", at, at + 1);
}

function addGuess(state: State, at: number, line: string): number {
  const block = add(state, "heading", at, at);
  if (isLead(line)) {
    state.leads.add(block);
    return at + 1;
  }
  if (state.blocks.at(-2) !== state.run.at(-1)) dropRunOfHeadings(state);
  state.run.push(block);
  return at + 1;
}

/** Many short lines after each other are a menu or a list of values, not headings without a text. */
function dropRunOfHeadings(state: State): void {
  if (state.run.length > 3) for (const block of state.run) block.kind = "prose";
  state.run = [];
}

function addParagraph(state: State, at: number): number {
  const { lines } = state;
  let end = at + 1;
  while (isPlain(lines, end) && !isBareRun(lines, end) && !leadsList(state, end)) end++;
  if (!isBareRun(lines, at)) return addRun(state, "prose", at, end);
  for (let line = at; line < end; line++) add(state, "list", line, line);
  return end;
}

/** "C2 servers:" within a paragraph, right above items or values. */
function leadsList({ lines, text }: State, at: number): boolean {
  const end = lines.ends[at] ?? 0;
  const start = lines.starts[at] ?? 0;
  if (text.charCodeAt(end - 1) !== 58 || end - start > 60 || !isListed(lines, at + 1)) return false;
  return isLead(text.slice(start, end));
}

/** Two lines or more that hold one value each. */
function isBareRun({ looks }: TextLines, at: number): boolean {
  const here = looks[at] ?? 0;
  const isNear = ((looks[at - 1] ?? 0) | (looks[at + 1] ?? 0)) & LOOKS.bare;
  return (here & LOOKS.bare) !== 0 && isNear !== 0;
}

const STRUCTURE = LOOKS.blank | LOOKS.fence | LOOKS.bullet | LOOKS.hash | LOOKS.prompt;

/** A line that may go on with what stands before it. */
function isPlain(lines: TextLines, at: number): boolean {
  const looks = lines.looks[at];
  if (looks === undefined || (looks & STRUCTURE) !== 0) return false;
  if ((looks & LOOKS.bars) !== 0 && runEnd(lines, at, LOOKS.bars, 2) - at > 1) return false;
  return (looks & LOOKS.tabs) === 0 || runEnd(lines, at, LOOKS.tabs, 2) - at < 2;
}

function isTitle({ lines, text }: State, at: number, line: string): boolean {
  const length = (lines.ends[at] ?? 0) - (lines.starts[at] ?? 0);
  if (length > 100 || at === lines.starts.length - 1) return false;
  if (isLead(line)) return true;
  if (!mayBeHeading(line)) return false;
  if (CAPITALS.test(line) && !/^\S*\d\S*$/.test(line)) return true;
  if (!isBlank(lines, at - 1) || startsLower(text, lines.starts[at] ?? 0)) return false;
  return (
    isBlank(lines, at + 1) || (length <= 60 && (isListed(lines, at + 1) || isValueLine(lines, text, at + 1)))
  );
}

/** `Domain: evil[.]com`: a label of one or two words and its value. */
function isValueLine({ starts, ends }: TextLines, text: string, at: number): boolean {
  const start = starts[at] ?? 0;
  const end = ends[at] ?? 0;
  return end - start <= 160 && VALUE_LINE.test(text.slice(start, end)) && holdsValue(text.slice(start, end));
}

const VALUE_LINE = /^[\p{L}\p{N}-]{1,24}(?: [\p{L}\p{N}-]{1,24})?:\s+\S+(?: \([^()]*\))?$/u;

/** A list item, or a line that is one value: what stands right above it alone is its title. */
function isListed({ looks }: TextLines, at: number): boolean {
  return ((looks[at] ?? 0) & (LOOKS.bullet | LOOKS.bare)) !== 0;
}

const CAPITALS = /^(?=(?:\P{Lu}*\p{Lu}){4})\P{Ll}+$/u;

function isBlank({ looks }: TextLines, at: number): boolean {
  return ((looks[at] ?? LOOKS.blank) & LOOKS.blank) !== 0;
}

function startsLower(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 97 && code <= 122;
}

function runEnd({ looks }: TextLines, at: number, look: number, most = Infinity): number {
  let end = at;
  while (end - at < most && ((looks[end] ?? 0) & look) !== 0) end++;
  return end;
}

function indentedEnd(lines: TextLines, at: number): number {
  let end = at;
  while ((lines.indents[end] ?? 0) >= 4 && !isBlank(lines, end)) end++;
  return end;
}

function closingFence({ lines }: State, at: number): number {
  for (let close = at + 1; close < lines.looks.length; close++)
    if (((lines.looks[close] ?? 0) & LOOKS.fence) !== 0) return close;
  return -1;
}

/** Lines with gaps that have as many cells as the first one, each cell starting where it does there. */
function alignedEnd({ lines, text }: State, at: number): number {
  const line = (index: number): string => text.slice(lines.starts[index], lines.ends[index]).slice(0, 2_000);
  const wanted = startsOfCells(line(at));
  let end = at + 1;
  for (; ((lines.looks[end] ?? 0) & LOOKS.gaps) !== 0; end++) {
    const starts = startsOfCells(line(end));
    const shift = (lines.indents[end] ?? 0) - (lines.indents[at] ?? 0);
    if (starts.length !== wanted.length) break;
    if (!starts.every((start, cell) => cell === 0 || start + shift === wanted[cell])) break;
  }
  return end;
}

function startsOfCells(line: string): number[] {
  const starts = [0];
  for (const gap of line.matchAll(/[^\s.!?:] {2,}(?=\S)/g)) starts.push(gap.index + gap[0].length);
  return starts;
}

function addRows(state: State, from: number, end: number, cellsOf: (line: string) => string[]): number {
  const { lines, text } = state;
  const rows: TableRow[] = [];
  const blocks: TextBlock[] = [];
  const hasRule = ((lines.looks[from + 1] ?? 0) & LOOKS.rule) !== 0;
  for (let at = from; at < end; at++) {
    if (((lines.looks[at] ?? 0) & LOOKS.rule) !== 0) continue;
    const block = add(state, "table", at, at);
    trimBars(text, block);
    const cells = cellsOf(text.slice(block.start, Math.min(block.end, block.start + 20_000)));
    const heads = hasRule && at === from ? cells.map(() => true) : null;
    rows.push({ cells, colspans: null, rowspans: null, heads });
    blocks.push(block);
  }
  columnsOfRows(rows).forEach((columns, at) => {
    const block = blocks[at];
    if (block !== undefined) block.columns = columns;
  });
  return end;
}

/** Bars at the ends of a row border nothing; without them the first cell is the first in every style. */
function trimBars(text: string, block: TextBlock): void {
  if (text[block.start] !== "|" || text[block.end - 1] !== "|" || block.end - block.start < 3) return;
  block.start++;
  block.end--;
  while (block.start < block.end - 1 && text[block.start] === " ") block.start++;
  while (block.end > block.start + 1 && text[block.end - 1] === " ") block.end--;
}

function cellsBetweenBars(line: string): string[] {
  return line.split("|").map((cell) => headingText(cell.trim()));
}

function cellsBetweenTabs(line: string): string[] {
  return line.split("\t").map((cell) => cell.trim());
}

function cellsBetweenGaps(line: string): string[] {
  return line.split(/\s{2,}/).map((cell) => cell.trim());
}
