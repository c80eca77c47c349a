import { roles } from "../entities/mention.ts";
import type { Role } from "../entities/mention.ts";
import { isAlnum } from "./char-classes.ts";
import { attackerWords, cueWords } from "./cue-words.ts";

/** A cue word at a place of a sentence; without a role it only speaks of attackers. */
export type Cue = { role: Role | null; words: string; start: number; end: number };

/** What follows a first word: the other words in a row, or one within four; none for a word alone. */
type Phrase = { role: Role | null; rest: readonly string[]; isLoose: boolean };
type Word = { text: string; start: number; end: number };

/** The cue words of a sentence or a header, in order; `offset` is added to their places. */
export function cuesIn(sentence: string, offset: number): Cue[] {
  const words = wordsOf(sentence.toLowerCase());
  const cues: Cue[] = [];
  for (let index = 0; index < words.length; index++) {
    const { text, start } = words[index] as Word;
    const phrases = PHRASES.get(text);
    const found = phrases === undefined ? null : longest(phrases, words, index);
    const role = found === null ? stemRole(text) : found.role;
    if (found === null && role === null) continue;
    const last = words[index + (found?.length ?? 1) - 1] as Word;
    cues.push({
      role,
      words: sentence.slice(start, last.end).toLowerCase(),
      start: offset + start,
      end: offset + last.end,
    });
    index += (found?.length ?? 1) - 1;
  }
  return cues;
}

function longest(
  phrases: readonly Phrase[],
  words: readonly Word[],
  index: number,
): { role: Role | null; length: number } | null {
  for (const { role, rest, isLoose } of phrases) {
    if (!isLoose) {
      if (rest.every((word, after) => words[index + 1 + after]?.text === word))
        return { role, length: 1 + rest.length };
      continue;
    }
    for (let after = 1; after <= 5; after++)
      if (words[index + after]?.text === rest[0]) return { role, length: 1 };
  }
  return null;
}

/** Words of a sentence; hosts, paths and other values are left out, their parts are no words. */
function wordsOf(sentence: string): Word[] {
  const words: Word[] = [];
  const { length } = sentence;
  let at = 0;
  while (at < length) {
    if (!isWordPart(sentence.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    while (at < length && isWordPart(sentence.charCodeAt(at))) at++;
    if (isInValue(sentence, at)) at = chunkEnd(sentence, at);
    else words.push({ text: sentence.slice(start, at), start, end: at });
  }
  return words;
}

function isWordPart(code: number): boolean {
  return isAlnum(code) || code === 38 || (code >= 0xc0 && code < 0x1fff);
}

/** Whether the word that ends at `end` goes on as a dotted value, a path or an assignment. */
function isInValue(sentence: string, end: number): boolean {
  const code = sentence.charCodeAt(end);
  const next = sentence.charCodeAt(end + 1);
  if (code === 46) return isWordPart(next);
  if (code === 91) return next === 46 || next === 58 || next === 64 || next === 100;
  if (code === 58) return next === 47 || next === 92;
  if (code === 45) return isInDashed(sentence, end);
  return code === 64 || code === 92 || code === 95;
}

/** `evil-download.com`: a dot behind the dashes. */
function isInDashed(sentence: string, dash: number): boolean {
  let at = dash;
  while (at < dash + 64 && (sentence.charCodeAt(at) === 45 || isWordPart(sentence.charCodeAt(at)))) at++;
  const code = sentence.charCodeAt(at);
  return (code === 46 && isWordPart(sentence.charCodeAt(at + 1))) || code === 91 || code === 92;
}

function chunkEnd(sentence: string, start: number): number {
  let end = start;
  while (end < sentence.length && sentence.charCodeAt(end) > 32 && sentence.charCodeAt(end) !== 44) end++;
  return end;
}

const STEM = 5;
const PHRASES = new Map<string, Phrase[]>();
const STEMS = new Map<string, { stem: string; role: Role }[]>();
for (const role of roles) for (const entry of cueWords[role].split(/\s+/)) addEntry(role, entry);
for (const entry of attackerWords.split(/\s+/)) addEntry(null, entry);
for (const phrases of PHRASES.values()) phrases.sort((a, b) => b.rest.length - a.rest.length);

function addEntry(role: Role | null, entry: string): void {
  if (entry.includes("~")) {
    const [first = "", last = ""] = entry.split("~");
    return addPhrase(first, { role, rest: [last], isLoose: true });
  }
  const [first = "", ...rest] = entry.split("_");
  if (entry.endsWith("*")) {
    if (rest.length > 0)
      return addPhrase(first, {
        role,
        rest: [...rest.slice(0, -1), rest.at(-1)?.slice(0, -1) ?? ""],
        isLoose: false,
      });
    const stem = entry.slice(0, -1);
    const key = stem.slice(0, STEM);
    if (role === null) return;
    STEMS.set(key, [...(STEMS.get(key) ?? []), { stem, role }]);
    return;
  }
  const forms = first.endsWith("+")
    ? ["", "s", "ed", "ing"].map((ending) => first.slice(0, -1) + ending)
    : [first];
  for (const form of forms) addPhrase(form, { role, rest, isLoose: false });
}

function addPhrase(first: string, phrase: Phrase): void {
  const phrases = PHRASES.get(first);
  if (phrases === undefined) PHRASES.set(first, [phrase]);
  else phrases.push(phrase);
}

function stemRole(word: string): Role | null {
  if (word.length < STEM - 1) return null;
  return STEMS.get(word.slice(0, STEM))?.find(({ stem }) => word.startsWith(stem))?.role ?? null;
}
