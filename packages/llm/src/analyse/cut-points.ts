import { blocksOfText, type TextBlock } from "@cti/pipeline/html/blocks";

/** Places where a text may be cut, in order, each with how well: see `cutLevels`. Linear. */
export type CutPoints = { places: number[]; levels: number[] };

/** Before a heading; between paragraphs, lists and tables; between lines, items and rows; between sentences. */
export const cutLevels = { heading: 4, block: 3, line: 2, sentence: 1 } as const;

export function findCutPoints(text: string): CutPoints {
  const levelAt = new Map<number, number>();
  const note = (at: number, level: number): void => {
    if (at <= 0 || at >= text.length) return;
    levelAt.set(at, Math.max(level, levelAt.get(at) ?? 0));
  };
  for (const { index } of text.matchAll(sentenceEnd)) note(sentenceStart(text, index), cutLevels.sentence);
  for (let feed = text.indexOf("\n"); feed !== -1; feed = text.indexOf("\n", feed + 1))
    note(feed + 1, cutLevels.line);
  let before: TextBlock | null = null;
  for (const block of blocksOfText(text)) {
    note(lineStart(text, block.start), levelOf(before, block));
    before = block;
  }
  const places = [...levelAt.keys()].sort((left, right) => left - right);
  return { places, levels: places.map((at) => levelAt.get(at) ?? 0) };
}

/** The number of the first cut point at `at` or behind it. */
export function firstCutFrom({ places }: CutPoints, at: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sentenceEnd = /[.!?]["”’)\]]?\s|[。！？]/gu;

function sentenceStart(text: string, end: number): number {
  let at = end + 1;
  while (at < text.length && !/\s/.test(text[at - 1] ?? "") && /["”’)\]\s]/.test(text[at] ?? "")) at += 1;
  return at;
}

/** Rows and items of one table or list stay together rather than paragraphs. */
function levelOf(before: TextBlock | null, { kind }: TextBlock): number {
  if (before?.kind === "heading") return cutLevels.line;
  if (kind === "heading") return cutLevels.heading;
  return kind === before?.kind && kind !== "prose" ? cutLevels.line : cutLevels.block;
}

/** A block starts behind its line's indent and marks. */
function lineStart(text: string, at: number): number {
  const feed = text.lastIndexOf("\n", at - 1);
  return at - feed <= 200 ? feed + 1 : at;
}
