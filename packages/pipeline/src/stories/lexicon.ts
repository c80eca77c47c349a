import { expectedShare } from "./common-words.ts";
import { stem } from "./stem.ts";
import { stopWordsOf } from "./stop-words.ts";
import { foldWord } from "./words.ts";

/** What a word as written counts as. */
export type LexiconEntry = {
  /** Its stem, folded. */
  term: string;
  /** Neither a stop word nor a small number, which are counts, dates and parts of versions and addresses. */
  isTelling: boolean;
  /** The negative logarithm of the share of articles that are expected to have the term. */
  rarity: number;
};

/** The entry of a word in a language (ISO 639-1; English where it is not known). */
export function lookUp(word: string, language: string | null): LexiconEntry {
  const code = (language ?? "en").slice(0, 2);
  let known = lexicons.get(code);
  // Pages declare what languages they like: neither languages nor words may fill the memory.
  if (!known && lexicons.size >= maxLanguages) lexicons.clear();
  if (!known || known.size >= maxEntries) lexicons.set(code, (known = new Map<string, LexiconEntry>()));
  const found = known.get(word);
  if (found) return found;
  const entry = makeEntry(word, code);
  // A copy, since a part of a text would keep the whole text in memory.
  known.set(Buffer.from(word).toString(), entry);
  return entry;
}

/** The same words come again and again; what was found of them is kept until there are too many. */
const lexicons = new Map<string, Map<string, LexiconEntry>>();
const maxEntries = 40_000;
const maxLanguages = 8;

function makeEntry(word: string, code: string): LexiconEntry {
  const folded = foldWord(word);
  const term = stem(folded, code);
  const isCount = word.length < 4 && /^\d+$/.test(word);
  const isTelling = word.length > 1 && !isCount && !stopWordsOf(code).has(folded);
  return { term, isTelling, rarity: -Math.log(expectedShare(term)) };
}
