import { FOLDED, foldCode, HASH_SEED, IDEOGRAPH, SEPARATOR } from "./fold.ts";
import type { Gazetteer } from "./gazetteer.ts";
import { type Token, readToken, type Scan } from "./read-token.ts";

/**
 * Reads a text once, character by character, hashing its words as it goes; what the table knows becomes events in
 * the order of the text. Nothing is allocated for words that the table does not know.
 */
export function scanText(gazetteer: Gazetteer, text: string): Scan {
  const scan: Scan = {
    gazetteer,
    text,
    names: [],
    words: [],
    programs: [],
    sentence: 0,
    token: 0,
    nameEnd: 0,
    nameStart: -1,
  };
  const token: Token = {
    start: 0,
    end: 0,
    hash: 0,
    before: 0,
    digitsAt: -1,
    digitsHash: 0,
    head: 0,
    headEnd: -1,
  };
  let length = 0;
  let hash = HASH_SEED;
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < FOLDED.length ? (FOLDED[code] ?? SEPARATOR) : foldCode(code);
    if (kind > IDEOGRAPH) {
      if (length === 0) {
        token.start = at;
        token.digitsAt = -1;
        token.headEnd = -1;
        hash = HASH_SEED;
      }
      if (kind < AFTER_DIGITS && token.digitsAt === -1) {
        token.digitsAt = at;
        token.digitsHash = hash;
      }
      before = hash;
      hash = Math.imul(hash ^ kind, 0x01000193);
      length++;
      if (length === HEAD) {
        token.head = hash;
        token.headEnd = at + 1;
      }
      continue;
    }
    if (kind === SKIPPED_KIND) continue;
    if (length > 0) {
      if (length <= MAX_TOKEN) {
        token.end = at;
        token.hash = hash;
        token.before = before;
        readToken(scan, token);
      }
      length = 0;
      scan.token++;
    }
    if (kind === IDEOGRAPH) readIdeograph(scan, token, at);
    else if (isSentenceEnd(text, at, code)) scan.sentence++;
  }
  if (length > 0 && length <= MAX_TOKEN) {
    Object.assign(token, { end: text.length, hash, before });
    readToken(scan, token);
  }
  return scan;
}

/** Digits are the first folded codes; letters come after `:`. */
const AFTER_DIGITS = 0x3a;
const SKIPPED_KIND = 1;
const HEAD = 3;
/** No name is a longer word; keys and hashes are. */
const MAX_TOKEN = 48;

function readIdeograph(scan: Scan, token: Token, at: number): void {
  const hash = Math.imul(HASH_SEED ^ scan.text.charCodeAt(at), 0x01000193);
  Object.assign(token, { start: at, end: at + 1, hash, before: HASH_SEED, digitsAt: -1, headEnd: -1 });
  readToken(scan, token);
  scan.token++;
}

/** A stop before white space, and a line end unless the sentence plainly goes on in the next line. */
function isSentenceEnd(text: string, at: number, code: number): boolean {
  if (code === NEW_LINE) {
    const next = text.charCodeAt(at + 1);
    return !(next >= 0x61 && next <= 0x7a);
  }
  if (code !== 0x2e && code !== 0x21 && code !== 0x3f && code !== 0x3002) return false;
  const next = text.charCodeAt(at + 1);
  return !(next > 0x20);
}

const NEW_LINE = 0x0a;
