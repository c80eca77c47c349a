import { clausesOf } from "./clauses.ts";
import { contentStems, irregularForms, meaningOf, sharedStems } from "./stems.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The verb of a claim before which another stands than in the sentence that it quotes, where both name both of them:
 * "Brunholm attacked Wexlar" for "Wexlar attacked Brunholm". Null where nothing was exchanged.
 */
export function exchangedRole(text: string, { sentences, isEnglish }: Surroundings): string | null {
  if (!isEnglish) return null;
  const claim = contentStems(text);
  const claimed = deedsIn(text);
  for (const sentence of sentences) {
    const all = contentStems(sentence);
    const said = deedsIn(sentence);
    for (const mine of claimed) {
      const same = said.filter(({ verb }) => verb === mine.verb);
      const [theirs] = same;
      if (theirs === undefined || same.length > 1) continue;
      if (isExchanged(mine, theirs, claim, all)) return mine.written;
    }
  }
  return null;
}

type Deed = { verb: string; written: string; doers: Set<string> };

/** Whoever does it in one of both is named elsewhere in the other. */
function isExchanged(
  mine: Deed,
  theirs: Deed,
  claim: ReadonlySet<string>,
  sentence: ReadonlySet<string>,
): boolean {
  if (mine.doers.size === 0 || theirs.doers.size === 0 || sharedStems(mine.doers, theirs.doers) > 0)
    return false;
  return sharedStems(mine.doers, sentence) > 0 && sharedStems(theirs.doers, claim) > 0;
}

/** The verbs of a text, each with what stands on the side of its doer in its clause. */
function deedsIn(text: string): Deed[] {
  return clausesOf(text)
    .flatMap(({ text: clause }) => clause.split(CONDITION))
    .flatMap((clause) => {
      const words = [...clause.slice(0, LONGEST).matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu)];
      return words.flatMap(({ 0: written, index }) => {
        const before = clause.slice(0, index);
        const after = clause.slice(index + written.length);
        if (!isVerb(written, before, after)) return [];
        const isPassive = BE.test(before) || /^\s*by(?![\p{L}])/u.test(after);
        const by = isPassive ? after.search(/(?<![\p{L}])by(?![\p{L}])/u) : -1;
        if (isPassive && by === -1) return [];
        const doers = contentStems(isPassive ? after.slice(by) : before);
        return [{ verb: meaningOf(written.toLowerCase()), written, doers }];
      });
    });
}

const LONGEST = 1_000;
const CONDITION = /(?<![\p{L}])(?:if|when|once|until|after|before|that|where)(?![\p{L}])/iu;
const BE = /(?<![\p{L}])(?:is|are|was|were|be|been|being|got)(?: \p{L}+ly)?\s*$/iu;

/** A form of the past tells; one that ends in "s" may be a noun, which its neighbours show. */
function isVerb(word: string, before: string, after: string): boolean {
  if (/^\p{Ll}{3,}ed$/u.test(word) || irregularForms.has(word)) return true;
  return /^\p{Ll}{3,}s$/u.test(word) && !BEFORE_NOUN.test(before) && !AFTER_NOUN.test(after);
}

const BEFORE_NOUN =
  /(?:^|[,(\d]|(?<![\p{L}])(?:the|an?|of|with|by|from|for|in|on|to|and|or|its|their|his|her|our|all|some|many|most|several|other|these|those|no|\p{L}+(?:ed|al|ic|ous|ive)))\s*$/iu;
const AFTER_NOUN =
  /^\s*(?:$|[,.;:)\d]|(?:of|is|are|was|were|be|been|has|have|had|did|do|can|could|will|would|may|might|must|and|or|who|which)(?![\p{L}]))/iu;
