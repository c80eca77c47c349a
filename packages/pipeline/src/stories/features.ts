import type { EntityType } from "../entities/entity-types.ts";
import { lookUp } from "./lexicon.ts";
import { type FeatureEntity, selectEntities } from "./select-entities.ts";
import { eachWord } from "./words.ts";

/** What an article is compared by: as much as fits into 1.2 kB, computed without knowing any other article. */
export type StoryFeatures = {
  /** ISO 639-1, or null when unknown. */
  language: string | null;
  /** Of the whole text, CJK characters counted in pairs. */
  words: number;
  /** Telling words of the title, in order and as written. */
  title: string[];
  /** The most telling words of the first 4,000 characters, as written, heaviest first; weights 1 to 255. */
  terms: { word: string; weight: number }[];
  /** Keys are `type:value`; weights, 1 to 255, tell how prominent it is in the article. */
  entities: { key: string; weight: number }[];
};

/** What features are made of. The key of an entity is `type:value`; its weight, 0 to 1, how prominent it is. */
export type StoryInput = {
  title: string;
  text: string;
  language: string | null;
  entities: readonly { key: string; type: EntityType; weight?: number }[];
};

/** The features of one article; needs no other one, so any thread can do it. */
export function featuresOf(input: StoryInput): StoryFeatures {
  const head = input.text.slice(0, HEAD_LENGTH);
  const title = titleWords(input.title.slice(0, 400), input.language);
  const { terms, words } = headTerms(head, input.language);
  const wholeWords = Math.round((words * input.text.length) / Math.max(1, head.length));
  return {
    language: input.language,
    words: Math.min(0xffff, wholeWords),
    title,
    terms,
    entities: selectEntities(
      input.entities satisfies readonly FeatureEntity[],
      input.title,
      head.slice(0, 1500),
    ),
  };
}

const HEAD_LENGTH = 4000;
const maxTitleWords = 24;
const maxTerms = 64;
const maxWordLength = 40;
/** Words of the lead say more about the event than those of the background below. */
const leadLength = 700;
const leadBoost = 1.4;

function titleWords(title: string, language: string | null): string[] {
  const words: string[] = [];
  eachWord(title, (start, end) => {
    const word = title.slice(start, Math.min(end, start + maxWordLength));
    if (words.length < maxTitleWords && lookUp(word, language).isTelling) words.push(word);
  });
  return words;
}

type Tally = { word: string; count: number; isLead: boolean };

function headTerms(head: string, language: string | null): { terms: StoryFeatures["terms"]; words: number } {
  const { tallies, words } = tally(head);
  const byTerm = new Map<string, Tally & { rarity: number }>();
  for (const entry of tallies) {
    const { term, isTelling, rarity } = lookUp(entry.word, language);
    if (!isTelling) continue;
    const known = byTerm.get(term);
    if (known) known.count += entry.count;
    else byTerm.set(term, { ...entry, rarity });
  }
  const rated = Array.from(byTerm.values(), ({ word, count, isLead, rarity }) => {
    const weight = (1 + Math.log(count)) * (isLead ? leadBoost : 1);
    return { word, weight, worth: weight * rarity };
  });
  rated.sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1));
  const terms = rated
    .slice(0, maxTerms)
    .map(({ word, weight }) => ({ word, weight: Math.min(255, Math.round(weight * 40)) }));
  return { terms, words };
}

/** Counts equal words once, so that the work on letters is done once for each. */
function tally(head: string): { tallies: Iterable<Tally>; words: number } {
  const tallies = new Map<number, Tally>();
  let words = 0;
  eachWord(head, (start, end, hash) => {
    words += 1;
    const known = tallies.get(hash);
    if (known) known.count += 1;
    else {
      const word = head.slice(start, Math.min(end, start + maxWordLength));
      tallies.set(hash, { word, count: 1, isLead: start < leadLength });
    }
  });
  return { tallies: tallies.values(), words };
}
