import { refangText } from "@cti/pipeline/indicators/refang-text";
import { isDigit, isWord, KIND, kindOf } from "./characters.ts";
import { plainCharacters } from "./plain-characters.ts";

/** A text as quotes are compared, and the way back to the places (UTF-16 units) of the text as it was given. */
export type NormalText = { text: string; startOf: (at: number) => number; endOf: (at: number) => number };

/**
 * What spellings of the same words share: lower case, one blank for white space, no defanging, no quotation marks,
 * emphasis, bullets or invisible characters, one kind of dash, words at a line's end joined. Words and numbers stay.
 * Linear in the text's length.
 */
export function normalText(given: string): NormalText {
  const plain = plainCharacters(given);
  const clean = refangText(plain.text);
  const draft: Draft = { text: clean.text, out: [], starts: [], ends: [], isSpaced: false, word: noWord };
  let at = 0;
  while (at < draft.text.length) at = readOne(draft, at);
  const { starts, ends } = draft;
  return {
    text: Buffer.from(Uint16Array.from(draft.out).buffer).toString("utf16le"),
    startOf: (normal) => plain.originalStart(clean.originalStart(starts[normal] ?? draft.text.length)),
    endOf: (normal) => plain.originalEnd(clean.originalEnd(ends[normal - 1] ?? 0)),
  };
}

type Draft = {
  text: string;
  out: number[];
  starts: number[];
  ends: number[];
  isSpaced: boolean;
  /** The token read last, and whether it is one of letters and hyphens only. */
  word: { end: number; isPlain: boolean };
};

const noWord = { end: -1, isPlain: false };

/** Reads what stands at a place and says where to read on. */
function readOne(draft: Draft, at: number): number {
  const { text } = draft;
  const code = text.charCodeAt(at);
  const kind = kindOf(code);
  if (kind === KIND.space) {
    draft.isSpaced = true;
    return at + 1;
  }
  if (kind === KIND.dropped) return at + 1;
  if (kind === KIND.dash) return readDash(draft, at);
  if (code === UNDERSCORE && !(isWord(text.charCodeAt(at - 1)) && isWord(text.charCodeAt(at + 1))))
    return at + 1;
  if (code === BACKSLASH) return readBackslash(draft, at);
  if (code === HASH && isHeadingMark(draft, at)) return at + 1;
  if (code < 0x80 && !isMark(text.charCodeAt(at + 1))) {
    put(draft, code >= 65 && code <= 90 ? code + 32 : code, at, at + 1);
    return at + 1;
  }
  return readForeign(draft, at, code);
}

const [UNDERSCORE, BACKSLASH, HASH] = [95, 92, 35];

function put(draft: Draft, code: number, start: number, end: number): void {
  const { out, starts, ends } = draft;
  if (draft.isSpaced && out.length > 0 && !hugs(draft, code, end)) {
    out.push(32);
    starts.push(start);
    ends.push(start);
  }
  draft.isSpaced = false;
  out.push(code);
  starts.push(start);
  ends.push(end);
}

/** Whether a mark belongs to the word before it, as other languages set a blank there. */
function hugs({ text }: Draft, code: number, end: number): boolean {
  if (code === 46 || code === 44) return kindOf(text.charCodeAt(end)) === KIND.space || end >= text.length;
  return code === 33 || code === 37 || code === 41 || code === 58 || code === 59 || code === 63;
}

function readDash(draft: Draft, at: number): number {
  const { text } = draft;
  let end = at + 1;
  while (kindOf(text.charCodeAt(end)) === KIND.dash) end++;
  const before = text.charCodeAt(at - 1);
  const isFree = isBorder(before) && isBorder(text.charCodeAt(end));
  const isLong = text.charCodeAt(at) === 0x2014 || text.charCodeAt(at) === 0x2015;
  if (isFree || isLong || (end > at + 1 && isWord(before))) {
    draft.isSpaced = true;
    return end;
  }
  if (end === at + 1 && isLetter(before)) return readHyphen(draft, at);
  for (let mark = at; mark < end; mark++) put(draft, 45, mark, mark + 1);
  return end;
}

function isBorder(code: number): boolean {
  return Number.isNaN(code) || kindOf(code) === KIND.space;
}

/** Hyphens of words are left out, since writers differ in them and lines end there; those of values and numbers stay. */
function readHyphen(draft: Draft, at: number): number {
  const { text } = draft;
  const next = afterBreak(text, at + 1);
  if (!isLetter(text.charCodeAt(next))) {
    put(draft, 45, at, at + 1);
    return next > at + 1 && isDigit(text.charCodeAt(next)) ? next : at + 1;
  }
  if (isPlainAt(draft, at) && (next === at + 1 || isPlainAt(draft, next))) return next;
  put(draft, 45, at, at + 1);
  return next;
}

/** The place behind a line's end, or the given one where the line goes on. */
function afterBreak(text: string, from: number): number {
  let at = from;
  let hasBreak = false;
  while (at < from + MOST_INDENT && kindOf(text.charCodeAt(at)) === KIND.space) {
    if (text.charCodeAt(at) === 10) {
      if (hasBreak) return from;
      hasBreak = true;
    }
    at++;
  }
  const code = text.charCodeAt(at);
  const isSmall = String.fromCharCode(code) === String.fromCharCode(code).toLowerCase();
  return hasBreak && isSmall ? at : from;
}

const MOST_INDENT = 40;

function isLetter(code: number): boolean {
  return isWord(code) && !isDigit(code);
}

/** Whether the token around a place has letters and hyphens only, and marks at its end. */
function isPlainAt(draft: Draft, at: number): boolean {
  if (at < draft.word.end) return draft.word.isPlain;
  const { text } = draft;
  let start = at;
  while (start > 0 && at - start < LONGEST_WORD && !isBorder(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end - at < LONGEST_WORD && !isBorder(text.charCodeAt(end))) end++;
  const isPlain = end - start < LONGEST_WORD && PLAIN.test(text.slice(start, end));
  draft.word = { end, isPlain };
  return isPlain;
}

const LONGEST_WORD = 60;
const PLAIN = /^[^\p{L}\p{N}\\/@_.]{0,3}\p{L}[\p{L}\p{M}\p{Cf}\p{Pd}'’"“”«»*]*[^\p{L}\p{N}]{0,4}$/u;

/** One of several, since a model writes two where one is meant; none before a quotation mark. */
function readBackslash(draft: Draft, at: number): number {
  const { text } = draft;
  let end = at + 1;
  while (text.charCodeAt(end) === BACKSLASH) end++;
  const next = text.charCodeAt(end);
  if (next === 34 || next === 39 || next === 42) return end;
  put(draft, BACKSLASH, at, end);
  return end;
}

/** `## ` at the beginning of a line. */
function isHeadingMark({ text }: Draft, at: number): boolean {
  let start = at;
  while (at - start < 6 && text.charCodeAt(start - 1) === HASH) start--;
  if (start > 0 && text.charCodeAt(start - 1) !== 10) return false;
  let end = at;
  while (end - at < 6 && text.charCodeAt(end) === HASH) end++;
  return text.charCodeAt(end) === 32;
}

/** A character beyond ASCII, with the marks that follow it. */
function readForeign(draft: Draft, at: number, code: number): number {
  const { text } = draft;
  const isPair = code >= 0xd800 && code <= 0xdbff && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  let end = at + (isPair ? 2 : 1);
  if (isPair && code === 0xdb40) return end;
  while (end - at < MOST_MARKS && isMark(text.charCodeAt(end))) end++;
  const written = foldOf(text.slice(at, end));
  for (let index = 0; index < written.length; index++) put(draft, written.charCodeAt(index), at, end);
  return end;
}

const MOST_MARKS = 8;

function isMark(code: number): boolean {
  return code >= 0x300 && MARKS[code] === 1;
}

const MARKS: Uint8Array = Uint8Array.from({ length: 0x1_0000 }, (_, code) =>
  Number(/\p{M}/u.test(String.fromCharCode(code))),
);

function foldOf(written: string): string {
  const known = folds.get(written);
  if (known !== undefined) return known;
  const folded = written.normalize("NFKC").toLowerCase().replaceAll("ς", "σ").replaceAll(/\s+/g, "");
  if (folds.size < MOST_FOLDS) folds.set(written, folded);
  return folded;
}

const folds = new Map<string, string>();
const MOST_FOLDS = 5_000;
