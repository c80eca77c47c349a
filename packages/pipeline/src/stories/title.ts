import { lookUp } from "./lexicon.ts";
import { isRoundupTitle } from "./roundup-title.ts";
import { eachWord } from "./words.ts";

/** An article that may lend its title to its story. */
export type TitleCandidate = {
  id: number;
  title: string;
  /** Of its source: 1 is most trusted; among equals the greater weight. */
  tier: number;
  weight: number;
  words: number;
  at: number;
  isTwin: boolean;
  language: string | null;
};

/**
 * The article whose title says best what a story is about: of a trusted source, readable, with something to say,
 * and with the words that the other titles have too. Null without candidates.
 */
export function chooseTitle(candidates: readonly TitleCandidate[]): TitleCandidate | null {
  const termsOf = new Map(candidates.map((candidate) => [candidate, titleTerms(candidate)]));
  const counts = new Map<string, number>();
  for (const terms of termsOf.values())
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const rated = candidates.map((candidate) => {
    const terms = termsOf.get(candidate) ?? new Set();
    return {
      candidate,
      worth: worthOf(candidate) + centralWeight * centrality(terms, counts, candidates.length),
    };
  });
  rated.sort(
    (a, b) => b.worth - a.worth || a.candidate.at - b.candidate.at || a.candidate.id - b.candidate.id,
  );
  return rated[0]?.candidate ?? null;
}

const centralWeight = 1.5;
const fullLength = 1200;

function worthOf({ title, tier, weight, words, isTwin }: TitleCandidate): number {
  const trust = Math.max(0, 4 - tier) * 0.6 + Math.min(2, weight) * 0.3;
  return trust + Math.min(1, words / fullLength) * 0.6 + readability(title) - (isTwin ? 1 : 0);
}

/** Below zero for titles that are cut, shouted, asked, or too short to say anything. */
function readability(title: string): number {
  const text = title.trim();
  let worth = 0;
  if (text.length < 20) worth -= 0.8;
  if (text.length > 130) worth -= 0.5;
  if (text.endsWith("?") || text.endsWith("…") || text.endsWith("...")) worth -= 0.4;
  if (text.length > 12 && text === text.toUpperCase()) worth -= 0.4;
  return isRoundupTitle(text) ? worth - 1 : worth;
}

/** The mean share of the other titles that have a term of this one. */
function centrality(terms: ReadonlySet<string>, counts: Map<string, number>, titles: number): number {
  if (terms.size === 0 || titles < 2) return 0;
  let sum = 0;
  for (const term of terms) sum += ((counts.get(term) ?? 1) - 1) / (titles - 1);
  return sum / Math.max(4, terms.size);
}

function titleTerms({ title, language }: TitleCandidate): Set<string> {
  const terms = new Set<string>();
  eachWord(title.slice(0, 300), (start, end) => {
    const { term, isTelling } = lookUp(title.slice(start, end), language);
    if (isTelling) terms.add(term);
  });
  return terms;
}
