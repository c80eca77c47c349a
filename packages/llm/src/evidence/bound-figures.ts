import { type Figures, hasDay, hasQuantity, readFigures } from "./numbers.ts";
import { contentStems, sharedStems } from "./stems.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The first figure of a claim that goes with other words in the sentences that it quotes: "patch by 20 February" where
 * that is when a flaw was listed, "notes on 640 hosts" of "notes on 212 of 640". Null when each goes with its own.
 */
export function misboundFigure(text: string, { sentences, quoted, isEnglish }: Surroundings): string | null {
  if (!isEnglish) return null;
  const claimed = boundFigures(text).slice(0, MOST_CLAIMED);
  const said = sentences.flatMap(boundFigures).slice(0, MOST_SAID);
  const inQuotes = boundFigures(quoted).slice(0, MOST_SAID);
  const isQuoted = (each: Bound): boolean => inQuotes.some((one) => isEqual(each, one));
  for (const mine of claimed) {
    const margin = isQuoted(mine) ? MARGIN : 1;
    const overlap = (each: Bound): number => sharedStems(mine.words, each.words);
    const own = said.filter((each) => isEqual(each, mine)).map(overlap);
    const others = said.filter(
      (each) => isRival(each, mine) && !isEqual(each, mine) && !claimed.some((one) => isEqual(each, one)),
    );
    if (own.length === 0) continue;
    const best = Math.max(...own);
    if (isOfOthers(mine, said, others)) return mine.written;
    if (
      others.some(
        (each) =>
          overlap(each) >=
          (isPartOf(each, mine) ? Math.max(1, best) : best + (isQuoted(each) ? margin : MARGIN)),
      )
    )
      return mine.written;
  }
  return null;
}

/** Whether what a claim counts ("34 hospitals") is counted by another figure and not by its own. */
function isOfOthers(mine: Bound, said: readonly Bound[], others: readonly Bound[]): boolean {
  if (mine.quantity === null || mine.counted.size === 0) return false;
  const counts = (each: Bound): boolean => sharedStems(mine.counted, each.words) > 0;
  return others.some(counts) && !said.some((each) => isEqual(each, mine) && counts(each));
}

/** One word more in common is chance, unless the quotes have the other figure and not this one. */
const MARGIN = 2;

/** A figure with the words that it goes with: those of its part of the sentence, up to the figures beside it. */
type Bound = { quantity: Figures["quantities"][number] | null; day: Figures["days"][number] | null } & {
  at: number;
  written: string;
  words: ReadonlySet<string>;
  /** The first word behind it that says something. */
  counted: ReadonlySet<string>;
  /** The figure of "3 of 9" that it is a part of. */
  whole: Figures["quantities"][number] | null;
};

function isPartOf({ whole }: Bound, { quantity }: Bound): boolean {
  return whole !== null && quantity !== null && hasQuantity([whole], quantity);
}

function boundFigures(given: string): Bound[] {
  const text = given.replaceAll(NO_FIGURE, (written) => " ".repeat(written.length));
  const { quantities, days } = readFigures(text);
  const figures = [
    ...quantities.map((quantity) => ({ quantity, day: null, at: quantity.at, written: quantity.written })),
    ...days.map((day) => ({ quantity: null, day, at: day.at, written: day.written })),
  ].toSorted((a, b) => a.at - b.at);
  const bounds: Bound[] = [];
  let from = 0;
  for (const [index, figure] of figures.entries()) {
    const end = figure.at + figure.written.length;
    const next = figures[index + 1];
    const gap = text.slice(end, next?.at);
    const stop = gap.search(PART_END);
    const to = end + (stop === -1 ? gap.length : stop);
    const whole = PARTITIVE.test(gap) ? (next?.quantity ?? null) : null;
    const behind = text.slice(end, Math.min(to, end + LONGEST_NOUN)).replace(SCALE, " ");
    const [counted] = COUNTS_NOTHING.test(behind) ? [] : contentStems(behind);
    const part = `${text.slice(Math.max(from, figure.at - LONGEST_SIDE), figure.at)} ${text.slice(end, Math.min(to, end + LONGEST_SIDE))}`;
    bounds.push({
      ...figure,
      whole,
      counted: new Set(counted === undefined ? [] : [counted]),
      words: contentStems(part),
    });
    // "From 3 to 9 May": what stands before the first goes with both.
    if (!JOINS.test(gap)) from = PARTITIVE.test(gap) || stop === -1 ? end : to;
  }
  return bounds;
}

/** Addresses, versions, hosts and times are made of digits and count nothing. */
const NO_FIGURE = /(?<!\S)\S{0,200}(?:\[\.\]|\d\.\d{1,9}\.\d|\d:\d|:\/\/)\S{0,200}/gu;
const LONGEST_NOUN = 40;
const LONGEST_SIDE = 300;
const MOST_CLAIMED = 40;
const MOST_SAID = 400;
const PART_END =
  /[;:()–—]|,(?!\d)|[.!?](?=\s|$)|(?<![\p{L}])(?:but|while|although|whereas|and|of (?:which|whom|these|those))(?![\p{L}])/u;
const SCALE = /^ ?(?:hundred|thousand|million|billion|percent|per cent|dollars|euros|pounds)(?![\p{L}])/iu;
/** "Version 1.4 of the tool", "at 7 on Monday": what follows is not what the figure counts. */
const COUNTS_NOTHING =
  /^\s*(?:of(?! (?:the|these|those|its|their|our|which|whom))|in|on|at|by|to|for|from|with|as|is|are|was|were|has|have|had|can|cannot|will|may)(?![\p{L}])/iu;
const JOINS = /^\s*(?:,|and|or|to|through|until|–|-|&|\/)\s*(?:the |about |some |around )?$/u;
const PARTITIVE = /^\s*(?:\p{L}+ ){0,4}?(?:of|among|amongst) (?:\p{L}+ ){0,3}$/u;

function isEqual(one: Bound, other: Bound): boolean {
  if (one.quantity !== null && other.quantity !== null) return hasQuantity([one.quantity], other.quantity);
  return one.day !== null && other.day !== null && hasDay([one.day], other.day, other.day.year);
}

/** Only a date can stand where a date stands, and only a number of the same kind where a number does. */
function isRival(one: Bound, other: Bound): boolean {
  if (one.quantity === null || other.quantity === null) return one.day !== null && other.day !== null;
  return one.quantity.unit === other.quantity.unit;
}
