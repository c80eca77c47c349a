import { entityWorths, typeOfKey } from "../stories/entity-worth.ts";
import { listed, valueOf } from "../stories/explain.ts";
import type { StoryFeatures } from "../stories/features.ts";
import { lookUp } from "../stories/lexicon.ts";

/** What two articles share beside a direction, in words for people; null where nothing speaks for one event. */
export type CommonGround = { sentence: string };

/**
 * Whether two articles whose vectors are near may tell of one event. Vectors know the subject but not the case: two
 * advisories of one vendor are near whatever they are about. So they must share a name, or words that few articles
 * have, or be in two languages, whose words cannot be compared. Who name different flaws tell of different events.
 */
export function commonGround(a: StoryFeatures, b: StoryFeatures): CommonGround | null {
  if (nameOtherFlaws(a, b)) return null;
  const names = sharedNames(a, b);
  if (names.length > 0) return { sentence: `both name ${listed(names.slice(0, 3).map(valueOf))}` };
  const words = sharedWords(a, b);
  if (words.length >= (words.some(isCoined) ? leastWordsWithName : leastWords))
    return { sentence: `both speak of ${listed(words.slice(0, 4).map((word) => `"${word}"`))}` };
  if (a.language !== null && b.language !== null && a.language !== b.language)
    return { sentence: `one is in ${nameOf(a.language)}, the other one in ${nameOf(b.language)}` };
  return null;
}

/** Flaws, hashes, hosts, names of malware and actors count; sectors, countries, techniques do not. */
const leastWorth = 0.3;
/** Words of which fewer than one article in a hundred has each. */
const rare = -Math.log(0.01);
/** One or two are shared by chance; a word as only a name is written makes two enough. */
const leastWords = 3;
const leastWordsWithName = 2;
/** Entities in the title or the lead are what an article is about. */
const focus = 0.7 * 255;

function sharedNames(a: StoryFeatures, b: StoryFeatures): string[] {
  const others = new Set(b.entities.map(({ key }) => key));
  return a.entities
    .map(({ key }) => key)
    .filter((key) => others.has(key) && (entityWorths[typeOfKey(key)]?.worth ?? 0) >= leastWorth);
}

function nameOtherFlaws(a: StoryFeatures, b: StoryFeatures): boolean {
  const flawsOf = ({ entities }: StoryFeatures): string[] =>
    entities.flatMap(({ key, weight }) => (typeOfKey(key) === "cve" && weight >= focus ? [key] : []));
  const [ofA, ofB] = [flawsOf(a), flawsOf(b)];
  return ofA.length > 0 && ofB.length > 0 && !ofA.some((key) => ofB.includes(key));
}

/** As the first article writes them, in the order in which they tell of it; none between languages. */
function sharedWords(a: StoryFeatures, b: StoryFeatures): string[] {
  if (a.language !== b.language) return [];
  const others = new Set(wordsOf(b).map((word) => lookUp(word, b.language).term));
  const shared = new Map<string, string>();
  for (const word of wordsOf(a)) {
    const { term, isTelling, rarity } = lookUp(word, a.language);
    const isRare = isTelling && rarity >= rare && !/^\d+$/.test(word);
    if (isRare && others.has(term) && !shared.has(term)) shared.set(term, word);
  }
  return [...shared.values()];
}

/** "FrostPin": a capital within a word. */
function isCoined(word: string): boolean {
  return /\p{Ll}\p{Lu}/u.test(word);
}

function wordsOf({ title, terms }: StoryFeatures): string[] {
  return [...title, ...terms.map(({ word }) => word)];
}

function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(language) ?? language;
  } catch {
    // Pages declare what they like as their language.
    return "another language";
  }
}
