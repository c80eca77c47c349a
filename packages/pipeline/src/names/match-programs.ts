import type { Lolbin } from "../knowledge/starter-names.ts";
import { foldCode, SKIPPED } from "./fold.ts";
import type { Proposal } from "./match-phrases.ts";
import { PROGRAM_STRIDE, type Scan } from "./read-token.ts";

const CONFIDENCE = 0.6;
/** A program serves several techniques, and the first is what it is mostly used for. */
const FURTHER_CONFIDENCE = 0.4;
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
    const use = useOf(program, line);
    if (use === null) continue;
    for (const [index, technique] of program.techniques.entries()) {
      const confidence = index === 0 ? use.confidence : Math.min(use.confidence, FURTHER_CONFIDENCE);
      proposals.push({ technique, start, end: end + use.length, confidence, reasons: [use.reason] });
    }
  }
  return proposals;
}

type Use = { length: number; confidence: number; reason: string };

function useOf({ binary, arguments: suspicious }: Lolbin, line: string): Use | null {
  for (const argument of suspicious) {
    const at = findArgument(line, argument.toLowerCase());
    if (at !== -1)
      return { length: at + argument.length, confidence: CONFIDENCE, reason: `${binary} with "${argument}"` };
  }
  // Without arguments to look for, the name of the file is all there is to go by.
  if (suspicious.length > 0 || !line.startsWith(".exe")) return null;
  return { length: ".exe".length, confidence: NAMED_CONFIDENCE, reason: `${binary} is named` };
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
