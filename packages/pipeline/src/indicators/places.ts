import type { PlaceKind } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";

const LONGEST_HEADER = 120;

/** Where an offset of the original text lies. */
export type Place = { kind: PlaceKind; block: TextBlock | null; column: string | null; under: string | null };

const NOWHERE: Place = { kind: "prose", block: null, column: null, under: null };

/** Answers for offsets of the original text in which place they lie; neighbouring questions are cheap. */
export function placesOf(text: string, blocks: readonly TextBlock[]): (at: number) => Place {
  let last: { block: TextBlock; borders: Border[]; places: (Place | undefined)[] } | null = null;
  return (at) => {
    if (last === null || at < last.block.start || at >= last.block.end) {
      const block = blockAt(blocks, at);
      if (block === null) return NOWHERE;
      last = { block, borders: block.columns === null ? [] : bordersOf(text, block), places: [] };
    }
    const { block, borders, places } = last;
    const cell = countUpTo(borders, at);
    const known = places[cell];
    if (known !== undefined) return known;
    const column = header(block.columns?.[cell]);
    const place = { kind: block.kind, block, column, under: column ?? header(block.heading) };
    places[cell] = place;
    return place;
  };
}

/** The cells of a table row, as stretches of the text. */
export function cellsOf(text: string, block: TextBlock): { start: number; end: number }[] {
  const cells: { start: number; end: number }[] = [];
  let start = block.start;
  for (const border of bordersOf(text, block)) {
    cells.push({ start, end: border.start });
    start = border.end;
  }
  cells.push({ start, end: block.end });
  return cells;
}

/** What parts the cells of a row: bars, else tabs, else gaps of two blanks, as where blocks are read. */
function bordersOf(text: string, block: TextBlock): Border[] {
  const row = text.slice(block.start, block.end);
  const mark = [" | ", "|", "\t"].find((each) => row.includes(each));
  const borders: Border[] = [];
  if (mark === undefined) {
    for (const { index, 0: gap } of row.matchAll(/\s{2,}/g))
      borders.push({ start: block.start + index, end: block.start + index + gap.length });
    return borders;
  }
  for (let at = row.indexOf(mark); at !== -1; at = row.indexOf(mark, at + Math.max(1, mark.length - 1)))
    borders.push({ start: block.start + at, end: block.start + at + mark.length });
  return borders;
}

type Border = { start: number; end: number };

function header(written: string | null | undefined): string | null {
  const trimmed = written?.trim() ?? "";
  return trimmed === "" ? null : trimmed.slice(0, LONGEST_HEADER);
}

function countUpTo(borders: readonly Border[], at: number): number {
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] as Border).start <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function blockAt(blocks: readonly TextBlock[], at: number): TextBlock | null {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as TextBlock).start <= at) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block !== undefined && at < block.end ? block : null;
}
