import { stopWordsOf } from "@cti/pipeline/stories/stop-words";
import { type Clause, clausesOf, isDenial, namesIn, properNames } from "./clauses.ts";
import { FOREIGN_DENIAL, FOREIGN_WEAK, INSTEAD, NO_FOREIGN_DENIAL, UNSURE, WEAK } from "./denial-words.ts";
import { meaningOf, sharedStems } from "./stems.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Why a claim says the opposite of the sentences that it quotes: a denial is lost ("no evidence that data was stolen"
 * for "data was stolen") or invented. A quote may be cut short, its sentence is judged whole. Null when neither.
 */
export function turnedDenial(text: string, surroundings: Surroundings): string | null {
  if (!surroundings.isEnglish) return turnedForeign(text, surroundings);
  const said = clausesOf(surroundings.sentences.join("\n"));
  const claimed = clausesOf(text);
  if (losesDenial(claimed, said)) return "its quotes deny it";
  return inventsDenial(claimed, said, surroundings.around) ? "it denies what its quotes do not deny" : null;
}

function losesDenial(claimed: readonly Clause[], said: readonly Clause[]): boolean {
  const denied = said.filter(({ isDenied }) => isDenied);
  if (denied.length === 0) return false;
  const plain = stemsOf(said.filter(({ isDenied }) => !isDenied));
  const deniers = claimed.filter((clause) => clause.isDenied || wordsOf(clause, WEAK).length > 0);
  const lost = denied.filter(
    (each) => !deniers.some((clause) => deniesToo(clause, each) && sharedStems(clause.about, each.about) > 0),
  );
  const lostNames = namesOf(lost);
  const plainNames = namesOf(said.filter((clause) => !lost.includes(clause)));
  return claimed.some((clause) => {
    if (clause.isDenied || UNSURE.test(clause.text)) return false;
    const names = namesIn(clause.text);
    return (
      lost.some((each) => isSame(clause.stems, each.about, plain, names)) ||
      isAboutDenied(properNames(clause.text), lostNames, plainNames)
    );
  });
}

/** Whether a clause of a claim keeps what a passage denies; "prevents" keeps no "does not prevent". */
function deniesToo(clause: Clause, denied: Clause): boolean {
  return clause.isDenied || wordsOf(clause, WEAK).some((word) => !denied.stems.has(meaningOf(word)));
}

function wordsOf({ text }: Clause, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(({ 0: word }) => word.toLowerCase());
}

/** Whether all that a plain clause names is named only where something is denied of it. */
function isAboutDenied(
  names: ReadonlySet<string>,
  lost: ReadonlySet<string>,
  plain: ReadonlySet<string>,
): boolean {
  const known = [...names].filter((name) => lost.has(name) || plain.has(name));
  return known.length > 0 && known.every((name) => lost.has(name) && !plain.has(name));
}

function inventsDenial(claimed: readonly Clause[], said: readonly Clause[], around: string): boolean {
  const denials = claimed.filter(({ isDenied }) => isDenied);
  if (denials.length === 0) return false;
  const passage = stemsOf(
    clausesOf(around).filter(
      (clause) => clause.isDenied || wordsOf(clause, WEAK).length > 0 || UNSURE.test(clause.text),
    ),
  );
  const isDeniedAtAll = said.some(({ isDenied, text }) => isDenied || INSTEAD.test(text));
  const plain = stemsOf(said.filter(({ isDenied }) => !isDenied));
  return denials.some(({ text, stems }) => {
    if (sharedStems(stems, passage) > 0) return false;
    if (!isDeniedAtAll) return true;
    const names = namesIn(text);
    return [...stems].some((word) => plain.has(word) && !names.has(word));
  });
}

function stemsOf(clauses: readonly Clause[]): Set<string> {
  return new Set(clauses.flatMap(({ stems }) => [...stems]));
}

function namesOf(clauses: readonly Clause[]): Set<string> {
  return new Set(clauses.flatMap(({ text }) => [...properNames(text)]));
}

/** Whether a plain clause says what a denial denies: half of its words, or nothing that the rest of the sentence says. */
function isSame(
  claim: ReadonlySet<string>,
  denied: ReadonlySet<string>,
  plain: ReadonlySet<string>,
  names: ReadonlySet<string>,
): boolean {
  const about = [...denied].filter((word) => !DENYING.has(word) || claim.has(word));
  if (claim.size === 0) return false;
  if (about.length === 0) return sharedStems(claim, plain) === 0;
  const shared = about.filter((word) => claim.has(word)).length;
  const other = [...claim].filter((word) => plain.has(word) && !denied.has(word) && !names.has(word)).length;
  if (shared * 2 >= about.length && shared > 0) return other < shared + (shared === about.length ? 2 : 1);
  return other === 0 && shared > 0;
}

const DENYING: ReadonlySet<string> = new Set(
  "deny denied evidence indication sign proof refute dispute dismiss fail failed unable cannot confirm find far currently believe unaffected untouched false contrary claim suggest"
    .split(" ")
    .map(meaningOf),
);

/** In another language words cannot be compared: only whether both deny. */
function turnedForeign(text: string, { quoted, sentences, parts, readings }: Surroundings): string | null {
  const isDenied = FOREIGN_DENIAL.test(parts.join("\n").replaceAll(NO_FOREIGN_DENIAL, " "));
  const isOwn = readings.some(({ language }) => isWrittenIn(language, text));
  const denies = isOwn ? FOREIGN_DENIAL.test(text) : isDenial(text) || UNSURE.test(text);
  if (isDenied && !denies && text.search(WEAK) === -1) return "its quotes deny it";
  const said = [quoted, ...sentences].join("\n");
  if (denies && !FOREIGN_DENIAL.test(said) && !FOREIGN_WEAK.test(said))
    return "it denies what its quotes do not deny";
  return null;
}

/** Whether a claim is in the language of its document rather than in English. */
function isWrittenIn(language: string, text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (code: string): number => words.filter((word) => stopWordsOf(code).has(word)).length;
  return count(language) > count("en");
}
