import type { Document, Span } from "../analysis.ts";
import { isDigit, isWord, KIND, kindOf } from "./characters.ts";
import { findAll } from "./find-all.ts";
import { quoteForms } from "./quote-forms.ts";
import { type NormalText, normalText } from "./normal-text.ts";

/** A document that was made ready for many quotes. */
export type QuoteIndex = {
  document: Document;
  fields: { field: Span["field"]; given: string; normal: NormalText }[];
};

/** Where a quote stands in a document, word for word; its parts where it leaves words out. Null when it does not. */
export function findQuote(quote: string, document: Document): Span[] | null {
  return findQuotePlaces(quote, indexQuotes(document), 1)[0] ?? null;
}

/** Reads a document once; linear in its length. */
export function indexQuotes(document: Document): QuoteIndex {
  const fields = (["title", "text"] as const).map((field) => ({
    field,
    given: document[field],
    normal: normalText(document[field]),
  }));
  return { document, fields: fields.filter(({ normal }) => normal.text !== "") };
}

/**
 * All places of a quote, the title's first, at most `most`. Nothing is guessed: a changed word or number is not found.
 * Contractions are as good as what they stand for. A quote that leaves words out ("…") must go on within the paragraph or 600 characters, and each of its parts has
 * three words or more.
 */
export function findQuotePlaces(quote: string, index: QuoteIndex, most: number): Span[][] {
  if (quote.length > LONGEST_QUOTE) return [];
  const places = findWhole(quote, index, most);
  if (places.length > 0) return places;
  for (const form of quoteForms(quote)) {
    const others = findWhole(form, index, most);
    if (others.length > 0) return others;
  }
  return LEFT_OUT.test(quote) ? findInParts(quote, index, most) : findCutShort(quote, index, most);
}

function findWhole(quote: string, index: QuoteIndex, most: number): Span[][] {
  const words = trimmed(normalText(quote).text);
  if (words === "") return [];
  const places = index.fields.flatMap(({ field, normal, given }) =>
    findWords(normal, given, words, most).map(([start, end]) => [spanOf(index, field, normal, start, end)]),
  );
  return places.slice(0, most);
}

/** A long quote may end within a word, where its answer had to end; never within a number, a host or the like. */
function findCutShort(quote: string, index: QuoteIndex, most: number): Span[][] {
  const words = trimmed(normalText(quote).text);
  if (countWords(words) < LEAST_WORDS_CUT || !/\p{L}$/u.test(words)) return [];
  const places = index.fields.flatMap(({ field, normal, given }) => {
    const found: Span[][] = [];
    for (const start of findAll(normal.text, words)) {
      const end = wordEnd(normal.text, start + words.length);
      if (end === null || cuts(normal, given, start) || cuts(normal, given, end)) continue;
      found.push([spanOf(index, field, normal, start, end)]);
      if (found.length >= most) break;
    }
    return found;
  });
  return places.slice(0, most);
}

const LEAST_WORDS_CUT = 8;
const LONGEST_REST = 20;

/** Where a word of letters alone ends, of which a place is the middle. */
function wordEnd(text: string, at: number): number | null {
  let end = at;
  while (end - at < LONGEST_REST && isWord(text.charCodeAt(end)) && !isDigit(text.charCodeAt(end))) end++;
  return isWord(text.charCodeAt(end)) ? null : end;
}

function findInParts(quote: string, index: QuoteIndex, most: number): Span[][] {
  const parts = quote
    .split(LEFT_OUT)
    .map((part) => trimmed(normalText(part).text))
    .filter((part) => part !== "");
  if (parts.length < 2 || parts.length > MOST_PARTS || parts.some((part) => countWords(part) < LEAST_WORDS))
    return [];
  return index.fields.flatMap((one) => findParts(index, one, parts)).slice(0, most);
}

const LONGEST_QUOTE = 4_000;
const LEFT_OUT = /\s*(?:\[\s*(?:…|\.{3,4}|\. \. \.)\s*\]|\(\s*(?:…|\.{3,4})\s*\)|…|\.{3,}|\. \. \.)\s*/;
const MOST_PARTS = 6;
const LEAST_WORDS = 3;
const REACH = 600;
/** A text in one paragraph is no licence to join its beginning to its end. */
const LONGEST_PARAGRAPH = 2_000;
const MOST_STARTS = 200;

/** Words of a normal text; a character of a script without spaces is one. */
export function countWords(normal: string): number {
  return (normal.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? [])
    .length;
}

/** Without what stands around the words: quotation marks are gone already, full stops and brackets may differ. */
function trimmed(normal: string): string {
  let start = 0;
  let end = normal.length;
  while (start < end && !isTelling(normal.charCodeAt(start))) start++;
  while (end > start && !isTelling(normal.charCodeAt(end - 1))) end--;
  return normal.slice(start, end);
}

function isTelling(code: number): boolean {
  const kind = kindOf(code);
  return kind === KIND.word || kind === KIND.ideograph;
}

/** Places in the normal text, from the first to the last word; never the inside of a word, number or name of a host. */
function findWords(normal: NormalText, given: string, words: string, most: number): [number, number][] {
  const found: [number, number][] = [];
  for (const start of findAll(normal.text, words)) {
    const end = start + words.length;
    if (cuts(normal, given, start) || cuts(normal, given, end)) continue;
    found.push([start, end]);
    if (found.length >= most) break;
  }
  return found;
}

/** Whether a place of the normal text lies inside of a word or a value. */
function cuts(normal: NormalText, given: string, at: number): boolean {
  const { text } = normal;
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  if (isWord(before) && isWord(after)) return true;
  if (JOINERS.has(after) && isWord(before) && isWord(text.charCodeAt(at + 1)))
    return !isGlue(normal, given, at);
  if (JOINERS.has(before) && isWord(after) && isWord(text.charCodeAt(at - 2)))
    return !isGlue(normal, given, at - 1);
  return false;
}

/** `.`, `@`, `_`, `-`, `\` and `,` join what stands at both sides, a comma only digits. */
const JOINERS: ReadonlySet<number> = new Set([46, 64, 95, 45, 92, 44, 38, 61]);

/** A mark that merely lacks the blank after it: "was lost.The group". */
function isGlue(normal: NormalText, given: string, mark: number): boolean {
  const { text } = normal;
  const [code, before, after] = [text.charCodeAt(mark), text.charCodeAt(mark - 1), text.charCodeAt(mark + 1)];
  if (code === 44) return !(isDigit(before) && isDigit(after));
  if (code !== 46 || isDigit(after)) return false;
  const [last, next] = [given.charAt(normal.startOf(mark) - 1), given.charAt(normal.startOf(mark + 1))];
  return /\p{Ll}/u.test(last) && /\p{Lu}/u.test(next);
}

function findParts(
  index: QuoteIndex,
  { field, given, normal }: QuoteIndex["fields"][number],
  [first = "", ...others]: string[],
): Span[][] {
  const found: Span[][] = [];
  for (const start of findWords(normal, given, first, MOST_STARTS)) {
    const places = goOn(normal, given, start, others);
    if (places === null) continue;
    const spans = places.map(([from, to]) => spanOf(index, field, normal, from, to));
    const [from, to] = [spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0];
    const isNear = to - from <= REACH || to - from <= LONGEST_PARAGRAPH;
    if (isNear && (to - from <= REACH || !PARAGRAPH_END.test(given.slice(from, to)))) found.push(spans);
  }
  return found;
}

const PARAGRAPH_END = /\n[ \t]*\r?\n/;

/** The places of the further parts, each the next one after the part before. */
function goOn(
  normal: NormalText,
  given: string,
  first: [number, number],
  others: string[],
): [number, number][] | null {
  const places = [first];
  let from = first[1];
  const reach = from + LONGEST_PARAGRAPH * 2;
  for (const words of others) {
    const near = { ...normal, text: normal.text.slice(from, reach + words.length) };
    const offset = from;
    const moved: NormalText = {
      text: near.text,
      startOf: (at) => normal.startOf(at + offset),
      endOf: (at) => normal.endOf(at + offset),
    };
    const [next] = findWords(moved, given, words, 1);
    if (next === undefined) return null;
    places.push([next[0] + offset, next[1] + offset]);
    from = next[1] + offset;
  }
  return places;
}

function spanOf(
  { document }: QuoteIndex,
  field: Span["field"],
  normal: NormalText,
  start: number,
  end: number,
): Span {
  return { articleId: document.articleId, field, start: normal.startOf(start), end: normal.endOf(end) };
}
