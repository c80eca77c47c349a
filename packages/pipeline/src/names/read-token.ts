import { codeSet } from "./code-set.ts";
import { foldCode, hashStep, IDEOGRAPH, SKIPPED } from "./fold.ts";
import { FILLER } from "./behaviour-index.ts";
import { EMPTY, findSlot, type Gazetteer, STEM_BUCKETS } from "./gazetteer.ts";
import { NUMBERED, TACTIC_DIGITS } from "./numbered-names.ts";

/** A word of the text with the hashes taken on the way. */
export type Token = {
  start: number;
  end: number;
  hash: number;
  /** Without its last letter. */
  before: number;
  /** Where its first digit stands, or -1, and the hash before it. */
  digitsAt: number;
  digitsHash: number;
  /** Of its first three letters, and where they end; -1 when it has fewer. */
  head: number;
  headEnd: number;
};

/** What was found so far; lists of numbers, since objects per word would cost more than the scan. */
export type Scan = {
  gazetteer: Gazetteer;
  text: string;
  /** NAME_STRIDE numbers each: key or ~series, start, end, sentence, whether names count here. */
  names: number[];
  /** WORD_STRIDE numbers each: number of the word, token, sentence, start, end. */
  words: number[];
  /** PROGRAM_STRIDE numbers each: program, start, end. */
  programs: number[];
  sentence: number;
  token: number;
  /** Names that begin before are part of one found already. */
  nameEnd: number;
  nameStart: number;
};

export const NAME_STRIDE = 5;
export const WORD_STRIDE = 5;
export const PROGRAM_STRIDE = 3;

/** Looks a word up, alone and with those after it, and notes what it is: the longest name, cue and behaviour words. */
export function readToken(scan: Scan, token: Token): void {
  const { gazetteer, text } = scan;
  const slot = findSlot(gazetteer, token.hash);
  const isKnown = gazetteer.slots[slot] !== EMPTY;
  const key = isKnown ? keyAt(scan, slot, token.hash, token.start, token.end) : -1;
  if (key !== -1) noteWord(scan, key, token);
  if (gazetteer.behaviours.stems.size > 0) noteStems(scan, token);
  if (isKnown && gazetteer.prefixes[slot] === 1 && extend(scan, token, slot, key)) return;
  if (key !== -1 && (gazetteer.numbered[key] ?? 0) > 0 && noteSeries(scan, token.start, token.end, key))
    return;
  if (key !== -1) noteName(scan, key, token.start, token.end);
  else if (token.digitsAt > token.start) readNumbered(scan, token);
  else if (text.charCodeAt(token.end - 1) === SMALL_S) readPlural(scan, token);
}

const SMALL_S = 0x73;

/** The key of a hash whose text is what stands there, or -1. */
function keyAt({ gazetteer, text }: Scan, first: number, hash: number, start: number, end: number): number {
  const { slots, hashes, folded } = gazetteer;
  for (let slot = first; slots[slot] !== EMPTY; slot = (slot + 1) & (slots.length - 1)) {
    const key = (slots[slot] ?? EMPTY) - 1;
    if (hashes[slot] === hash && key >= 0 && isFoldOf(text, start, end, folded[key] ?? "")) return key;
  }
  return -1;
}

function isFoldOf(text: string, start: number, end: number, folded: string): boolean {
  let length = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const kind = foldCode(code);
    if (kind < IDEOGRAPH) continue;
    if (folded.charCodeAt(length) !== (kind === IDEOGRAPH ? code : kind)) return false;
    length++;
  }
  return length === folded.length;
}

const MAX_WORDS = 10;

/** Follows the words after a token as long as names go on so; notes the longest. */
function extend(scan: Scan, token: Token, first: number, single: number): boolean {
  const { gazetteer, text } = scan;
  let hash = token.hash;
  let end = token.end;
  let bestKey = -1;
  let bestEnd = 0;
  let shorterKey = single;
  let shorterEnd = token.end;
  let slot = first;
  for (let words = 1; words < MAX_WORDS && gazetteer.prefixes[slot] === 1; words++) {
    const next = nextWord(text, end);
    if (next === -1) break;
    let before = hash;
    let at = next;
    for (; at < text.length && at < next + MAX_WORD; at++) {
      const code = text.charCodeAt(at);
      const kind = foldCode(code);
      if (kind < IDEOGRAPH && kind !== SKIPPED) break;
      if (kind === SKIPPED) continue;
      if (kind === IDEOGRAPH && at > next) break;
      before = hash;
      hash = hashStep(hash, kind === IDEOGRAPH ? code : kind);
      if (kind === IDEOGRAPH) {
        at++;
        break;
      }
    }
    end = at;
    slot = findSlot(gazetteer, hash);
    let found = keyAt(scan, slot, hash, token.start, end);
    let foundEnd = end;
    if (found === -1 && text.charCodeAt(end - 1) === SMALL_S && end - next > 3) {
      found = keyAt(scan, findSlot(gazetteer, before), before, token.start, end - 1);
      foundEnd = end - 1;
    }
    if (found === -1) continue;
    if (bestKey !== -1) [shorterKey, shorterEnd] = [bestKey, bestEnd];
    [bestKey, bestEnd] = [found, foundEnd];
  }
  if (bestKey === -1) return false;
  const isFree = token.start >= scan.nameEnd;
  noteName(scan, bestKey, token.start, bestEnd);
  // Should the longer name not be believed, the shorter one may be.
  if (
    isFree &&
    shorterKey !== -1 &&
    gazetteer.claims[shorterKey] !== null &&
    gazetteer.claims[bestKey] !== null
  )
    pushName(scan, shorterKey, token.start, shorterEnd);
  return true;
}

const MAX_WORD = 48;

/** Where the next word of a name may begin: after one separator that authors put into names, ` & ` included. */
function nextWord(text: string, end: number): number {
  const code = text.charCodeAt(end);
  if (Number.isNaN(code)) return -1;
  const kind = foldCode(code);
  if (kind === IDEOGRAPH) return end;
  if (kind !== 0 || isBreak(code)) return -1;
  if (foldCode(text.charCodeAt(end + 1)) > SKIPPED) return end + 1;
  const isBlank = code === 0x20 && text.charCodeAt(end + 2) === 0x20;
  const sign = text.charCodeAt(end + 1);
  const isJoined = isBlank && (sign === 0x26 || sign === 0x2b || sign === 0x2f);
  return isJoined && foldCode(text.charCodeAt(end + 3)) > SKIPPED ? end + 3 : -1;
}

const BREAKS = codeSet('!"(),;<=>?[]{|}\\`~\t“”«»•');

function isBreak(code: number): boolean {
  return BREAKS.has(code);
}

/** `LockBit3` is LockBit with a version, `APT41` one of a series. */
function readNumbered(scan: Scan, token: Token): void {
  const { gazetteer } = scan;
  const slot = findSlot(gazetteer, token.digitsHash);
  if (gazetteer.slots[slot] === EMPTY) return;
  const key = keyAt(scan, slot, token.digitsHash, token.start, token.digitsAt);
  if (key === -1) return;
  if ((gazetteer.numbered[key] ?? 0) > 0 && noteSeries(scan, token.start, token.digitsAt, key)) return;
  const isVersion = /^\d{1,2}$/.test(scan.text.slice(token.digitsAt, token.end));
  if (isVersion && token.digitsAt - token.start > 5) noteName(scan, key, token.start, token.digitsAt);
}

/** Notes a name of a series when digits follow its word. */
function noteSeries(scan: Scan, start: number, wordEnd: number, key: number): boolean {
  const { text, gazetteer } = scan;
  const series = (gazetteer.numbered[key] ?? 0) - 1;
  const numbered = NUMBERED[series];
  if (numbered === undefined) return false;
  const sign = text.charCodeAt(wordEnd);
  const from = isDigit(sign) ? wordEnd : sign === 0x20 || sign === 0x2d || sign === 0x2011 ? wordEnd + 1 : -1;
  if (from === -1 || (numbered.isCode && from !== wordEnd)) return false;
  let end = from;
  while (end < from + 6 && isDigit(text.charCodeAt(end))) end++;
  if (end === from) return false;
  const digits = text.slice(from, end);
  const isTactic = numbered.word === "ta" && TACTIC_DIGITS.test(digits) && from === wordEnd;
  if (!isTactic && !numbered.digits.test(digits)) return false;
  if (foldCode(text.charCodeAt(end)) > SKIPPED) return false;
  if (numbered.word === "t") end = subTechniqueEnd(text, end);
  return pushName(scan, ~series, start, end);
}

function subTechniqueEnd(text: string, end: number): number {
  const sign = text.charCodeAt(end);
  const isSub =
    (sign === 0x2e || sign === 0x2f) && /^\d{3}(?![\p{L}\p{N}])/u.test(text.slice(end + 1, end + 5));
  return isSub ? end + 4 : end;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const MIN_PLURAL = 6;

function readPlural(scan: Scan, token: Token): void {
  if (token.end - token.start < MIN_PLURAL) return;
  const slot = findSlot(scan.gazetteer, token.before);
  if (scan.gazetteer.slots[slot] === EMPTY) return;
  const key = keyAt(scan, slot, token.before, token.start, token.end - 1);
  if (key !== -1 && scan.gazetteer.claims[key] !== null) noteName(scan, key, token.start, token.end - 1);
}

function noteName(scan: Scan, key: number, start: number, end: number): void {
  const { claims, cues } = scan.gazetteer;
  const isInName = start < scan.nameEnd;
  if ((claims[key] === null || isInName) && cues[key] === 0) return;
  pushName(scan, key, start, end);
}

function pushName(scan: Scan, key: number, start: number, end: number): boolean {
  const counts = start >= scan.nameEnd || start === scan.nameStart;
  const isName = key < 0 || scan.gazetteer.claims[key] !== null;
  scan.names.push(key, start, end, scan.sentence, counts ? 1 : 0);
  if (counts && isName) {
    scan.nameStart = start;
    scan.nameEnd = Math.max(end, scan.nameEnd);
  }
  return true;
}

function noteWord(scan: Scan, key: number, { start, end }: Token): void {
  const word = scan.gazetteer.words[key] ?? -1;
  if (word === FILLER) {
    scan.token--;
    return;
  }
  if (isMailOfHyphen(scan.text, start)) scan.token--;
  if (word !== -1) scan.words.push(word, scan.token, scan.sentence, start, end);
  const program = scan.gazetteer.lolbins[key] ?? -1;
  if (program !== -1) scan.programs.push(program, start, end);
  // The ending of a program's name is no word: phrases leave it out.
  if (end - start === 3 && scan.text.charCodeAt(start - 1) === 0x2e && isFoldOf(scan.text, start, end, "exe"))
    scan.token--;
}

/** In `e-mail` the `e` is no word. */
function isMailOfHyphen(text: string, start: number): boolean {
  return (
    text.charCodeAt(start - 1) === HYPHEN &&
    /(?:^|[^\p{L}\p{N}])e-mail$/iu.test(text.slice(Math.max(0, start - 3), start + 4))
  );
}

const HYPHEN = 0x2d;

/** Words that behaviours know by their beginning; most words are ruled out by their first three letters. */
function noteStems(scan: Scan, token: Token): void {
  const { gazetteer, text } = scan;
  if (token.headEnd === -1) return;
  let lengths = gazetteer.stemLengths[token.head & (STEM_BUCKETS - 1)] ?? 0;
  let hash = token.head;
  for (let at = token.headEnd; lengths !== 0; at++) {
    if ((lengths & 1) === 1) noteStem(scan, token, hash, at);
    while (at < token.end && foldCode(text.charCodeAt(at)) === SKIPPED) at++;
    if (at >= token.end) return;
    hash = hashStep(hash, foldCode(text.charCodeAt(at)));
    lengths >>= 1;
  }
}

function noteStem(scan: Scan, { start, end }: Token, hash: number, stemEnd: number): void {
  const { gazetteer } = scan;
  const slot = findSlot(gazetteer, hash);
  const key = gazetteer.slots[slot] === EMPTY ? -1 : keyAt(scan, slot, hash, start, stemEnd);
  const stem = key === -1 ? -1 : (gazetteer.stems[key] ?? -1);
  if (stem !== -1) scan.words.push(stem, scan.token, scan.sentence, start, end);
}
