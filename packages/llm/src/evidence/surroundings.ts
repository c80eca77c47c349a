import type { Mention } from "@cti/pipeline/entities/mention";
import { sentenceAt } from "@cti/pipeline/indicators/sentence";
import type { TextBlock } from "@cti/pipeline/html/blocks";
import type { Span } from "../analysis.ts";
import { type Figures, readFigures } from "./numbers.ts";
import { overlaps, type Reading } from "./reading.ts";

/** What a claim's quotes and their surroundings say; facts are looked for here and nowhere else. */
export type Surroundings = {
  readings: Reading[];
  /** The quoted words, as they are written in the documents. */
  quoted: string;
  /** The sentences that the quotes are a part of, whole. */
  sentences: string[];
  /** Of these sentences what the quotes touch, up to semicolons and colons. */
  parts: string[];
  /** The sentences behind them in the paragraph. */
  next: string[];
  /** Headers of their columns and headings above them. */
  headers: string[];
  /** All of it: those sentences, one more at each side in the paragraph, headers, headings and titles. */
  around: string;
  mentions: Mention[];
  /** Numbers and dates of those sentences, their headers, headings and titles. */
  figures: Figures;
  isEnglish: boolean;
};

/** A quote that was found, and the document that has it. */
export type Place = { reading: Reading; spans: Span[] };

export function surroundingsOf(places: readonly Place[]): Surroundings {
  const readings = [...new Set(places.map(({ reading }) => reading))];
  const quoted: string[] = [];
  const sentences: string[] = [];
  const parts: string[] = [];
  const next: string[] = [];
  const headers: string[] = [];
  const around: string[] = readings
    .filter((each) => !each.isTitleSuspicious)
    .map(({ document }) => document.title);
  const mentions = new Set<Mention>(readings.flatMap(({ titleMentions }) => titleMentions));
  for (const { reading, spans } of places) {
    const first = spans[0];
    const last = spans.at(-1);
    if (first === undefined || last === undefined) continue;
    quoted.push(...spans.map(({ field, start, end }) => reading.document[field].slice(start, end)));
    if (first.field === "title") {
      sentences.push(reading.document.title);
      parts.push(reading.document.title);
      continue;
    }
    const near = nearText(reading, first.start, last.end);
    sentences.push(near.sentence);
    parts.push(near.part);
    if (near.next !== "") next.push(near.next);
    headers.push(...near.headers);
    around.push(
      ...near.parts.map(({ start, end }) => reading.document.text.slice(start, end)),
      ...near.headers,
    );
    for (const mention of reading.mentions)
      if (overlaps(near.parts, mention.start, mention.end)) mentions.add(mention);
  }
  const all = around.join("\n");
  const titles = readings.filter((each) => !each.isTitleSuspicious).map(({ document }) => document.title);
  return {
    readings,
    quoted: quoted.join("\n"),
    sentences,
    parts,
    next,
    headers,
    around: all,
    mentions: [...mentions],
    figures: readFigures(
      withoutMentions(
        [...titles, ...sentences, ...headers].join("\n"),
        [...mentions].filter((mention) => !isPhrase(mention)).map(({ matched }) => matched),
      ),
    ),
    isEnglish: readings.every(({ isEnglish }) => isEnglish),
  };
}

/** "Published 210 GB on its leak site" speaks of a technique, and its number is a figure all the same. */
export function isPhrase({ type, matched }: Mention): boolean {
  return type === "technique" && !/^T\d/.test(matched) && /\d/.test(matched);
}

type Near = {
  sentence: string;
  part: string;
  next: string;
  parts: { start: number; end: number }[];
  headers: string[];
};

/** The sentences around a stretch, without those of suspicious passages. */
function nearText({ document: { text }, blocks, suspicious }: Reading, start: number, end: number): Near {
  const within = blocks.filter((block) => block.start < end && start < block.end);
  const first = within[0] ?? null;
  const last = within.at(-1) ?? first;
  const from = sentenceStart(text, first, start);
  const to = sentenceEnd(text, last, end);
  const before = first === null ? from : startBefore(text, first, from);
  const after = last === null || to >= last.end ? to : sentenceEnd(text, last, stepOn(text, to));
  const parts = [
    { start: before, end: from },
    { start: from, end: to },
    { start: to, end: after },
  ].filter(
    (part) => part.start < part.end && (part.start === from || !overlaps(suspicious, part.start, part.end)),
  );
  const headers = within.flatMap(({ columns, heading }) => [...(columns ?? []), heading ?? ""]);
  const isClean = !overlaps(suspicious, to, after);
  return {
    sentence: text.slice(from, to),
    part: partOf(text, { from, to }, start, end),
    next: isClean ? text.slice(to, after).trim() : "",
    parts,
    headers: headers.filter((each) => each !== ""),
  };
}

/** The part of a sentence between semicolons and colons in which a stretch lies. */
function partOf(
  text: string,
  { from, to }: { from: number; to: number },
  start: number,
  end: number,
): string {
  const before = text.slice(from, start);
  const last = [...before.matchAll(/[;:](?=\s)/g)].at(-1);
  const stop = text.slice(end, to).search(/[;:](?=\s)/);
  return text.slice(last === undefined ? from : from + last.index + 1, stop === -1 ? to : end + stop);
}

/** Reaches over the line ends of a paragraph, which are no ends of sentences there. */
function sentenceStart(text: string, block: TextBlock | null, at: number): number {
  if (block === null) return sentenceAt(text, at, at).start;
  if (isRow(text, block)) return rowStart(text, block, at);
  let start = at;
  for (let step = 0; step < MOST_STEPS; step++) {
    const line = flat(text, block, start);
    const found = block.start + sentenceAt(line, start - block.start, start - block.start).start;
    if (found >= start) return found;
    start = found;
    if (isSentenceStart(text, block, start)) break;
  }
  return start;
}

function sentenceEnd(text: string, block: TextBlock | null, at: number): number {
  if (block === null) return sentenceAt(text, at, at).end;
  if (isRow(text, block)) return rowEnd(text, block, at);
  let end = at;
  for (let step = 0; step < MOST_STEPS; step++) {
    const line = flat(text, block, end);
    const offset = Math.max(0, end - block.start);
    const found = block.start + sentenceAt(line, offset, offset).end;
    if (found <= end) return end;
    end = found;
    if (/[.!?"”’)\]:]$/.test(text.slice(end - 1, end))) break;
  }
  return end;
}

/** Where the sentence before begins; one that begins with a pronoun says of whom it speaks in one before it. */
function startBefore(text: string, block: TextBlock, from: number): number {
  let before = from;
  for (let step = 0; step < MOST_BEFORE && before > block.start; step++) {
    if (step > 0 && !PRONOUN.test(text.slice(before, before + 24))) break;
    before = sentenceStart(text, block, stepBack(text, before));
  }
  return before;
}

const MOST_BEFORE = 3;
const PRONOUN =
  /^(?:It|Its|They|Their|He|She|His|Her|This|These|Both|Each|The (?:group|gang|malware|attackers?|intruders?|actors?|operators|company|script|loader|backdoor|botnet|campaign|worm|payload|installer))(?![\p{L}])/u;

/** What is read as a whole; an item of a list that is one line is read by its sentences. */
function isRow(text: string, { kind, start, end }: TextBlock): boolean {
  return kind === "table" || (kind === "list" && text.slice(start, end).trim().includes("\n"));
}

/** A row or item, or the line of one that is long. */
function rowStart(text: string, { start, end }: TextBlock, at: number): number {
  return end - start <= LONGEST_ROW
    ? start
    : Math.max(start, text.lastIndexOf("\n", at - 1) + 1, at - LONGEST_ROW);
}

function rowEnd(text: string, { start, end }: TextBlock, at: number): number {
  if (end - start <= LONGEST_ROW) return Math.max(at, end);
  const feed = text.indexOf("\n", at);
  return Math.max(at, Math.min(end, feed === -1 ? end : feed, at + LONGEST_ROW));
}

const LONGEST_ROW = 600;

/** A sentence longer than the reader of sentences looks is put together from so many pieces. */
const MOST_STEPS = 4;

function isSentenceStart(text: string, block: TextBlock, at: number): boolean {
  return at <= block.start || /[.!?]["”’)\]]?\s+$/.test(text.slice(Math.max(block.start, at - 4), at));
}

const flats = new WeakMap<TextBlock, string>();

/** A block with blanks for its line ends; code keeps them. */
function flat(text: string, block: TextBlock, at: number): string {
  const known = flats.get(block);
  if (known !== undefined) return known;
  const own = text.slice(block.start, Math.max(block.end, at));
  const written =
    block.kind === "code"
      ? own
      : own.replaceAll(/\r?\n/g, (feed, at: number) =>
          isEntry(own, at + feed.length) &&
          (isEntry(own, own.lastIndexOf("\n", at - 1) + 1) || isList(own, at))
            ? feed
            : " ".repeat(feed.length),
        );
  flats.set(block, written);
  return written;
}

/** A line like "CVSS: 9.1" with another one beside it says something by itself. */
function isEntry(text: string, at: number): boolean {
  return ENTRY.test(text.slice(at, at + LONGEST_KEY));
}

function isList(text: string, at: number): boolean {
  const next = text.indexOf("\n", at + 2);
  return next !== -1 && isEntry(text, next + 1);
}

const LONGEST_KEY = 40;
const ENTRY = /^[\p{Lu}\p{N}](?:[^:.!?\n]|\.(?=\d)){0,30}: \S/u;

function stepBack(text: string, at: number): number {
  let back = at;
  while (back > 0 && /\s/.test(text.charAt(back - 1))) back--;
  return Math.max(0, back - 1);
}

function stepOn(text: string, at: number): number {
  let on = at;
  while (on < text.length && /\s/.test(text.charAt(on))) on++;
  return Math.min(text.length, on + 1);
}

/** Digits in indicators and names are no figures. */
function withoutMentions(text: string, matched: readonly string[]): string {
  let rest = text;
  for (const each of new Set(matched)) if (/\d/.test(each)) rest = rest.replaceAll(each, " ".repeat(3));
  return rest;
}
