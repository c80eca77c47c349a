/** A run of text as a PDF places it: origin bottom left, all measures in points. */
export interface PlacedText {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  endsLine: boolean;
}

interface Line {
  text: string;
  y: number;
  size: number;
}

/** A line in the making: pieces rather than a growing string, which every look at its end would copy. */
interface Draft {
  pieces: string[];
  x: number;
  y: number;
  end: number;
  size: number;
}

/** One page's runs as lines: cells of a row parted by tabs, paragraphs by a blank line, broken words joined. */
export function layOutPage(runs: PlacedText[]): string {
  const lines = toLines(runs).filter((line) => line.text !== "");
  const usual = usualLeading(lines);
  const pieces: string[] = [];
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1];
    if (previous) addBreak(pieces, line, isNewParagraph(previous, line, usual));
    pieces.push(line.text);
  }
  return pieces.join("");
}

function toLines(runs: PlacedText[]): Line[] {
  const drafts: Draft[] = [];
  let draft: Draft | null = null;
  for (const run of runs) {
    if (run.text === "") continue;
    if (draft === null || !isSameLine(draft, run)) {
      draft = { pieces: [], x: run.x, y: run.y, end: run.x, size: run.size };
      drafts.push(draft);
    }
    draft.pieces.push(gapBefore(draft, run), run.text);
    draft.end = run.x + run.width;
    draft.size = Math.max(draft.size, run.size);
  }
  return drafts.map(({ pieces, y, size }) => ({ text: tidy(pieces.join("")), y, size }));
}

function tidy(line: string): string {
  return line.replace(/\s+/gu, (space) => (space.includes("\t") ? "\t" : " ")).trim();
}

function isSameLine(line: Draft, run: PlacedText): boolean {
  return Math.abs(line.y - run.y) < 0.5 * Math.max(line.size, run.size) && run.x >= line.x - 1;
}

/** A gap wider than any space between words is the border of a table's cell; it may come as one wide space. */
function gapBefore(line: Draft, run: PlacedText): string {
  if (line.pieces.length === 0) return "";
  const isBlank = run.text.trim() === "";
  const gap = run.x - line.end + (isBlank ? run.width : 0);
  if (gap > 1.5 * line.size) return "\t";
  return gap > 0.15 * line.size ? " " : "";
}

function usualLeading(lines: Line[]): number {
  const steps = lines.slice(1).map((line, index) => (lines[index]?.y ?? line.y) - line.y);
  const downward = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return downward[Math.floor(downward.length / 2)] ?? 0;
}

function isNewParagraph(previous: Line, line: Line, usual: number): boolean {
  const step = previous.y - line.y;
  const isOtherSize = Math.abs(previous.size - line.size) > 0.15 * Math.max(previous.size, line.size);
  return step < 0 || isOtherSize || step > 1.35 * Math.max(Math.min(usual, 2 * line.size), 1.1 * line.size);
}

/** A hyphen at a line's end is the break's own only before a lower-case letter: CVE-2024-\n1234 keeps it. */
function addBreak(pieces: string[], line: Line, isParagraph: boolean): void {
  const last = pieces.at(-1) ?? "";
  const isBroken = /\p{Ll}[-\u00AD\u2010]$/u.test(last.slice(-3)) && /^\p{Ll}/u.test(line.text);
  if (!isParagraph && isBroken) {
    pieces[pieces.length - 1] = last.slice(0, -1);
    return;
  }
  pieces.push(isParagraph ? "\n\n" : "\n");
}
