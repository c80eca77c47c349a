import type { Document, SuspiciousPassage } from "../analysis.ts";
import { findHidden } from "./hidden-text.ts";
import { type Phrase, phrasesByFirstWord, UNSPACED_PHRASES } from "./injection-phrases.ts";
import { normalText, type NormalText } from "./normal-text.ts";

/**
 * Passages of a text that speak to a model instead of a reader, with the paragraph around each, in order and apart.
 * A report about such attacks quotes them: the find marks, it judges nobody. Linear in the text's length.
 */
export function findSuspicious(document: Document, normal?: NormalText): SuspiciousPassage[] {
  const { articleId, text } = document;
  return suspiciousPlaces(text, normal).map((place) => ({ articleId, ...place }));
}

type Place = { start: number; end: number; reason: string };

/** The same for any text. */
function suspiciousPlaces(text: string, normal: NormalText = normalText(text)): Place[] {
  const found = [...phrasesIn(normal), ...tagsIn(text), ...hiddenIn(text)];
  return merged(found.map((place) => withSurroundings(text, place)));
}

/** Whether some words speak to a model. */
export function speaksToModel(text: string): boolean {
  return suspiciousPlaces(text).length > 0;
}

function* phrasesIn(normal: NormalText): Generator<Place> {
  const text = unmasked(normal.text);
  const phrases = phrasesByFirstWord();
  let until = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const known = phrases.get(word);
    if (known === undefined || index < until) continue;
    const hit = known.find((phrase) => begins(text, phrase, index + word.length));
    if (hit === undefined) continue;
    until = hit.rest.lastIndex;
    yield { start: normal.startOf(index), end: normal.endOf(until), reason: hit.reason };
  }
  if (!UNSPACED.test(text)) return;
  for (const { pattern, reason } of UNSPACED_PHRASES)
    for (const { 0: written, index } of text.matchAll(pattern))
      yield { start: normal.startOf(index), end: normal.endOf(index + written.length), reason };
}

const WORD = /[\p{L}\p{N}_]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]/u;

function begins(text: string, { rest }: Phrase, at: number): boolean {
  rest.lastIndex = at;
  return rest.test(text);
}

/** The same length, with letters of other scripts and digits in the middle of Latin words as what they look like. */
function unmasked(text: string): string {
  return text.replaceAll(MASKED, (word) =>
    /[a-z]{2}|[a-z].[a-z]/.test(word)
      ? Array.from(word, (letter) => LOOKS.get(letter) ?? letter).join("")
      : word,
  );
}

const MASKED =
  /(?<![a-z0-9\u0370-\u04ff])(?=[a-z0-9]{0,40}[01345\u0370-\u04ff])(?=[0-9\u0370-\u04ff]{0,40}[a-z])[a-z01345\u0370-\u04ff]{3,40}(?![a-z0-9\u0370-\u04ff])/g;
const LOOKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    е: "e",
    о: "o",
    р: "p",
    с: "c",
    у: "y",
    х: "x",
    і: "i",
    ѕ: "s",
    ј: "j",
    ԁ: "d",
    һ: "h",
    в: "b",
    н: "h",
    к: "k",
    м: "m",
    т: "t",
    ο: "o",
    α: "a",
    ε: "e",
    ι: "i",
    ν: "v",
    ρ: "p",
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
  }),
);

/** Marks by which models tell roles apart. */
function* tagsIn(text: string): Generator<Place> {
  let until = 0;
  for (const { 0: written, index } of text.matchAll(TAGS)) {
    if (index < until) continue;
    const start = index + (written.length - written.trimStart().length);
    const end = closingOf(text, written.trim(), index + written.length);
    until = Math.max(end, index + NEXT_TAG);
    yield { start, end, reason: "has marks of a model's roles" };
  }
}

/** Tags right behind one another are one find. */
const NEXT_TAG = 100;
const TAGS =
  /<\|[a-z_]{2,24}\|>|\[\/?(?:INST|SYS|SYSTEM|ASSISTANT)\]|<<\/?SYS>>|<(?:start|end)_of_turn>|<\/?(?:system|assistant|human|instructions?|system_prompt|prompt|tool_call|tool_response|function_calls?|admin_override)(?: [^<>\n]{0,60})?>|(?:^|\n)[ \t]{0,8}#{2,4}[ \t]{0,4}(?:(?:system|instructions?|assistant|human|user|prompt|new instructions?)\b|response[ \t]*:)|(?:^|\n)[ \t]{0,8}(?:assistant|system prompt|system message|developer|system override)[ \t]?:|(?:^|\n)[ \t]{0,8}system[ \t]?:[ \t]{0,4}(?=you\b|ignore\b|disregard\b|add\b|include\b|respond\b|override\b|new\b|important\b|from now\b|the following\b|please\b|output\b)/gi;

/** Where what a tag opens is closed, when that is near. */
function closingOf(text: string, tag: string, from: number): number {
  const [, name] = /^[<[]{1,2}\|?([a-z_]+)/i.exec(tag) ?? [];
  if (name === undefined) return from;
  const reach = text.slice(from, from + LONGEST_ROLE);
  const closer =
    name.toLowerCase() === "im_start" ? "<|im_end|>" : tag.startsWith("[") ? `[/${name}]` : `</${name}>`;
  const at = reach.toLowerCase().indexOf(closer.toLowerCase());
  return at === -1 ? from : from + at + closer.length;
}

const LONGEST_ROLE = 4_000;

function* hiddenIn(text: string): Generator<Place> {
  for (const { start, end, says, reason } of findHidden(text)) {
    const speaks =
      says === null || [...phrasesIn(normalText(says))].length > 0 || tagsIn(says).next().done === false;
    if (speaks || reason === "hidden in invisible characters") yield { start, end, reason };
  }
}

/**
 * From the sentence of a place to the end of its paragraph, and the next one where it is announced. Sentences before
 * it that say something by themselves are the article's own.
 */
function withSurroundings(text: string, { start, end, reason }: Place): Place {
  const from = Math.max(0, start - BACK);
  const breaks = [...text.slice(from, start).matchAll(BREAK)];
  const last = breaks.at(-1);
  const paragraph =
    last === undefined ? sentenceStart(text, from, start) : from + last.index + last[0].length;
  const begin = ownSentence(text, paragraph, start);
  let finish = paragraphEnd(text, end);
  const isAnnounced = /:\s*$/.test(text.slice(Math.max(begin, finish - 4), finish));
  if (isAnnounced || finish - begin < SHORTEST) finish = paragraphEnd(text, skipBlanks(text, finish));
  return { start: begin, end: Math.max(end, finish), reason };
}

const BACK = 600;
const AHEAD = 1_000;
/** A line of its own that is as short speaks of what follows. */
const SHORTEST = 40;
const BREAK = /\n[ \t]*\r?\n/g;

function sentenceStart(text: string, from: number, start: number): number {
  if (from === 0) return 0;
  const stop = text.slice(from, start).search(/[.!?]\s/);
  return stop === -1 ? from : from + stop + 2;
}

/** Where the sentence of a place begins; a short one before it, or one that ends in a colon, belongs to it. */
function ownSentence(text: string, paragraph: number, at: number): number {
  const before = text.slice(paragraph, at);
  let begin = 0;
  for (const { index, 0: stop } of before.matchAll(/[.!?]["”’)\]]?\s+(?=[\p{Lu}\p{N}"“])/gu)) {
    const sentence = before.slice(begin, index + 1);
    if (sentence.length >= SHORTEST) begin = index + stop.length;
  }
  return paragraph + begin;
}

function paragraphEnd(text: string, from: number): number {
  const reach = text.slice(from, from + AHEAD);
  const at = reach.search(BREAK);
  return at === -1 ? from + reach.length : from + at;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < from + 20 && /\s/.test(text.charAt(at))) at++;
  return at;
}

function merged(places: Place[]): Place[] {
  const apart: Place[] = [];
  for (const place of places.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || place.start > last.end) apart.push({ ...place });
    else last.end = Math.max(last.end, place.end);
  }
  return apart;
}
