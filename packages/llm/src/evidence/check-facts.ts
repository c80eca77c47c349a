import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import type { Mention } from "@cti/pipeline/entities/mention";
import { foldName } from "@cti/pipeline/names/fold";
import { findClaims } from "@cti/pipeline/names/gazetteer";
import type { RawClaim, Subject } from "../analysis.ts";
import { missingWord } from "./hard-words.ts";
import { hasIndicator, hasValue, isIndicatorType, mentionsIn } from "./indicators-around.ts";
import { namesOf, type NameText, nameText, standsThere } from "./names-around.ts";
import { hasDay, hasQuantity, readFigures } from "./numbers.ts";
import { meaningOf } from "./stems.ts";
import { isPhrase, type Surroundings } from "./surroundings.ts";

/**
 * Why something hard that a fact names does not stand around its quotes: an indicator, an id, a number, a date, a name.
 * Null when all does. What the claim is about is checked by itself.
 */
export function missingFact(
  { section, text }: Pick<RawClaim, "section" | "text">,
  subject: Subject | null,
  surroundings: Surroundings,
  knowledge: Knowledge,
): string | null {
  const mentions = mentionsIn(text, knowledge).filter(({ status }) => status !== "proposed");
  const around = nameText(surroundings.around);
  for (const mention of mentions) {
    const isSubject = subject !== null && mention.value === subject.value;
    // "Phishing domain" says what an indicator is for, in the model's own word.
    const isOwnWord =
      section === "observable" && mention.type === "technique" && !/^T\d/.test(mention.matched);
    if (!isSubject && !isOwnWord && !isBorneOut(mention, surroundings, around, knowledge))
      return `“${mention.matched}” does not stand around its quotes`;
  }
  const unknown = unknownTechnique(text, knowledge);
  if (unknown !== null) return `there is no technique ${unknown}`;
  const rest = blanked(text, mentions, subject, knowledge);
  return missingFigure(rest, surroundings) ?? missingName(rest, around, surroundings);
}

/** The first ATT&CK id of a text that does not exist. */
export function unknownTechnique(text: string, { gazetteer }: Knowledge): string | null {
  for (const { 0: id } of text.matchAll(/(?<![\p{L}\p{N}])T\d{4}(?:\.\d{3})?(?![\p{L}\p{N}])/gu))
    if (findClaims(gazetteer, id).length === 0) return id;
  return null;
}

function isBorneOut(
  mention: Mention,
  surroundings: Surroundings,
  around: NameText,
  knowledge: Knowledge,
): boolean {
  const { type, value, matched } = mention;
  const { mentions } = surroundings;
  if (isIndicatorType(type))
    return hasIndicator(mentions, type, value) || hasValue(surroundings.around, matched);
  if (type === "tactic") return true;
  if (type === "technique") return hasTechnique(mention, surroundings);
  if (mentions.some((each) => each.value === value) || standsThere(namesOf(mention, knowledge), around))
    return true;
  if (type === "country" && !surroundings.isEnglish && resembles(namesOf(mention, knowledge), around))
    return true;
  // A sector is said in many ways, anywhere in the text.
  return (
    type === "sector" &&
    surroundings.readings.some((reading) => reading.mentions.some((each) => each.value === value))
  );
}

/** "Spanish" for "españolas": a country's name in that language, or a word that begins like it. */
function resembles(names: readonly string[], { folded }: NameText): boolean {
  const starts = names.map((name) => foldName(name).slice(0, 4)).filter((start) => start.length === 4);
  for (const word of folded) if (starts.some((start) => word.startsWith(start))) return true;
  return false;
}

/** Behaviour is said in many words: the technique, its parent or a sibling of it, or the words of its name. */
function hasTechnique({ value, matched }: Mention, { mentions, around, readings }: Surroundings): boolean {
  const family = value.slice(0, 5);
  if (mentions.some((each) => each.type === "technique" && each.value.startsWith(family))) return true;
  if (/^T\d{4}/.test(matched)) return false;
  const said = new Set(
    [...around.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word }) => meaningOf(word.toLowerCase())),
  );
  const words = [...matched.matchAll(/[\p{L}\p{N}]{3,}/gu)].map(({ 0: word }) =>
    meaningOf(word.toLowerCase()),
  );
  if (words.every((word) => said.has(word))) return true;
  return readings.some((reading) =>
    reading.mentions.some((each) => each.value === value && each.status === "named"),
  );
}

/** The text with blanks for what was checked already. */
function blanked(
  text: string,
  mentions: readonly Mention[],
  subject: Subject | null,
  knowledge: Knowledge,
): string {
  let rest = text;
  for (const { start, end } of mentions.filter((mention) => !isPhrase(mention)))
    rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
  if (subject === null) return rest;
  const labels = [
    subject.value,
    subject.label ?? "",
    ...(knowledge.known.get(`${subject.type}:${subject.value}`)?.aliases ?? []).map(({ name }) => name),
  ];
  for (const label of labels)
    if (label.length > 2)
      rest = rest.replaceAll(
        new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(label)}(?![\\p{L}\\p{N}])`, "giu"),
        (found) => " ".repeat(found.length),
      );
  return rest;
}

function missingFigure(text: string, { figures, readings }: Surroundings): string | null {
  const said = readFigures(text);
  const years = readings.map(({ document }) => document.publishedAt?.getUTCFullYear() ?? null);
  const published = years.find((year) => year !== null) ?? null;
  const byWords = Map.groupBy(said.days, ({ written }) => written);
  for (const [written, days] of byWords)
    if (!days.some((day) => hasDay(figures.days, day, published)))
      return `the date “${written}” does not stand around its quotes`;
  for (const quantity of said.quantities) {
    const [value = 0] = quantity.values;
    const isYear = quantity.unit === null && figures.days.some(({ year }) => year === value);
    if (!isYear && !hasQuantity(figures.quantities, quantity))
      return `the number “${quantity.written}” does not stand around its quotes`;
  }
  return null;
}

function missingName(text: string, around: NameText, surroundings: Surroundings): string | null {
  const { days } = readFigures(text);
  const rest = days.reduce((left, { written }) => left.replaceAll(written, " "), text);
  const word = missingWord(rest, around, surroundings);
  return word === null ? null : `“${word}” does not stand around its quotes`;
}
