import { codeSet } from "./code-set.ts";
import { CUE } from "./cue-words.ts";
import type { Claim } from "./gazetteer.ts";
import { type LetterCase, letterCaseOf } from "./letter-case.ts";
import { NUMBERED } from "./numbered-names.ts";
import { NAME_STRIDE, type Scan } from "./read-token.ts";
import { isInsideToken, versionEnd } from "./surroundings.ts";

/** A place where a name may stand, with what its neighbours say. */
export type Candidate = {
  /** Key of the table, or ~index of a numbered series. */
  key: number;
  claims: readonly Claim[];
  start: number;
  end: number;
  sentence: number;
  form: LetterCase;
  /** Cue masks of the words right before and right after. */
  before: number;
  after: number;
};

/** What the sentences of a text hold. */
export type Sentences = {
  /** Masks of all cue words of each sentence. */
  cues: Uint16Array;
  /** Cue words of the field in the whole text, at most one for each word and sentence. */
  fieldCues: number;
};

/** Sorts the events of a scan into candidates and what surrounds them. */
export function readEvents(scan: Scan): { candidates: Candidate[]; sentences: Sentences } {
  const { names, gazetteer } = scan;
  const sentences: Sentences = { cues: new Uint16Array(scan.sentence + 1), fieldCues: 0 };
  const candidates: Candidate[] = [];
  const most = MOST_NAMES + scan.text.length / CHARS_PER_NAME;
  for (let event = 0; event < names.length; event += NAME_STRIDE) {
    const key = names[event] ?? 0;
    const mask = key < 0 ? 0 : (gazetteer.cues[key] ?? 0);
    const sentence = names[event + 3] ?? 0;
    const seen = sentences.cues[sentence] ?? 0;
    sentences.cues[sentence] = seen | mask;
    if ((mask & CUE.field) !== 0) sentences.fieldCues++;
    if (names[event + 4] === 0 || candidates.length > most) continue;
    const claims = key < 0 ? NO_CLAIMS : gazetteer.claims[key];
    if (claims === null || claims === undefined) continue;
    const candidate = candidateAt(scan, event, claims);
    if (candidate !== null) candidates.push(candidate);
  }
  return { candidates, sentences };
}

/** A text with more names than that is no text. */
const MOST_NAMES = 1000;
const CHARS_PER_NAME = 100;

const NO_CLAIMS: readonly Claim[] = [];

function candidateAt(scan: Scan, event: number, claims: readonly Claim[]): Candidate | null {
  const { names, text } = scan;
  const start = names[event + 1] ?? 0;
  const end = names[event + 2] ?? 0;
  if (isInsideToken(text, start, end)) return null;
  return {
    key: names[event] ?? 0,
    claims,
    start,
    end,
    sentence: names[event + 3] ?? 0,
    form: letterCaseOf(text.slice(start, end)),
    before: cueBefore(scan, event, start),
    after: cueAfter(scan, event, end),
  };
}

/** The mask of the cue word that ends right before a place. */
function cueBefore({ names, text, gazetteer }: Scan, event: number, start: number): number {
  let mask = 0;
  for (let back = event - NAME_STRIDE, seen = 0; back >= 0 && seen < 4; back -= NAME_STRIDE, seen++) {
    const end = names[back + 2] ?? 0;
    if (end > start) continue;
    if (!isBeside(text, end, start)) break;
    const key = names[back] ?? -1;
    if (key >= 0) mask |= gazetteer.cues[key] ?? 0;
  }
  return mask;
}

/** The mask of the cue words that begin right after a place, over a version number if need be. */
function cueAfter({ names, text, gazetteer }: Scan, event: number, end: number): number {
  const from = versionEnd(text, end);
  let mask = 0;
  for (
    let next = event + NAME_STRIDE, seen = 0;
    next < names.length && seen < 6;
    next += NAME_STRIDE, seen++
  ) {
    const start = names[next + 1] ?? 0;
    if (start < end) continue;
    if (!isBeside(text, from, start) && !isBeside(text, end, start)) break;
    const key = names[next] ?? -1;
    if (key >= 0) mask |= gazetteer.cues[key] ?? 0;
  }
  return mask;
}

const MAX_BESIDE = 4;
const BESIDE = codeSet(" -\"'“”‘’(s\u00a0`*_");

/** Nothing but blanks, quotes and the like stands between. */
function isBeside(text: string, from: number, to: number): boolean {
  if (to < from || to - from > MAX_BESIDE) return false;
  for (let at = from; at < to; at++) if (!BESIDE.has(text.charCodeAt(at))) return false;
  return true;
}

/** The canonical form of a name of a numbered series, or null when it is not written as such names are. */
export function seriesValue(
  candidate: Candidate,
  matched: string,
): {
  type: "actor" | "malware" | "technique" | "tactic";
  value: string;
  isCode: boolean;
  isSure: boolean;
} | null {
  const series = NUMBERED[~candidate.key];
  if (series === undefined) return null;
  const [word = "", digits = ""] = splitSeries(matched);
  if (series.word === "ta" && digits.startsWith("00"))
    return word === "TA" ? { type: "tactic", value: matched, isCode: true, isSure: false } : null;
  const isUpper = word === word.toUpperCase();
  if (series.isCode) {
    const isSub = series.word === "t" && digits.length > 4;
    if (!isUpper && !isSub) return null;
    return {
      type: series.type as "technique",
      value: `${series.written}${digits.replace("/", ".")}`,
      isCode: true,
      isSure: false,
    };
  }
  const glue = matched.charAt(word.length);
  const isHyphened = series.written.endsWith("-");
  if (isHyphened && glue === " ") return null;
  const isFree = /^(?:apt|unc|fin)$/.test(series.word) && glue !== " ";
  const isCapitalised =
    isUpper || (series.word === "storm" && word === "Storm") || (series.word === "apt" && word === "Apt");
  if (!isCapitalised && !isFree) return null;
  return {
    type: series.type as "actor",
    value: `${series.written}${digits}`,
    isCode: false,
    isSure: SURE.test(series.word),
  };
}

/** Nothing else is written so. */
const SURE = /^(?:apt|unc|uta|uac|uat|storm)$/;

function splitSeries(matched: string): string[] {
  const parts = /^([\p{L}]+)[^\p{N}]?(\p{N}.*)$/u.exec(matched);
  return parts === null ? [] : [parts[1] ?? "", parts[2] ?? ""];
}
