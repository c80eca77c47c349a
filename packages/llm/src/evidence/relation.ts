import { isDenial } from "./clauses.ts";
import { UNSURE } from "./denial-words.ts";
import { DOUBT } from "./doubt-words.ts";
import { hasQuantity, readFigures } from "./numbers.ts";
import { allStems, contentStems, sharedStems } from "./stems.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Whether an English claim has to do with the sentences that it quotes: some of its content, beyond the names that any
 * sentence of the document may have. Other languages are not compared.
 */
export function isRelated(claimed: string, surroundings: Surroundings): boolean {
  const { around, headers, isEnglish } = surroundings;
  const sentences = [...surroundings.sentences, ...headers];
  if (!isEnglish) return true;
  // No report says an id in words; whether it fits is asked of the subject.
  const text = claimed.replaceAll(/\bTA?\d{4}(?:\.\d{3})?\b/g, " ");
  const claim = contentStems(text);
  if (claim.size === 0) return true;
  const names = new Set(
    [...text.matchAll(/(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}\p{N}-]+/gu)].flatMap(({ 0: name }) => [
      ...contentStems(name),
    ]),
  );
  const content = new Set([...claim].filter((word) => !names.has(word)));
  const sentence = contentStems(sentences.join("\n"));
  if (content.size === 0) return sharedStems(claim, sentence) > 0;
  const shared = sharedStems(content, sentence) + sharedFigures(text, sentences.join("\n"));
  if (shared === 0) return isAlikeInTone(text, sentences.join("\n"));
  return (
    shared >= LEAST ||
    shared * 4 >= content.size ||
    sharedStems(content, contentStems(around)) * 3 >= content.size
  );
}

/** That both deny or doubt something is a tie where they have any word or name in common. */
function isAlikeInTone(text: string, said: string): boolean {
  const bothDeny = (isDenial(text) || UNSURE.test(text)) && isDenial(said);
  const bothDoubt = DOUBT.test(text) && DOUBT.test(said);
  return (bothDeny || bothDoubt) && sharedStems(allStems(text), allStems(said)) > 0;
}

/** Figures that both have, of two or more digits. */
function sharedFigures(text: string, said: string): number {
  const known = readFigures(said);
  const { quantities } = readFigures(text);
  return quantities.filter((each) => hasQuantity(known.quantities, each)).length;
}

/** So many words in common are no chance. */
const LEAST = 3;
