import type { KnownAlias, KnownName } from "../knowledge/known-name.ts";
import { familyOf } from "../knowledge/known-name.ts";
import { foldName } from "./fold.ts";
import { isOrdinary, looksOrdinary } from "./is-ordinary.ts";

/** What a text must show before a name in it is believed, from little to much. */
export const NEED = {
  /** Nothing more; any case from six letters on. */
  nothing: 0,
  /** Capitals as written. */
  capitals: 1,
  /** Capitals, in a text of the field. */
  field: 2,
  /** A sentence that speaks for it. */
  context: 3,
  /** A cue word right beside it. */
  beside: 4,
  /** Cannot be met. */
  never: 5,
} as const;
export type Need = (typeof NEED)[keyof typeof NEED];

/** How far a source is trusted to know what its names mean in prose: 0 the starter, 1 ATT&CK, 2 others. */
export function rankOf(source: string): 0 | 1 | 2 {
  if (source.startsWith("starter")) return 0;
  return source.startsWith("attack") || source.startsWith("misp-galaxy mitre-") ? 1 : 2;
}

/**
 * Decides by type, source and form of a name what it needs to be believed: `need` when it is written as published,
 * `loose` when only its letters are the same, so that an inner capital proves nothing.
 */
export function needsOf(
  type: KnownName["type"],
  alias: KnownAlias,
  ordinaryWords: ReadonlySet<string>,
): Needs {
  const form = formOf(alias.name, ordinaryWords);
  if (!form.hasLetters) return { need: NEED.never, loose: NEED.never, split: NEED.never };
  const subject: Subject = {
    ...form,
    name: alias.name,
    ambiguous: alias.ambiguous,
    rank: rankOf(alias.source),
  };
  const need = needOf(type, subject);
  if (!form.isCoined) return { need, loose: need, split: need };
  const { isFoldOrdinary, arePartsOrdinary } = form;
  // The starter's names are known well enough to be told from one word that is made of two.
  const isOrdinary = isFoldOrdinary || (subject.rank > 0 && arePartsOrdinary);
  const loose = needOf(type, { ...subject, isCoined: false, isOrdinary });
  const split = needOf(type, { ...subject, isCoined: false, isOrdinary: isFoldOrdinary || arePartsOrdinary });
  return { need, loose, split };
}

/** As published; with other capitals; with blanks between its parts. */
type Needs = { need: Need; loose: Need; split: Need };

function needOf(type: KnownName["type"], subject: Subject): Need {
  const { rank, ambiguous, isOrdinary, words } = subject;
  switch (type) {
    case "vendor":
    case "product":
    case "cve":
      return needOfBrand(subject);
    case "country":
      return ambiguous ? NEED.context : NEED.capitals;
    case "sector":
      if (rank === 0) return ambiguous ? NEED.beside : NEED.nothing;
      // "Other" is a sector in a taxonomy only.
      return isOrdinary && words.length === 1 ? NEED.never : NEED.beside;
    case "technique":
    case "tactic":
      return needOfTechnique(subject);
    case "actor":
    case "malware":
    case "ransomware":
    case "tool":
      return rank === 0 ? needOfStarter(subject) : needOfPublished(subject, familyOf(type));
  }
}

type Form = {
  words: string[];
  letters: number;
  hasLetters: boolean;
  isOrdinary: boolean;
  /** Whether its letters alone, or the words that inner capitals and digits part, are ordinary. */
  isFoldOrdinary: boolean;
  arePartsOrdinary: boolean;
  isCoined: boolean;
};
type Subject = Form & { name: string; ambiguous: boolean; rank: 0 | 1 | 2 };

function formOf(name: string, ordinaryWords: ReadonlySet<string>): Form {
  const words = name.split(ASCII.test(name) ? BETWEEN_ASCII : BETWEEN).filter((word) => word !== "");
  const isPlain = (word: string): boolean =>
    word.length < 3 || /^\d+$/.test(word) || isOrdinary(word.toLowerCase(), ordinaryWords);
  const folded = foldName(name);
  const isCoined = COINED.test(name);
  return {
    words,
    letters: folded.length,
    hasLetters: /\p{L}/u.test(name) && folded.length > 1,
    isOrdinary: words.every(isPlain),
    isFoldOrdinary: isCoined && (isPlain(folded) || isPlain(folded.replace(/\d+$/, ""))),
    arePartsOrdinary: isCoined && (name.match(PARTS) ?? []).every(isPlain),
    isCoined,
  };
}

const ASCII = /^[\x20-\x7e]*$/;
const BETWEEN_ASCII = /[^A-Za-z0-9]+/;
const BETWEEN = /[^\p{L}\p{N}\p{M}]+/u;
const COINED = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\p{L}\d|\d\p{L}/u;
const PARTS = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d+/gu;

function needOfStarter({ words, letters, ambiguous, isOrdinary, isCoined }: Subject): Need {
  if (ambiguous || letters < 4) return NEED.context;
  if (!isOrdinary || isCoined) return NEED.nothing;
  return words.length === 1 ? NEED.context : NEED.capitals;
}

function needOfPublished(subject: Subject, family: string): Need {
  const { words, letters, ambiguous, isOrdinary, isCoined, rank, name } = subject;
  if (letters < 4 || /^\d/.test(name)) return ambiguous ? NEED.never : NEED.beside;
  if (isOrdinary && words.length === 1) return ambiguous ? NEED.never : NEED.beside;
  if (ambiguous)
    return (isCoined && letters > 5) || (words.length > 1 && !isOrdinary) ? NEED.field : NEED.beside;
  if (words.length > 1) return isOrdinary || !/\p{Lu}/u.test(name) ? NEED.field : NEED.capitals;
  if (isCoined && letters > 4) return NEED.capitals;
  if (letters < 5) return NEED.context;
  return looksOrdinary(name) && (rank === 2 || family === "malware") ? NEED.context : NEED.field;
}

function needOfBrand({ letters, ambiguous, isOrdinary }: Subject): Need {
  if (ambiguous) return NEED.context;
  return isOrdinary || letters < 4 ? NEED.capitals : NEED.nothing;
}

function needOfTechnique({ words, ambiguous, isOrdinary, rank, letters, name }: Subject): Need {
  const isSingle = words.length === 1;
  if (rank === 0) return ambiguous || (isSingle && isOrdinary) || letters < 4 ? NEED.context : NEED.nothing;
  if (ambiguous || isSingle)
    return isSingle && !isOrdinary && !looksOrdinary(name) ? NEED.context : NEED.never;
  return NEED.field;
}
