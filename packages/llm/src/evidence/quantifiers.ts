import type { Surroundings } from "./surroundings.ts";

/**
 * The first word of a claim that says of how many something holds ("all", "most", "half") where the sentences that it
 * quotes say nothing of the kind; null when there is none.
 */
export function unsaidQuantifier(text: string, { sentences, isEnglish }: Surroundings): string | null {
  if (!isEnglish) return null;
  const said = sentences.join("\n");
  for (const { claimed, borne } of KINDS) {
    const word = claimed.exec(text)?.[0];
    if (word !== undefined && !borne.test(said)) return word;
  }
  return null;
}

const KINDS: readonly { claimed: RegExp; borne: RegExp }[] = [
  {
    claimed: /(?<![\p{L}])(?:most(?! recent)|mostly|majority)(?![\p{L}])/iu,
    borne:
      /(?<![\p{L}])(?:most|mostly|majority|largely|mainly|chiefly|primarily|predominantly|mass|bulk|nearly all|almost all|generally|usually|typically|%|percent|per cent|\d+ of)(?![\p{L}])|%/iu,
  },
  {
    claimed: /(?<![\p{L}])(?:all|every|always|entire|each)(?![\p{L}])(?! (?:of )?(?:this|these|that))/iu,
    borne:
      /(?<![\p{L}])(?:all|every\p{L}*|always|entire\p{L}*|each|any|whole|both|complete\p{L}*|full\p{L}*|throughout|no|none|without exception|everyone|same|mandatory|only|either|total)(?![\p{L}])/iu,
  },
  {
    claimed: /(?<![\p{L}])(?:half)(?![\p{L}])/iu,
    borne: /(?<![\p{L}])(?:half|halves|halved|50)(?![\p{L}])/iu,
  },
];
