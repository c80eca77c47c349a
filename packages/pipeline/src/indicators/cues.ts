import { roles } from "../entities/mention.ts";
import type { Role } from "../entities/mention.ts";
import { isAlnum } from "./char-classes.ts";
import { attackerWords, cueWords } from "./cue-words.ts";

/** A cue word at a place of a sentence; without a role it only speaks of attackers. */
export type Cue = { role: Role | null; words: string; start: number; end: number; strength: Strength };

/** A weak cue counts where nothing else speaks, a label in headers and remarks only. */
export type Strength = "strong" | "weak" | "label";

/** What follows a first word: the other words in a row, or one within six; none for a word alone. */
type Phrase = { role: Role | null; rest: readonly string[]; isLoose: boolean; strength: Strength };
/** The words of a sentence by their places in it; most are never read. */
type Words = { lower: string; starts: number[]; ends: number[] };

/** The cue words of a sentence or a header, in order; `offset` is added to their places. */
export function cuesIn(sentence: string, offset: number): Cue[] {
  const words = wordsOf(sentence.toLowerCase());
  const { lower, starts, ends } = words;
  const cues: Cue[] = [];
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] as number;
    if (BEGINNINGS[beginningOf(lower, start, ends[index] as number)] === 0) continue;
    const text = lower.slice(start, ends[index]);
    const phrases = PHRASES.get(text);
    const length = phrases === undefined ? 0 : addPhrases(cues, phrases, words, index, offset);
    if (length > 0) {
      index += length - 1;
      continue;
    }
    const stem = stemOf(text);
    if (stem === null) continue;
    const { role, strength } = stem;
    cues.push({ role, words: text, start: offset + start, end: offset + (ends[index] as number), strength });
  }
  return cues;
}

/** A number for the first three characters of a word, to pass over words that begin no cue. */
function beginningOf(text: string, start: number, end: number): number {
  const second = start + 1 < end ? text.charCodeAt(start + 1) : 0;
  const third = start + 2 < end ? text.charCodeAt(start + 2) : 0;
  return ((text.charCodeAt(start) * 31 + second) * 31 + third) & 8191;
}

/** Notes the longest phrases that begin at a word, one for each role that has them; how many words they take. */
function addPhrases(
  cues: Cue[],
  phrases: readonly Phrase[],
  words: Words,
  index: number,
  offset: number,
): number {
  let taken = 0;
  const start = words.starts[index] as number;
  for (const { role, rest, isLoose, strength } of phrases) {
    const length = 1 + rest.length;
    if (taken > 0 && (isLoose || length < taken)) break;
    const reach = isLoose ? reachOf(words, index, rest[0] as string) : length;
    if (
      reach === 0 ||
      (!isLoose && !rest.every((word, after) => isSame(wordAt(words, index + 1 + after), word)))
    )
      continue;
    const end = words.ends[index + reach - 1] as number;
    cues.push({
      role: isLoose && role === "exfiltration" ? roleOfSent(words, index, reach) : role,
      words: words.lower.slice(start, end),
      start: offset + start,
      end: offset + end,
      strength,
    });
    taken = isLoose ? 1 : length;
  }
  return taken;
}

function wordAt(words: Words, index: number): string {
  const start = words.starts[index];
  return start === undefined ? "" : words.lower.slice(start, words.ends[index]);
}

/** How many words a loose phrase spans that begins at a word and ends with another; 0 where it does not end. */
function reachOf(words: Words, index: number, last: string): number {
  for (let after = 1; after <= 7; after++) if (wordAt(words, index + after) === last) return after + 1;
  return 0;
}

function isSame(word: string, wanted: string): boolean {
  return wanted.endsWith("*") ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
}

/** Machines greet their controller, people are led to pages, advertisements to downloads; all else that is sent somewhere is stolen. */
function roleOfSent(words: Words, index: number, reach: number): Role {
  for (let at = index + 1; at < index + reach - 1; at++) {
    const sent = wordAt(words, at);
    if (GREETINGS.has(sent)) return "c2";
    if (/^(?:malvert|advert|redirect)/.test(sent)) return "delivery";
    // "the visitor's address" is no visitor.
    if (PEOPLE.has(sent) && wordAt(words, at + 1) !== "s") return "phishing";
  }
  return "exfiltration";
}

const GREETINGS = new Set(
  "host system machine beacon beacons request requests status heartbeat heartbeats hello check ping pings registration fingerprint hostname traffic packets packet queries query command commands instruction instructions order orders task tasks".split(
    " ",
  ),
);
const PEOPLE = new Set(
  "victim victims user users visitor visitors recipient recipients target targets employee employees customer customers browser browsers phone phones people them him her shoppers readers staff".split(
    " ",
  ),
);

/** Words of a sentence; hosts, paths and other values are left out, their parts are no words. */
function wordsOf(sentence: string): Words {
  const starts: number[] = [];
  const ends: number[] = [];
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
    else {
      starts.push(start);
      ends.push(at);
    }
  }
  return { lower: sentence, starts, ends };
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

const STEM = 4;
type Stem = { stem: string; role: Role | null; strength: Strength };
const BEGINNINGS = new Uint8Array(8192);
const PHRASES = new Map<string, Phrase[]>();
const STEMS = new Map<string, Stem[]>();
for (const role of roles) for (const entry of cueWords[role].split(/\s+/)) addEntry(role, entry);
for (const entry of attackerWords.split(/\s+/)) addEntry(null, entry);
for (const phrases of PHRASES.values()) phrases.sort((a, b) => weightOf(b) - weightOf(a));

/** Many words in a row say more than few, and "sends … to" more than "sends" alone. */
function weightOf({ rest, isLoose }: Phrase): number {
  return isLoose ? 0.5 : rest.length;
}

function addEntry(role: Role | null, written: string): void {
  const strength = written.endsWith("?") ? "weak" : written.endsWith("!") ? "label" : "strong";
  const entry = strength === "strong" ? written : written.slice(0, -1);
  const [first = "", ...rest] = entry.split(/[_~]/);
  const isLoose = entry.includes("~");
  if (entry.endsWith("*") && rest.length === 0) {
    const stem = entry.slice(0, -1);
    const key = stem.slice(0, STEM);
    BEGINNINGS[beginningOf(stem, 0, stem.length)] = 1;
    STEMS.set(key, [...(STEMS.get(key) ?? []), { stem, role, strength }]);
    return;
  }
  const forms = first.endsWith("+")
    ? ["", "s", "ed", "ing"].map((ending) => first.slice(0, -1) + ending)
    : [first];
  for (const form of forms) addPhrase(form, { role, rest, isLoose, strength });
}

function addPhrase(first: string, phrase: Phrase): void {
  BEGINNINGS[beginningOf(first, 0, first.length)] = 1;
  const phrases = PHRASES.get(first);
  if (phrases === undefined) PHRASES.set(first, [phrase]);
  else phrases.push(phrase);
}

function stemOf(word: string): Stem | null {
  if (word.length < STEM) return null;
  return STEMS.get(word.slice(0, STEM))?.find(({ stem }) => word.startsWith(stem)) ?? null;
}
