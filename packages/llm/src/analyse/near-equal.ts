import { foldWord } from "@cti/pipeline/stories/words";
import { stem } from "@cti/pipeline/stories/stem";
import { stopWordsOf } from "@cti/pipeline/stories/stop-words";

/** What a sentence says, for comparison. */
export type Gist = {
  stems: ReadonlySet<string>;
  /** Numbers, names and denials, sorted: sentences that differ in one of them say different things. */
  hard: string;
  /** For sentences of nothing but small words. */
  plain: string;
};

export function gistOf(text: string): Gist {
  const stems = new Set<string>();
  const hard = new Set<string>();
  const stopWords = stopWordsOf("en");
  for (const [at, [word]] of [...text.matchAll(words)].entries()) {
    const folded = foldWord(word);
    if (denials.has(folded)) hard.add("not");
    else if (/\p{N}/u.test(word) || (at > 0 && /\p{Lu}/u.test(word))) hard.add(folded);
    if (!stopWords.has(folded)) stems.add(stem(folded, "en"));
  }
  return { stems, hard: [...hard].sort().join(" "), plain: text.trim().toLowerCase() };
}

/** Whether two sentences say the same in nearly the same words. */
export function isNearEqual(left: Gist, right: Gist): boolean {
  if (left.hard !== right.hard) return false;
  let shared = 0;
  for (const each of left.stems) if (right.stems.has(each)) shared += 1;
  const all = left.stems.size + right.stems.size - shared;
  return all === 0 ? left.plain === right.plain : shared / all >= leastShared;
}

const leastShared = 0.75;

/** Addresses, paths and file names are one word. */
const words = /[\p{L}\p{N}]+(?:[-_.:/\\@[\]'’]+[\p{L}\p{N}]+)*/gu;

const denials: ReadonlySet<string> = new Set(
  "not no never none without nor cannot denied denies unaffected unable isn't aren't wasn't weren't didn't doesn't don't won't hasn't haven't"
    .split(" ")
    .flatMap((word) => [word, word.replace("'", "’")]),
);
