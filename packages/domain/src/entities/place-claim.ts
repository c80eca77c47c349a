import type { ClaimQuote } from "@cti/db/schema/claim-mentions";
import { findQuotePlaces, indexQuotes, type QuoteIndex } from "@cti/llm/evidence/find-quote";
import { sentenceAt } from "@cti/pipeline/indicators/sentence";
import { foldName } from "@cti/pipeline/query/fold";

/** A place in a title or text, in UTF-16 units. */
export type ClaimPlace = { field: "title" | "text"; start: number; end: number };

export type PlacedClaim = {
  /** In the order of the quotes, none twice. */
  places: ClaimPlace[];
  /** What stands at the first of them. */
  matched: string;
  /** Whether it is one of the names that stands there; otherwise the places are those of the quotes. */
  isNamed: boolean;
  /** Where the quotes stand now. */
  quotes: ClaimQuote[];
};

export type ClaimTexts = { id: number; title: string; text: string };

/**
 * Where an article says what a claim says of it: its quotes are looked for as the evidence lock looks for them, then
 * one of the names in them, then in their sentences. Null when a quote does not stand there any more.
 */
export function placeClaim(
  { id: articleId, title, text }: ClaimTexts,
  quotes: readonly ClaimQuote[],
  names: readonly string[],
): PlacedClaim | null {
  const index = indexQuotes({ articleId, title, text, source: "", publishedAt: null, language: null });
  const found = quotes.map((quote) => findAgain(quote, index));
  const standing = found.filter((quote) => quote !== null);
  if (standing.length === 0 || standing.length < found.length) return null;
  const spans = standing.flatMap((quote) => quote.spans);
  const folded = new Set(names.map(foldWhole).filter((name) => name !== ""));
  const textOf = (field: ClaimPlace["field"]): string => (field === "title" ? title : text);
  const namedIn = (reachOf: (span: ClaimPlace) => ClaimPlace): ClaimPlace[] =>
    spans.flatMap((span) => findNames(textOf(span.field), reachOf(span), folded));
  let places = namedIn((span) => span);
  if (places.length === 0)
    places = namedIn((span) => ({ ...span, ...sentenceAt(textOf(span.field), span.start, span.end) }));
  const isNamed = places.length > 0;
  const [first, ...others] = distinct(isNamed ? places : spans);
  if (!first) return null;
  const matched = textOf(first.field).slice(first.start, first.end);
  return { places: [first, ...others], matched, isNamed, quotes: standing };
}

/** A short quote may stand in many places. */
const mostPlaces = 50;

/** Of several places the one nearest to where it stood. */
function findAgain({ quote, spans: [before] }: ClaimQuote, index: QuoteIndex): ClaimQuote | null {
  const farOff = ({ field, start }: ClaimPlace): number =>
    before === undefined ? 0 : Math.abs(start - before.start) + (field === before.field ? 0 : 1e9);
  const [nearest] = findQuotePlaces(quote, index, mostPlaces)
    .flatMap((spans) => {
      const [first] = spans;
      return first ? [{ spans, away: farOff(first) }] : [];
    })
    .toSorted((a, b) => a.away - b.away);
  if (!nearest) return null;
  return { quote, spans: nearest.spans.map(({ field, start, end }) => ({ field, start, end })) };
}

const mostWords = 6;

/** Where words of a reach, put together, are one of the names; of two that overlap the longer one. */
function findNames(
  text: string,
  { field, start, end }: ClaimPlace,
  folded: ReadonlySet<string>,
): ClaimPlace[] {
  const words = [...text.slice(start, end).matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)].map((word) => ({
    from: start + word.index,
    to: start + word.index + word[0].length,
    folded: foldWhole(word[0]),
  }));
  const places: ClaimPlace[] = [];
  for (let at = 0; at < words.length; at++) {
    const from = words[at]?.from ?? 0;
    for (let count = Math.min(mostWords, words.length - at); count > 0; count--) {
      const joined = words.slice(at, at + count);
      if (!folded.has(joined.map((word) => word.folded).join(""))) continue;
      places.push({ field, start: from, end: joined.at(-1)?.to ?? from });
      at += count - 1;
      break;
    }
  }
  return places;
}

/** As aliases are folded, and without any other mark. */
function foldWhole(name: string): string {
  return foldName(name).replace(/[^\p{L}\p{N}\p{M}]+/gu, "");
}

function distinct(places: readonly ClaimPlace[]): ClaimPlace[] {
  return [...new Map(places.map((place) => [`${place.field} ${place.start} ${place.end}`, place])).values()];
}
