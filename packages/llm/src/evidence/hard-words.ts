import { monthOf } from "@cti/pipeline/dates/month-names";
import { foldName } from "@cti/pipeline/names/fold";
import { isGermanNoun } from "./german-nouns.ts";
import { hasWords } from "./has-words.ts";
import { type NameText } from "./names-around.ts";
import { normalText } from "./normal-text.ts";
import { hasDay } from "./numbers.ts";
import { isPlainWord, isTradeWord } from "./ordinary-names.ts";
import { longForms, shortFormsOf } from "./short-forms.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The first word of a claim that looks like a name, a value or a code and does not stand in the surroundings of its
 * quotes; null when all do. The text comes with blanks for what was checked before.
 */
export function missingWord(text: string, around: NameText, surroundings: Surroundings): string | null {
  if (surroundings.isEnglish) {
    const said = [...text.matchAll(CITED)].flatMap(({ groups = {} }) => {
      const { cited, name = "" } = groups;
      // What was checked before left blanks in it.
      return cited?.split(/\s{2,}/) ?? (isPlainWord(name) ? [] : [name]);
    });
    const missing = said.find((words) => words.trim() !== "" && !stands(words.trim(), around));
    if (missing !== undefined) return missing;
  }
  const isTitleCase = looksTitled(text);
  const short = shortFormsOf(surroundings.around);
  const spelledOut = longForms(text).filter(({ short: each }) => around.folded.has(each));
  for (const { 0: written, index } of text.matchAll(TOKEN)) {
    const word = written.replace(EDGES, "");
    if (word === "" || spelledOut.some(({ start, end }) => index >= start && index < end)) continue;
    const isFirst = isTitleCase || beginsSentence(text, index);
    const isThere = word
      .split(/[/–—]|(?<=\p{L})-(?=\p{L})|(?<=\d)-(?=\p{L})/u)
      .every((part, _at, all) =>
        isKnown(part, { isFirst, isPart: all.length > 1 }, around, surroundings, short),
      );
    if (!isThere && !stands(word, around)) return word;
  }
  return null;
}

/** What a claim sets in quotation marks or calls by a name, it has from the text. */
const CITED =
  /["“](?<cited>[^"“”]{2,120}?)[.,]?["”]|(?<![\p{L}])(?:called|named|dubbed|nicknamed) (?<name>[\p{L}\p{N}][\p{L}\p{N}_.-]*[\p{L}\p{N}])/gu;
const TOKEN = /\S+/g;
const EDGES = /^[^\p{L}\p{N}]+|(?:['’]s?)?[^\p{L}\p{N}]*$/gu;

type Form = { isFirst: boolean; isPart: boolean };

function isKnown(
  word: string,
  form: Form,
  around: NameText,
  surroundings: Surroundings,
  short: ReadonlySet<string>,
): boolean {
  if (word === "" || /^\p{Ll}[\p{Ll}\p{M}'’]*$/u.test(word)) return true;
  if (/^\d[\d.,'’]*(?:st|nd|rd|th|s|k|m|bn|gb|mb|tb|kb|%)?$/iu.test(word) && !/\d\.\d+\.\d/.test(word))
    return true;
  if (isTradeWord(word)) return true;
  if (stands(word, around)) return true;
  if (/^\p{Lu}{2,}s?$/u.test(word)) return short.has(word.replace(/s$/, "").toLowerCase());
  if (!/^\p{Lu}[\p{Ll}\p{M}'’]*\.?$/u.test(word)) return !isCode(word);
  const month = monthOf(word);
  if (month !== null)
    return hasDay(surroundings.figures.days, { year: null, month, day: null, written: word }, null);
  if (form.isFirst || form.isPart || !surroundings.isEnglish) {
    if (isPlainWord(word) || saysSmall(surroundings, word)) return true;
  }
  return !surroundings.isEnglish && (resembles(word, around) || isGermanNoun(word, surroundings.readings));
}

/** A capital where none is due, a digit in letters, or a mark that joins. */
function isCode(word: string): boolean {
  return /[\p{L}\p{N}]/u.test(word) && !/^(?:\p{L}\.){1,3}\p{L}?$|^e\.g|^i\.e/iu.test(word);
}

function stands(word: string, { normal, folded }: NameText): boolean {
  const fold = foldName(word);
  if (
    fold !== "" &&
    /^[\p{L}\p{N}\p{M}'’-]+$/u.test(word) &&
    (folded.has(fold) || folded.has(`${fold}s`) || (fold.endsWith("s") && folded.has(fold.slice(0, -1))))
  )
    return true;
  return hasWords(normal, normalText(word).text);
}

function beginsSentence(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 12), index).trimEnd();
  return (
    before === "" ||
    /[.!?:;•–—]["”’)\]]?$|[^\p{L}\p{N}\s,%)\]'"’”.-]$/u.test(before) ||
    (before.endsWith('"') && /^["“]/.test(text.slice(index)))
  );
}

/** Headlines write most words with a capital. */
function looksTitled(text: string): boolean {
  const words = text.match(/(?<![\p{L}\p{N}])\p{L}{4,}/gu) ?? [];
  return words.length > 2 && words.filter((word) => /^\p{Lu}/u.test(word)).length * 3 >= words.length * 2;
}

/** The document writes the word without a capital, so it is no name. */
function saysSmall({ readings }: Surroundings, word: string): boolean {
  const small = word.toLowerCase();
  return readings.some(
    ({ document }) => hasSmall(document.text, small) || hasSmall(document.text, small.replace(/s$/, "")),
  );
}

function hasSmall(text: string, small: string): boolean {
  if (small.length < 3) return false;
  for (let at = text.indexOf(small); at !== -1; at = text.indexOf(small, at + 1))
    if (!/\p{L}/u.test(text.charAt(at - 1)) && !/\p{L}/u.test(text.charAt(at + small.length))) return true;
  return false;
}

/** Names of places and people change a little between languages: the first three letters stay. */
function resembles(word: string, { folded }: NameText): boolean {
  const start = foldName(word).slice(0, 3);
  if (start.length < 3) return false;
  for (const known of folded)
    if (known.startsWith(start) || latin(known.slice(0, 4)).startsWith(start)) return true;
  return false;
}

function latin(word: string): string {
  return Array.from(word, (letter) => CYRILLIC.get(letter) ?? letter).join("");
}

const CYRILLIC: ReadonlyMap<string, string> = new Map(
  "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ы=y э=e ю=yu я=ya і=i ї=yi є=ye"
    .split(" ")
    .map((pair): [string, string] => [pair.slice(0, 1), pair.slice(2)]),
);
