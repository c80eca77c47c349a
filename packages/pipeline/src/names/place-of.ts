import type { Mention } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";

const MAX_UNDER = 120;
const CELL = " | ";

/** Finds the block of each offset; offsets must be asked for in rising order. */
export function placer(
  text: string,
  blocks: readonly TextBlock[],
): (start: number) => Pick<Mention, "place" | "under"> {
  let index = 0;
  return (start) => {
    while (index < blocks.length && (blocks[index]?.end ?? 0) <= start) index++;
    const block = blocks[index];
    if (block === undefined || block.start > start) return { place: "prose", under: null };
    const column = block.columns === null ? undefined : block.columns[cellOf(text, block.start, start)];
    const under = column !== undefined && column !== "" ? column : block.heading;
    return { place: block.kind, under: under === null ? null : under.slice(0, MAX_UNDER) };
  };
}

const MAX_CELLS = 60;

function cellOf(text: string, from: number, to: number): number {
  let cell = 0;
  for (
    let at = text.indexOf(CELL, from);
    at !== -1 && at < to && cell < MAX_CELLS;
    at = text.indexOf(CELL, at + 1)
  )
    cell++;
  return cell;
}
