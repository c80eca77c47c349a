import { type CutPoints, cutLevels, findCutPoints, firstCutFrom } from "./cut-points.ts";
import { tokenOffsets } from "./tokens.ts";

/** A stretch of an article's text, UTF-16 units. */
export type TextPart = { articleId: number; start: number; end: number };

/**
 * Cuts a text into parts of at most `maxTokens` (estimated), along its structure, each beginning with about a tenth of
 * the one before. Every character is in a part; a text that fits is one part, an empty one too. Linear.
 */
export function cutParts(articleId: number, text: string, maxTokens: number): TextPart[] {
  const offsets = tokenOffsets(text);
  const parts: TextPart[] = [];
  let cuts: CutPoints | null = null;
  for (let start = 0; ;) {
    const reach = placeOfTokens(offsets, (offsets[start] ?? 0) + maxTokens);
    if (reach >= text.length) {
      parts.push({ articleId, start, end: text.length });
      return parts;
    }
    cuts ??= findCutPoints(text);
    const end = bestCut(cuts, start, reach) ?? hardCut(text, start, reach);
    parts.push({ articleId, start, end });
    const overlap = placeOfTokens(offsets, (offsets[end] ?? 0) - maxTokens * overlapShare);
    const least = start + Math.max(1, Math.floor((end - start) / 2));
    start = nextStart(text, cuts, Math.max(least, overlap), end);
  }
}

const overlapShare = 0.1;

/** Where a part may end at the earliest, as a share of its room, by how good the cut is. */
const leastShares: [level: number, share: number][] = [
  [cutLevels.heading, 0.6],
  [cutLevels.block, 0.5],
  [cutLevels.line, 0.4],
  [cutLevels.sentence, 0.3],
];

function bestCut(cuts: CutPoints, start: number, reach: number): number | null {
  const last = firstCutFrom(cuts, reach + 1) - 1;
  for (const [level, share] of leastShares) {
    const least = start + Math.max(1, (reach - start) * share);
    for (let at = last; (cuts.places[at] ?? -1) >= least; at -= 1)
      if ((cuts.levels[at] ?? 0) >= level) return cuts.places[at] ?? null;
  }
  return null;
}

/** The next part begins with a whole sentence where there is one, never behind the end of the last part. */
function nextStart(text: string, cuts: CutPoints, from: number, end: number): number {
  const cut = cuts.places[firstCutFrom(cuts, from)] ?? end;
  if (cut < end) return cut;
  const space = text.slice(from, end).search(/\s\S/u);
  return wholeCharacter(text, space === -1 ? from : from + space + 1);
}

/** The last place up to which a text has at most so many tokens. */
function placeOfTokens(offsets: Float64Array, tokens: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= tokens) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One huge line is cut anywhere but within a character. */
function hardCut(text: string, start: number, reach: number): number {
  if (reach > start + 1 && isInsidePair(text, reach)) return reach - 1;
  return wholeCharacter(text, Math.max(reach, start + 1));
}

function wholeCharacter(text: string, at: number): number {
  return isInsidePair(text, at) ? at + 1 : at;
}

function isInsidePair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
