import { isBareValue } from "./line-looks.ts";

/** What a line of plain text looks like; one line may look like several. */
export const LOOKS = {
  blank: 1,
  fence: 2,
  /** Cells between vertical bars. */
  bars: 4,
  /** The rule under the header row of a Markdown table. */
  rule: 8,
  bullet: 16,
  hash: 32,
  prompt: 64,
  tabs: 128,
  /** Cells parted by two blanks or more. */
  gaps: 256,
  bare: 512,
} as const;

/** The lines of a text: where each starts and ends without white space around it, its indent in columns, its looks. */
export type TextLines = { starts: Int32Array; ends: Int32Array; indents: Int32Array; looks: Uint16Array };

export function readLines(text: string): TextLines {
  const count = countLines(text);
  const lines: TextLines = {
    starts: new Int32Array(count),
    ends: new Int32Array(count),
    indents: new Int32Array(count),
    looks: new Uint16Array(count),
  };
  let from = 0;
  for (let at = 0; at < count; at++) {
    const feed = text.indexOf("\n", from);
    const to = feed < 0 ? text.length : feed;
    readLine(text, from, to, lines, at);
    from = to + 1;
  }
  return lines;
}

function countLines(text: string): number {
  let count = 1;
  for (let feed = text.indexOf("\n"); feed !== -1; feed = text.indexOf("\n", feed + 1)) count++;
  return count;
}

function readLine(text: string, from: number, to: number, lines: TextLines, at: number): void {
  let start = from;
  let indent = 0;
  for (; start < to && isSpace(text.charCodeAt(start)); start++)
    indent += text.charCodeAt(start) === TAB ? 4 : 1;
  let end = to;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  lines.starts[at] = start;
  lines.ends[at] = end;
  lines.indents[at] = indent;
  lines.looks[at] = start === end ? LOOKS.blank : looksOf(text, start, end);
}

function looksOf(text: string, start: number, end: number): number {
  let looks = borders(text, start, end);
  const first = text.charCodeAt(start);
  if (first === BACKTICK || first === TILDE) {
    if (text.startsWith("```", start) || text.startsWith("~~~", start)) looks |= LOOKS.fence;
  } else if (first === HASH) {
    looks |= looksOfHash(text, start, end);
  } else if (first < 65 || first > 122 || text.charCodeAt(start + 1) < 65) {
    looks |= looksOfMarks(text, start, end);
  } else if (first === 80 && PROMPT.test(text.slice(start, start + 120))) looks |= LOOKS.prompt;
  if ((looks & LOOKS.bars) !== 0 && RULE.test(text.slice(start, Math.min(end, start + 1_000))))
    looks |= LOOKS.rule;
  return looks;
}

/** Borders of cells within a line, found in one walk; a line without any blank may be a value. */
function borders(text: string, start: number, end: number): number {
  let looks = 0;
  let blanks = 0;
  let bars = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 32 && code !== BAR) continue;
    if (code === BAR) {
      const opens = at === start || isSpace(text.charCodeAt(at - 1));
      if (opens && (at === end - 1 || isSpace(text.charCodeAt(at + 1)))) bars++;
    } else if (code === TAB) looks |= LOOKS.tabs;
    else if (code === 32 && text.charCodeAt(at + 1) === 32 && !endsSentence(text.charCodeAt(at - 1)))
      looks |= LOOKS.gaps;
    blanks++;
  }
  // A bar at the line's edge borders one cell only.
  const isEdged = bars === 1 && (text.charCodeAt(start) === BAR || text.charCodeAt(end - 1) === BAR);
  if ((bars > 0 && !isEdged) || isTightRow(text, start, end, blanks)) looks |= LOOKS.bars;
  if (blanks === 0 && isBareValue(text.slice(start, Math.min(end, start + 301)))) looks |= LOOKS.bare;
  return looks;
}

/** `|a|b|` and `|---|---|`, as Markdown allows. */
function isTightRow(text: string, start: number, end: number, blanks: number): boolean {
  if (text.charCodeAt(start) !== BAR || text.charCodeAt(end - 1) !== BAR || blanks < 2) return false;
  return text.slice(start + 1, end - 1).includes("|");
}

function looksOfHash(text: string, start: number, end: number): number {
  const line = text.slice(start, Math.min(end, start + 120));
  if (ROOT_COMMAND.test(line)) return LOOKS.prompt;
  return MARKDOWN_HEADING.test(line) ? LOOKS.hash : 0;
}

function looksOfMarks(text: string, start: number, end: number): number {
  const line = text.slice(start, Math.min(end, start + 120));
  if (BULLET.test(line)) return LOOKS.bullet;
  if (!PROMPT.test(line)) return 0;
  return line.startsWith(">") && QUOTED_PROSE.test(line) ? 0 : LOOKS.prompt;
}

const TAB = 9;
const HASH = 35;
const BACKTICK = 96;
const BAR = 124;
const TILDE = 126;
const RULE = /^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$/;
const BULLET = /^(?:[-*+•‣◦▪■●○·–—]|\(?(?:\d{1,3}|[a-z])[.)]|\[\d{1,3}\])\s+\S/;
const MARKDOWN_HEADING = /^#{1,6}\s+\S/;
const PROMPT =
  /^(?:[$>%]\s+\S|PS(?: [A-Za-z]:[^>]{0,100})?>|[A-Za-z]:\\[^>]{0,100}>|\S{1,40}@[^\s:]{1,40}:\S{0,60}[$#]\s)/;
const QUOTED_PROSE = /^>\s+["“]?\p{Lu}\p{L}*,?(?:\s+[^\s]+){3}/u;
const ROOT_COMMAND =
  /^#\s+(?:sudo|su|apt(?:-get)?|yum|dnf|cd|ls|cat|echo|curl|wget|chmod|chown|cp|mv|rm|mkdir|ps|kill|python[23]?|perl|bash|sh|systemctl|service|iptables|ssh|scp|nc|nmap|grep|find|tar|docker|kubectl|git|pip[23]?|npm|\.{0,2}\/[\w./-]+)(?:\s|$)/;

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 12 || code === 11 || code === 0xa0;
}

function endsSentence(code: number): boolean {
  return code === 46 || code === 33 || code === 63 || code === 58 || code === 32;
}
