import type { Behaviour, Lolbin } from "../knowledge/starter-names.ts";
import { foldName } from "./fold.ts";

/** A phrase as numbers of words; `gaps` says how many words may stand before each. */
export type Phrase = { technique: string; words: number[]; gaps: number[] };

export type BehaviourIndex = {
  /** Folded words, and folded beginnings of words, with their numbers. */
  exact: Map<string, number>;
  stems: Map<string, number>;
  /** How many numbers there are. */
  words: number;
  phrases: Phrase[];
  /** Phrases of one word, by it. */
  single: Map<number, number[]>;
  /** Longer phrases by their first two words, see `pairOf`: most first words begin too many phrases to try them all. */
  byPair: Map<number, number[]>;
  /** Whether some pair has this hash, see `pairSlot`: nearly all pairs of a text are ruled out by it. */
  pairs: Uint8Array;
  /** By word: 0 when it begins no phrase, 1 when it is one, 2 when it begins longer ones, 3 for both. */
  begins: Uint8Array;
  lolbins: Lolbin[];
};

/** Words that phrases leave out and texts may put in anywhere: "cleared all of the logs", "logs were cleared". */
export const FILLERS: readonly string[] =
  "a an the its their his all any some several own of was were is are be been being has have had".split(" ");
/** Number of such a word. */
export const FILLER = -2;

const FILLER_SET: ReadonlySet<string> = new Set(FILLERS);

/** Words that may stand in a place written as `...`. */
export const MAX_GAP = 3;

/** Numbers the words of all phrases and files the phrases under their first word. */
export function indexBehaviours(
  behaviours: readonly Behaviour[],
  lolbins: readonly Lolbin[],
): BehaviourIndex {
  const index: BehaviourIndex = {
    exact: new Map(),
    stems: new Map(),
    words: 0,
    phrases: [],
    single: new Map(),
    byPair: new Map(),
    pairs: new Uint8Array(PAIR_SLOTS),
    begins: new Uint8Array(),
    lolbins: [...lolbins],
  };
  for (const { technique, phrases } of behaviours)
    for (const phrase of phrases) addPhrase(index, technique, phrase);
  index.begins = new Uint8Array(index.words);
  for (const { words } of index.phrases) {
    const first = words[0] ?? 0;
    index.begins[first] = (index.begins[first] ?? 0) | (words.length === 1 ? 1 : 2);
  }
  return index;
}

function addPhrase(index: BehaviourIndex, technique: string, written: string): void {
  const phrase: Phrase = { technique, words: [], gaps: [] };
  let gap = 0;
  for (const part of written.replaceAll("...", " ... ").split(BETWEEN)) {
    if (part === "...") gap = MAX_GAP;
    for (const word of part.includes(".") ? part.split(".") : [part]) {
      // The ending of a program's name is no word: reports leave it out as they like.
      if (word === "" || word === "exe" || FILLER_SET.has(word.toLowerCase())) continue;
      phrase.words.push(numberOf(index, word));
      phrase.gaps.push(gap);
      gap = 0;
    }
  }
  const [first, second] = phrase.words;
  if (first === undefined) return;
  const number = index.phrases.push(phrase) - 1;
  if (second === undefined) addTo(index.single, first, number);
  else {
    addTo(index.byPair, pairOf(first, second), number);
    index.pairs[pairSlot(first, second)] = 1;
  }
}

const BETWEEN = /[^A-Za-z0-9\u00c0-\uffff*.]+/;

/** One number for two words. */
export function pairOf(first: number, second: number): number {
  return first * MAX_NUMBERS + second;
}

const MAX_NUMBERS = 65_536;
const PAIR_SLOTS = 1 << 16;

export function pairSlot(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 16;
}

function addTo(index: Map<number, number[]>, key: number, phrase: number): void {
  const phrases = index.get(key);
  if (phrases === undefined) index.set(key, [phrase]);
  else phrases.push(phrase);
}

const MIN_STEM = 3;

function numberOf(index: BehaviourIndex, word: string): number {
  const folded = foldName(word);
  const isStem = word.endsWith("*") && folded.length >= MIN_STEM;
  const numbers = isStem ? index.stems : index.exact;
  // Whether it is an email, a mail or an e-mail is a matter of taste; the `e` is skipped where texts are read.
  const named = folded.replace(/^email/, "mail");
  const known = numbers.get(named);
  if (known !== undefined) return known;
  const number = index.words++;
  numbers.set(named, number);
  if (named.startsWith("mail")) numbers.set(`e${named}`, number);
  return number;
}
