import type { PlaceKind } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";

const LONGEST_HEADER = 120;

/** Where an offset of the original text lies. */
export type Place = { kind: PlaceKind; block: TextBlock | null; column: string | null; under: string | null };

const NOWHERE: Place = { kind: "prose", block: null, column: null, under: null };

/** Answers for offsets of the original text in which place they lie; neighbouring questions are cheap. */
export function placesOf(text: string, blocks: readonly TextBlock[]): (at: number) => Place {
  let last: { block: TextBlock; borders: number[]; places: (Place | undefined)[] } | null = null;
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
    cells.push({ start, end: border });
    start = border + 3;
  }
  cells.push({ start, end: block.end });
  return cells;
}

function bordersOf(text: string, block: TextBlock): number[] {
  const borders: number[] = [];
  const row = text.slice(block.start, block.end);
  for (let at = row.indexOf(" | "); at !== -1; at = row.indexOf(" | ", at + 2))
    borders.push(block.start + at);
  return borders;
}

function header(written: string | null | undefined): string | null {
  const trimmed = written?.trim() ?? "";
  return trimmed === "" ? null : trimmed.slice(0, LONGEST_HEADER);
}

function countUpTo(borders: readonly number[], at: number): number {
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] as number) <= at) low = middle + 1;
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
