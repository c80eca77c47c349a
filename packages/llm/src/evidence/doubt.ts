import { clausesOf, isDenial, namesIn } from "./clauses.ts";
import {
  CLEARS,
  DONE,
  DOUBT,
  FOREIGN_DOUBT,
  FOREIGN_INFINITIVE,
  FOREIGN_PLAN,
  KEEPS_DOUBT,
  MUST,
  NEEDLESS,
  PLAN,
  TAKES_BACK,
} from "./doubt-words.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Why a claim is surer than the sentences that it quotes: they say that it may be so, take it back, or say that what
 * it demands need not be done. Null when it is not.
 */
export function lostDoubt(text: string, surroundings: Surroundings): string | null {
  const { sentences, next, isEnglish } = surroundings;
  if (orders(text) && sentences.some((each) => NEEDLESS.test(each)) && !sentences.some(orders))
    return "its quotes say that this need not be done";
  const isDone = DONE.test(text) && !PLAN.test(text) && !isDenial(text);
  if (isEnglish && isDone && isOnlyIn(isPlanned, text, sentences))
    return "its quotes say that it is still to come";
  const isCareful = isDoubtful(text) || KEEPS_DOUBT.test(text) || isDenial(text);
  if (isCareful) return null;
  if (!isEnglish) return lostForeign(text, surroundings);
  if (next.some((each) => TAKES_BACK.test(each)) || sentences.some((each) => TAKES_BACK.test(each)))
    return "what its quotes say is taken back";
  return isOnlyIn(isDoubtful, text, sentences) ? "its quotes only say that it may be so" : null;
}

/** In another language words cannot be compared: only whether both doubt, or speak of what is still to come. */
function lostForeign(text: string, { parts, quoted }: Surroundings): string | null {
  if (FOREIGN_DOUBT.test(text) || FOREIGN_PLAN.test(text) || PLAN.test(text)) return null;
  if (FOREIGN_DOUBT.test(parts.join("\n"))) return "its quotes only say that it may be so";
  const clauses = quoted
    .split(/[,;:\n]|(?<!\d)[.!?]\s|(?<![\p{L}])und(?![\p{L}])/u)
    .filter((each) => /\p{L}/u.test(each));
  const isAllPlanned =
    clauses.some((each) => FOREIGN_PLAN.test(each)) &&
    clauses.every((each) => FOREIGN_PLAN.test(each) || FOREIGN_INFINITIVE.test(each));
  return isAllPlanned && DONE.test(text) ? "its quotes say that it is still to come" : null;
}

function isPlanned(clause: string): boolean {
  return PLAN.test(clause) && !isDenial(clause);
}

/** Why a value that a claim calls an indicator is cleared by its sentence or the next one; null when it is not. */
export function clearedValue(text: string, { sentences, next }: Surroundings): string | null {
  const said = [...sentences, ...next].join("\n");
  return CLEARS.test(said) && !CLEARS.test(text) ? "its sentence says that it is harmless" : null;
}

function orders(text: string): boolean {
  return text.split(/[.;]/).some((part) => MUST.test(part) && !NEEDLESS.test(part));
}

function isDoubtful(clause: string): boolean {
  // With a capital it is the month, or begins a question.
  return DOUBT.test(clause.replaceAll(/(?<![\p{L}])May(?![\p{L}])/gu, " "));
}

/** Whether a clause of a claim has its words, or all its names, from clauses of a kind and from no other. */
function isOnlyIn(isKind: (clause: string) => boolean, text: string, sentences: readonly string[]): boolean {
  const said = clausesOf(sentences.join("\n"));
  const doubted = said.filter(({ text: clause }) => isKind(clause));
  if (doubted.length === 0) return false;
  const sure = new Set(said.flatMap((clause) => (doubted.includes(clause) ? [] : [...clause.stems])));
  return clausesOf(text).some((clause) => {
    const names = namesIn(clause.text);
    const words = [...clause.stems].filter((word) => !names.has(word));
    return doubted.some(({ stems }) => {
      const shared = words.filter((word) => stems.has(word)).length;
      const other = words.filter((word) => sure.has(word) && !stems.has(word)).length;
      if (shared > other && shared * 2 >= Math.min(words.length, stems.size)) return true;
      // A mere name tells no deed that could be in doubt.
      if (words.length === 0) return false;
      const known = [...names].filter((name) => stems.has(name) || sure.has(name));
      return other === 0 && known.length > 0 && known.every((name) => stems.has(name) && !sure.has(name));
    });
  });
}
