/** What is searched for in generated articles. */
import { mulberry, pick } from "../similar-words.ts";
import {
  articlesPerRareWord,
  makeVocabulary,
  phrasesOf,
  rareWord,
  rareWordsPerArticle,
} from "./vocabulary.ts";

export type Terms = Record<"rare" | "medium" | "common" | "phrase" | "boolean", string[]>;

/** Queries of each kind for articles that were made with this seed. */
export function makeTerms({ seed, articles }: { seed: number; articles: number }): Terms {
  const vocabulary = makeVocabulary(seed);
  const random = mulberry(seed + 99);
  const rareWords = Math.ceil((articles * rareWordsPerArticle) / articlesPerRareWord);
  const some = (make: () => string): string[] => Array.from({ length: 24 }, make);
  const wordBetween = (from: number, until: number): string => {
    const word = vocabulary.words[from + Math.floor(random() * (until - from))] ?? "report";
    return word.includes(" ") ? "report" : word;
  };
  const common = (): string => wordBetween(0, 25);
  const medium = (): string => wordBetween(1200, 2500);
  const phrase = (): string => `"${pick(random, phrasesOf(vocabulary))}"`;
  const forms = [
    () => `${common()} AND ${medium()}`,
    () => `(${medium()} OR ${medium()}) NOT ${common()}`,
    () => `${phrase()} AND (${common()} OR ${medium()})`,
    () => `${common()} ${common()} NOT ${medium()}`,
    () => `${common()} AND tier:1 AND has:ioc`,
    () => `(${medium()} OR ${phrase()}) AND words:>300`,
  ];
  return {
    rare: some(() => rareWord(Math.floor(random() * rareWords))),
    medium: some(medium),
    common: some(common),
    phrase: some(phrase),
    boolean: some(() => pick(random, forms)()),
  };
}
