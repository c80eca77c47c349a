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
type Word = { text: string; start: number; end: number };

/** The cue words of a sentence or a header, in order; `offset` is added to their places. */
export function cuesIn(sentence: string, offset: number): Cue[] {
  const words = wordsOf(sentence.toLowerCase());
  const cues: Cue[] = [];
  for (let index = 0; index < words.length; index++) {
    const { text, start, end } = words[index] as Word;
    const phrases = PHRASES.get(text);
    const length = phrases === undefined ? 0 : addPhrases(cues, phrases, words, index, offset);
    if (length > 0) index += length - 1;
    else {
      const stem = stemOf(text);
      if (stem !== null)
        cues.push({
          role: stem.role,
          words: text,
          start: offset + start,
          end: offset + end,
          strength: stem.strength,
        });
    }
  }
  return cues;
}

/** Notes the longest phrases that begin at a word, one for each role that has them; how many words they take. */
function addPhrases(
  cues: Cue[],
  phrases: readonly Phrase[],
  words: readonly Word[],
  index: number,
  offset: number,
): number {
  let taken = 0;
  const first = words[index] as Word;
  const last = (length: number): Word => words[index + length - 1] as Word;
  for (const { role, rest, isLoose, strength } of phrases) {
    const length = 1 + rest.length;
    if (taken > 0 && (isLoose || length < taken)) break;
    const reach = isLoose ? reachOf(words, index, rest[0] as string) : 0;
    if (isLoose ? reach === 0 : !rest.every((word, after) => isSame(words[index + 1 + after], word)))
      continue;
    const to = last(isLoose ? reach : length);
    const said = isLoose ? `${first.text} … ${to.text}` : wordsFrom(words, index, length);
    cues.push({
      role: isLoose && role === "exfiltration" ? roleOfSent(words, index, reach) : role,
      words: isLoose && reach === 2 ? `${first.text} ${to.text}` : said,
      start: offset + first.start,
      end: offset + to.end,
      strength,
    });
    taken = isLoose ? 1 : length;
  }
  return taken;
}

function wordsFrom(words: readonly Word[], index: number, length: number): string {
  let said = "";
  for (let at = index; at < index + length; at++)
    said += `${at === index ? "" : " "}${words[at]?.text ?? ""}`;
  return said;
}

/** How many words a loose phrase spans that begins at a word and ends with another; 0 where it does not end. */
function reachOf(words: readonly Word[], index: number, last: string): number {
  for (let after = 1; after <= 7; after++) if (words[index + after]?.text === last) return after + 1;
  return 0;
}

function isSame(word: Word | undefined, wanted: string): boolean {
  if (word === undefined) return false;
  return wanted.endsWith("*") ? word.text.startsWith(wanted.slice(0, -1)) : word.text === wanted;
}

/** Machines greet their controller, people are led to pages; all else that is sent somewhere is stolen. */
function roleOfSent(words: readonly Word[], index: number, reach: number): Role {
  for (let at = index + 1; at < index + reach - 1; at++) {
    const sent = words[at]?.text ?? "";
    if (GREETINGS.has(sent)) return "c2";
    // "the visitor's address" is no visitor.
    if (PEOPLE.has(sent) && words[at + 1]?.text !== "s") return "phishing";
  }
  return "exfiltration";
}

const GREETINGS = new Set(
  "host system machine beacon beacons request requests status heartbeat heartbeats hello check ping pings registration fingerprint hostname traffic packets packet queries query".split(
    " ",
  ),
);
const PEOPLE = new Set(
  "victim victims user users visitor visitors recipient recipients target targets employee employees customer customers browser browsers phone phones people them him her shoppers readers staff".split(
    " ",
  ),
);

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

const STEM = 4;
type Stem = { stem: string; role: Role | null; strength: Strength };
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
    STEMS.set(key, [...(STEMS.get(key) ?? []), { stem, role, strength }]);
    return;
  }
  const forms = first.endsWith("+")
    ? ["", "s", "ed", "ing"].map((ending) => first.slice(0, -1) + ending)
    : [first];
  for (const form of forms) addPhrase(form, { role, rest, isLoose, strength });
}

function addPhrase(first: string, phrase: Phrase): void {
  const phrases = PHRASES.get(first);
  if (phrases === undefined) PHRASES.set(first, [phrase]);
  else phrases.push(phrase);
}

function stemOf(word: string): Stem | null {
  if (word.length < STEM) return null;
  return STEMS.get(word.slice(0, STEM))?.find(({ stem }) => word.startsWith(stem)) ?? null;
}
