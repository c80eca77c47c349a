import { foldedCode, foldedCodes, mark } from "./fold-codes.ts";
import { type HuntLexicon, hashStep, slotOf } from "./hunt-lexicon.ts";

/** How often each term of the lexicon occurs, by its number. One pass; linear in the text. */
export function findHuntTerms(lexicon: HuntLexicon, texts: string[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const text of texts) scan(lexicon, text, found);
  return found;
}

/** Terms have at most so many words, so no more can be open at a time. */
const mostOpen = 16;

function scan(lexicon: HuntLexicon, text: string, found: Map<number, number>): void {
  const open = new Int32Array(mostOpen);
  let opened = 0;
  let hash = 0;
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    const folded = code < foldedCodes ? (foldedCode[code] ?? 0) : 0;
    if (folded > mark) {
      if (start === -1) start = at;
      hash = hashStep(hash, folded);
      continue;
    }
    if (folded === mark || start === -1) continue;
    const word = findWord(lexicon, hash, text, { start, end: at });
    opened = word === -1 ? 0 : advance(lexicon, word, { open, opened, found });
    hash = 0;
    start = -1;
  }
}

/** The number of the word in that place, or -1. */
function findWord(
  { slots, hashes, words }: HuntLexicon,
  hash: number,
  text: string,
  place: { start: number; end: number },
): number {
  const size = slots.length;
  let slot = slotOf(hash, size);
  for (;;) {
    const number = slots[slot] ?? -1;
    if (number === -1) return -1;
    if (hashes[slot] === hash && isWordAt(words[number] ?? "", text, place)) return number;
    slot = (slot + 1) & (size - 1);
  }
}

/** Equal hashes are nearly always equal words; an attacker could make others. */
function isWordAt(word: string, text: string, { start, end }: { start: number; end: number }): boolean {
  let matched = 0;
  for (let at = start; at < end; at += 1) {
    const folded = foldedCode[text.charCodeAt(at)] ?? 0;
    if (folded === mark) continue;
    if (folded !== word.charCodeAt(matched)) return false;
    matched += 1;
  }
  return matched === word.length;
}

/** Takes the open terms, and a new one, one word further; gives how many are open then. */
function advance(
  { next, termAt, words, exe }: HuntLexicon,
  word: number,
  { open, opened, found }: { open: Int32Array; opened: number; found: Map<number, number> },
): number {
  let kept = 0;
  for (let at = 0; at <= opened; at += 1) {
    const node = at < opened ? (open[at] ?? 0) : 0;
    const to = next.get(node * words.length + word);
    if (to === undefined) {
      if (word === exe && node !== 0) open[kept++] = node;
      continue;
    }
    const term = termAt[to] ?? -1;
    if (term !== -1) found.set(term, (found.get(term) ?? 0) + 1);
    if (kept < mostOpen) open[kept++] = to;
  }
  return kept;
}
