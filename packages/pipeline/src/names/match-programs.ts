import type { Lolbin } from "../knowledge/starter-names.ts";
import { foldCode, SKIPPED } from "./fold.ts";
import type { Proposal } from "./match-phrases.ts";
import { PROGRAM_STRIDE, type Scan } from "./read-token.ts";

const CONFIDENCE = 0.6;
const NAMED_CONFIDENCE = 0.3;
/** How far arguments are looked for after a program's name. */
const REACH = 240;
/** More commands than that in one text are a list of programs, not a report. */
const MAX_PROGRAMS = 400;

/** Proposes the techniques of system programs that are run with a suspicious argument. */
export function matchPrograms({ programs, text, gazetteer }: Scan): Proposal[] {
  const proposals: Proposal[] = [];
  const last = Math.min(programs.length, MAX_PROGRAMS * PROGRAM_STRIDE);
  for (let event = 0; event < last; event += PROGRAM_STRIDE) {
    const program = gazetteer.behaviours.lolbins[programs[event] ?? -1];
    if (program === undefined) continue;
    const start = programs[event + 1] ?? 0;
    const end = programs[event + 2] ?? 0;
    const line = lineAfter(text, end, programs[event + PROGRAM_STRIDE + 1] ?? text.length);
    for (const { technique, length, confidence, reason } of usesOf(program, line))
      proposals.push({ technique, start, end: end + length, confidence, reasons: [reason] });
  }
  return proposals;
}

type Use = { technique: string; length: number; confidence: number; reason: string };

/** Arguments that are words of the language must follow soon: "net income of a group" is no command. */
const PLAIN_WORD = /^[a-z]+$/;
const WORD_REACH = 12;

/** One use for each technique that the arguments speak for; of several arguments the first listed counts. */
function usesOf({ binary, techniques, arguments: suspicious }: Lolbin, line: string): Use[] {
  const uses: Use[] = [];
  if (line.startsWith("-")) return uses;
  for (const { text, techniques: meant } of suspicious) {
    const further = meant.filter((technique) => !uses.some((use) => use.technique === technique));
    if (further.length === 0) continue;
    const at = findArgument(line, text.toLowerCase());
    if (at === -1 || (at > WORD_REACH && PLAIN_WORD.test(text))) continue;
    const reason = `${binary} with "${text}"`;
    for (const technique of further)
      uses.push({ technique, length: at + text.length, confidence: CONFIDENCE, reason });
  }
  // Without arguments to look for, the name of the file is all there is to go by.
  const [usual] = techniques;
  if (suspicious.length === 0 && usual !== undefined && line.startsWith(".exe"))
    uses.push({ technique: usual, length: 4, confidence: NAMED_CONFIDENCE, reason: `${binary} is named` });
  return uses;
}

/** Where an argument stands as such: its letters do not go on in a longer word. */
function findArgument(line: string, argument: string): number {
  for (let at = line.indexOf(argument); at !== -1; at = line.indexOf(argument, at + 1)) {
    const end = at + argument.length;
    const joinsBefore = isWord(line, at) && isWord(line, at - 1);
    const joinsAfter = isWord(line, end - 1) && isWord(line, end);
    if (!joinsBefore && !joinsAfter) return at;
  }
  return -1;
}

function isWord(line: string, at: number): boolean {
  return at >= 0 && at < line.length && foldCode(line.charCodeAt(at)) > SKIPPED;
}

/** The rest of the line, up to the next program. */
function lineAfter(text: string, end: number, next: number): string {
  const line = text.slice(end, Math.min(end + REACH, Math.max(next, end))).toLowerCase();
  const breakAt = line.indexOf("\n");
  return breakAt === -1 ? line : line.slice(0, breakAt);
}
