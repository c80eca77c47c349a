import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { refang } from "@cti/pipeline/indicators/refang";
import { type Claim, type Document, type RawClaim, sections, type Subject } from "../analysis.ts";
import { inventedAdvice } from "./check-advice.ts";
import { misboundFigure } from "./bound-figures.ts";
import { missingFact } from "./check-facts.ts";
import { turnedDenial } from "./denial.ts";
import { clearedValue, lostDoubt } from "./doubt.ts";
import { countWords, findQuotePlaces } from "./find-quote.ts";
import { hasValue, isIndicatorType, mentionsIn } from "./indicators-around.ts";
import { isOrder } from "./is-order.ts";
import { namesOf, nameText, standsThere } from "./names-around.ts";
import { normalText } from "./normal-text.ts";
import { oppositeWord } from "./opposites.ts";
import { unsaidQuantifier } from "./quantifiers.ts";
import { isSuspiciousSpan, readDocument, type Reading } from "./reading.ts";
import { isRelated } from "./relation.ts";
import { exchangedRole } from "./roles.ts";
import { isMentioned, type ReadSubject, readSubject } from "./subject.ts";
import { type Place, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { unfitTechnique } from "./technique-fits.ts";

/**
 * Decides for each claim of a model whether the documents bear it out; ids count from 1 in the given order. What is
 * supported has all its quotes in the documents, word for word, and says nothing hard that does not stand around them.
 */
export function checkClaims(
  raw: RawClaim[],
  documents: Document[],
  { knowledge }: { knowledge: Knowledge },
): Claim[] {
  const readings = documents.map((document) => readDocument(document, knowledge));
  return raw.map((claim, index) => ({ id: index + 1, ...check(claim, readings, knowledge) }));
}

type Checked = Omit<Claim, "id">;

function check(raw: RawClaim, readings: readonly Reading[], knowledge: Knowledge): Checked {
  const { section, text, quotes } = raw;
  const read = raw.subject === null ? null : readSubject(raw.subject, knowledge);
  const subject = read?.subject ?? null;
  const found = quotes.map((quote) => placesOf(quote, readings));
  const unsupported = (reason: string): Checked => ({
    section,
    text,
    subject,
    quotes,
    evidence: evidenceOf(
      quotes,
      found.map((places) => places[0]),
    ),
    status: "unsupported",
    reason,
  });
  if (text.trim() === "" && subject === null) return unsupported("it says nothing");
  if (text.length > LONGEST_TEXT) return unsupported("it is too long to be one claim");
  const problem = problemOfQuotes(raw, found, read, knowledge) ?? read?.problem ?? null;
  if (problem !== null) return unsupported(problem);
  if (isOrder(text, sections[section] === "advice"))
    return unsupported("it speaks to the reader like an instruction");
  let reason: string | null = null;
  for (const places of choicesOf(found)) {
    const wrong = problemAt({ raw, read, places }, readings, knowledge);
    if (wrong === null)
      return {
        section,
        text,
        subject,
        quotes,
        evidence: evidenceOf(quotes, places),
        status: "supported",
        reason: null,
      };
    reason ??= wrong;
  }
  return unsupported(reason ?? "its quotes rest on passages that speak to a model");
}

const LONGEST_TEXT = 4_000;
/** A short quote may stand in many places; one of the first is enough to bear a claim out. */
const MOST_PLACES = 24;
const MOST_QUOTES = 12;

/** The places of a quote, without those where a document speaks to a model. */
function placesOf(quote: string, readings: readonly Reading[]): Place[] {
  return readings.flatMap((reading) =>
    findQuotePlaces(quote, reading.quotes, MOST_PLACES).map((spans) => ({ reading, spans })),
  );
}

function problemOfQuotes(
  { quotes }: RawClaim,
  found: readonly Place[][],
  read: ReadSubject | null,
  knowledge: Knowledge,
): string | null {
  if (quotes.length === 0) return "it has no quote";
  if (quotes.length > MOST_QUOTES) return "it has too many quotes";
  const missing = found.findIndex((places) => places.length === 0);
  if (missing !== -1) return `its quote “${(quotes[missing] ?? "").slice(0, 80)}” does not stand in the text`;
  const short = quotes.find((quote) => !isTelling(quote, read, knowledge));
  if (short !== undefined) return `its quote “${short.slice(0, 80)}” is too short`;
  const isBad = found.some((places) => places.every(isSuspicious));
  return isBad ? "its quotes rest on a passage that speaks to a model" : null;
}

function isSuspicious({ reading, spans }: Place): boolean {
  return spans.some((span) => isSuspiciousSpan(reading, span));
}

/** Three words, or an indicator or name by itself. */
function isTelling(quote: string, read: ReadSubject | null, knowledge: Knowledge): boolean {
  const words = countWords(normalText(quote).text);
  if (words >= LEAST_WORDS || isValueAlone(quote, knowledge)) return true;
  if (read === null) return false;
  const { subject } = read;
  const isValue = isIndicatorType(subject.type) && hasValue(quote, subject.value);
  return isValue || standsThere(namesOf({ ...subject, matched: subject.value }, knowledge), nameText(quote));
}

const LEAST_WORDS = 3;

/** A checksum is longer than many a sentence. */
function isValueAlone(quote: string, knowledge: Knowledge): boolean {
  const value = quote.trim();
  return mentionsIn(value, knowledge).some(
    ({ type, start, end }) => isIndicatorType(type) && end - start === value.length,
  );
}

/** Ways to read all quotes at once: all at their first fair place, all at their second … */
function* choicesOf(found: readonly Place[][]): Generator<Place[]> {
  const fair = found.map((places) => places.filter((place) => !isSuspicious(place)));
  if (fair.some((places) => places.length === 0)) return;
  const most = Math.max(...fair.map((places) => places.length));
  for (let at = 0; at < Math.min(most, MOST_PLACES); at++)
    yield fair.flatMap((places) => places[Math.min(at, places.length - 1)] ?? []);
}

type Attempt = { raw: RawClaim; read: ReadSubject | null; places: Place[] };

function problemAt(
  { raw, read, places }: Attempt,
  readings: readonly Reading[],
  knowledge: Knowledge,
): string | null {
  const { section, text } = raw;
  const surroundings = surroundingsOf(places);
  const subject = read?.subject ?? null;
  const aboutSubject = subject === null ? null : problemOfSubject(subject, raw, surroundings, knowledge);
  if (aboutSubject !== null) return aboutSubject;
  const url = missingUrl(text, surroundings, readings);
  if (url !== null) return `the address “${url}” does not stand in the text`;
  if (sections[section] === "advice") return inventedAdvice(text, subject, readings, knowledge);
  const wrong =
    missingFact(raw, subject, surroundings, knowledge) ??
    turnedDenial(text, surroundings) ??
    lostDoubt(text, surroundings) ??
    turnedWord(text, surroundings);
  if (wrong !== null) return wrong;
  const isSubjectQuoted =
    subject !== null && subject.type !== "technique" && (section === "observable" || section === "entity");
  if (isSubjectQuoted) return section === "observable" ? clearedValue(text, surroundings) : null;
  return isRelated(text, surroundings) ? null : "it has nothing to do with its quotes";
}

/** Why a word or figure of a claim is not what its quotes say there; null when all are. */
function turnedWord(text: string, surroundings: Surroundings): string | null {
  const opposite = oppositeWord(text, surroundings);
  if (opposite !== null) return `its quotes say the opposite of “${opposite}”`;
  const role = exchangedRole(text, surroundings);
  if (role !== null) return `its quotes say “${role}” of somebody else`;
  const figure = misboundFigure(text, surroundings);
  if (figure !== null) return `“${figure}” goes with other words in its quotes`;
  const quantifier = unsaidQuantifier(text, surroundings);
  return quantifier === null ? null : `“${quantifier}” does not stand around its quotes`;
}

/** What a claim is about must stand in its quote, an indicator at least beside it. */
function problemOfSubject(
  subject: Subject,
  { text }: RawClaim,
  surroundings: Surroundings,
  knowledge: Knowledge,
): string | null {
  const { type, value } = subject;
  if (isIndicatorType(type))
    return isMentioned(subject, surroundings.mentions)
      ? null
      : `${type} ${value.slice(0, 80)} does not stand around its quotes`;
  if (type === "technique" || type === "tactic")
    return unfitTechnique(subject, text, surroundings, knowledge);
  if (!/[\p{Lu}\p{N}]/u.test(value) && !isNamedThere(value, surroundings)) return `“${value}” is no name`;
  const quoted = nameText([surroundings.quoted, ...surroundings.sentences].join("\n"));
  return standsThere(namesOf({ ...subject, matched: value }, knowledge), quoted)
    ? null
    : `the name ${value.slice(0, 80)} does not stand in its quotes`;
}

/** A name in small letters, or a word that the document marks as one. */
function isNamedThere(value: string, { sentences, quoted }: Surroundings): boolean {
  if (/[^\p{ASCII}]/u.test(value) && !/\p{Script=Latin}/u.test(value)) return true;
  const name = `["'“”‘’„«»\`]?${RegExp.escape(value)}(?![\\p{L}\\p{N}])`;
  const said = [quoted, ...sentences].join("\n");
  return new RegExp(
    `["'“‘„«\`]${RegExp.escape(value)}["'”’“»\`]|(?<![\\p{L}])(?:called|calls?|named|names?|dubbed|dubs?|as) ${name}`,
    "iu",
  ).test(said);
}

/** The first address of the web in a claim that neither its quotes nor, for advice, the documents have. */
function missingUrl(text: string, { around }: Surroundings, readings: readonly Reading[]): string | null {
  const addresses =
    refang(text).match(
      /(?:https?|ftps?|wss?|file):\/\/[^\s<>"'“”)\]]{3,}|(?<![\w.])www\.[^\s<>"'“”)\]]{3,}/gi,
    ) ?? [];
  for (const found of addresses) {
    const address = found.replace(/[.,;:!?]+$/, "").replace(/\/$/, "");
    const sought = address.toLowerCase();
    const isKnown =
      normalText(around).text.includes(normalText(address).text) ||
      readings.some(({ mentions }) =>
        mentions.some(
          ({ type, value }) => type === "url" && value.toLowerCase().replace(/\/$/, "") === sought,
        ),
      );
    if (!isKnown) return found.slice(0, 80);
  }
  return null;
}

function evidenceOf(quotes: readonly string[], places: readonly (Place | undefined)[]): Claim["evidence"] {
  return quotes.flatMap((quote, index) => {
    const spans = places[index]?.spans;
    return spans === undefined ? [] : [{ quote, spans }];
  });
}
