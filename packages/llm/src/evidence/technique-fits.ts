import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { starterBehaviours } from "@cti/pipeline/knowledge/starter-names";
import type { Subject } from "../analysis.ts";
import { mentionsIn } from "./indicators-around.ts";
import { contentStems, sharedStems } from "./stems.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Why nothing in the quoted passage speaks of a technique: our extraction finds none of its family there, and no words
 * of their names and of phrases for them stand there. A model gives wrong ids as readily as right ones. Null when it fits.
 */
export function unfitTechnique(
  { type, value }: Subject,
  text: string,
  surroundings: Surroundings,
  knowledge: Knowledge,
): string | null {
  const family = value.slice(0, 5);
  const said = mentionsIn(text, knowledge).filter(
    (mention) => mention.type === "technique" && mention.status === "named",
  );
  if (said.length > 0 && !said.some((mention) => mention.value.startsWith(family)))
    return `it speaks of ${said[0]?.matched ?? ""}, which is not ${value}`;
  if (type === "tactic" || !surroundings.isEnglish) return null;
  if (surroundings.mentions.some((mention) => mention.value.startsWith(family))) return null;
  const passage = contentStems(surroundings.around);
  const { words, rare, names } = wordsOf(family, knowledge);
  const isNamed = names.some((name) => name.isSubsetOf(passage));
  return isNamed || sharedStems(words, passage) >= LEAST_WORDS || sharedStems(rare, passage) > 0
    ? null
    : `nothing in the quoted passage speaks of ${value}`;
}

/** "Encrypted" alone speaks of a channel as well as of ransomware. */
const LEAST_WORDS = 2;
/** A word of no more techniques than these, such as "keylogger", is enough by itself. */
const FEW_FAMILIES = 2;

/**
 * What a technique's names and phrases are made of; `rare` are words that hardly another one has, `names` its own ones
 * whole, such as "Phishing". Those of sub-techniques say little alone: "Tool".
 */
type Vocabulary = { words: Set<string>; rare: Set<string>; names: Set<string>[] };

const vocabularies = new WeakMap<Knowledge, Map<string, Vocabulary>>();

/** Stems of all names of a technique and its sub-techniques, and of the phrases that speak for them. */
function wordsOf(family: string, knowledge: Knowledge): Vocabulary {
  const ready = vocabularies.get(knowledge) ?? readVocabularies(knowledge);
  vocabularies.set(knowledge, ready);
  return ready.get(family) ?? { words: new Set(), rare: new Set(), names: [] };
}

function readVocabularies({ known }: Knowledge): Map<string, Vocabulary> {
  const names = [...known.values()]
    .filter(({ type }) => type === "technique")
    .flatMap(({ value, aliases }) => aliases.map(({ name }) => ({ technique: value, name })));
  const phrases = starterBehaviours().flatMap((each) =>
    each.phrases.map((name) => ({ technique: each.technique, name })),
  );
  const families = new Map<string, Set<string>>();
  for (const [family, said] of Map.groupBy([...names, ...phrases], ({ technique }) => technique.slice(0, 5)))
    families.set(family, contentStems(said.map(({ name }) => name.replaceAll("*", " ")).join("\n")));
  const own = Map.groupBy(
    names.filter(({ technique, name }) => technique.length === 5 && name !== technique),
    ({ technique }) => technique,
  );
  const counts = new Map<string, number>();
  for (const stems of families.values())
    for (const word of stems) counts.set(word, (counts.get(word) ?? 0) + 1);
  const countOf = (word: string): number => counts.get(word) ?? 0;
  return new Map(
    [...families].map(([family, stems]) => {
      const words = new Set([...stems].filter((word) => countOf(word) <= MOST_FAMILIES));
      const rare = new Set([...words].filter((word) => countOf(word) <= FEW_FAMILIES));
      const whole = (own.get(family) ?? []).map(({ name }) => contentStems(name.replaceAll("*", " ")));
      return [family, { words, rare, names: whole.filter((name) => name.size > 0) }];
    }),
  );
}

/** A word of more techniques than these, such as "file", speaks for none of them. */
const MOST_FAMILIES = 12;
