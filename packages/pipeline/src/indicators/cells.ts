import type { TextBlock } from "../html/blocks.ts";
import { takeCell } from "./cued-names.ts";
import { endingOf, isFileEnding, isOrdinaryFile } from "./file-types.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { cellsOf } from "./places.ts";
import { takeRuleCell } from "./rule-names.ts";
import { takeAgentCell } from "./user-agents.ts";

type Take = (scan: Scan, start: number, end: number) => number;

const KINDS: readonly (readonly [RegExp, Take])[] = [
  [/\bmutex(?:es)?\b|\bmutants?\b/i, (scan, start, end) => takeCell(scan, "mutex", start, end)],
  [/\bnamed pipes?\b|\bpipe names?\b/i, (scan, start, end) => takeCell(scan, "named_pipe", start, end)],
  [/\buser.?agents?\b/i, takeAgentCell],
  [/\byara\b/i, (scan, start, end) => takeRuleCell(scan, "yara_rule", start, end)],
  [/\bsigma\b/i, (scan, start, end) => takeRuleCell(scan, "sigma_rule", start, end)],
  [/\bfile ?names?\b|\bfilenames?\b|^files?$|\bdateiname\b|\bnom du fichier\b/i, takeFileCell],
];

/** What a row must say for one of its cells to name the type of another. */
const MAY_NAME = /mutex|mutant|pipe|user.?agent|yara|sigma|file|dateiname|fichier/i;

/** Cells and list items whose header says what they hold, by the offset in the clean text where they begin. */
export function cellsByHeader(
  text: string,
  blocks: readonly TextBlock[],
  cleanStart: (original: number) => number,
): Map<number, (scan: Scan) => number> {
  const cells = new Map<number, (scan: Scan) => number>();
  const takes = new Map<string, Take | null>();
  const takeOf = (label: string): Take | null => {
    const known = takes.get(label);
    if (known !== undefined) return known;
    const take = KINDS.find(([words]) => words.test(label))?.[1] ?? null;
    takes.set(label, take);
    return take;
  };
  const add = (label: string | null | undefined, from: number, to: number): boolean => {
    if (label === null || label === undefined || label === "" || to <= from) return false;
    const take = takeOf(label);
    if (take === null) return false;
    const start = cleanStart(from);
    const end = cleanStart(to);
    cells.set(start, (scan) => take(scan, start, end));
    return true;
  };
  for (const block of blocks) {
    if (block.kind === "table") {
      const isLed = block.columns?.some((column) => column !== "" && takeOf(column) !== null) ?? false;
      if (isLed || MAY_NAME.test(text.slice(block.start, block.end))) addRow(text, block, add);
    } else if (block.kind === "list" && block.heading !== null && block.heading.length < 60) {
      const bullet =
        /^\s*(?:[-*•]|\d{1,3}\.)?\s*/.exec(text.slice(block.start, block.start + 24))?.[0].length ?? 0;
      add(block.heading, block.start + bullet, block.end);
    }
  }
  return cells;
}

/** A cell is known by its column, or by a cell before it that names the type, as in `Mutex | Global\x`. */
function addRow(
  text: string,
  block: TextBlock,
  add: (label: string | null | undefined, from: number, to: number) => boolean,
): void {
  const row = cellsOf(text, block);
  let label: string | null = null;
  for (const [index, { start, end }] of row.entries()) {
    const isNamed = add(block.columns?.[index], start, end) || (label !== null && add(label, start, end));
    if (isNamed) label = null;
    else if (end - start < 24 && index < 2) label = text.slice(start, end);
    else label = null;
  }
}

/** A name of several words with the ending of a file. */
function takeFileCell(scan: Scan, start: number, end: number): number {
  const value = scan.text.slice(start, end);
  if (
    end - start > 120 ||
    /["'<>|:*?\\/,;]/.test(value) ||
    !value.includes(" ") ||
    !isFileEnding(endingOf(value))
  )
    return NOTHING;
  if (/\.\w{1,5} /.test(value)) return NOTHING;
  return note(scan, {
    type: "file_name",
    value,
    start,
    end,
    confidence: 0.85,
    isOrdinary: isOrdinaryFile(value),
  });
}
