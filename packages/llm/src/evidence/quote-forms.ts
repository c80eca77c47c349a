/**
 * Other ways to write the words of a quote: with its contractions spelled out, and with what may be one contracted.
 * "It's" says what "it is" says; no other word is changed.
 */
export function quoteForms(quote: string): string[] {
  if (quote.length > LONGEST) return [];
  const plain = quote.replaceAll("’", "'");
  const spelled = CONTRACTIONS.reduce((text, [short, long]) => text.replaceAll(short, long), plain);
  const contracted = SPELLED.reduce((text, [long, short]) => text.replaceAll(long, short), plain);
  return [spelled, contracted].filter((form) => form !== plain);
}

const LONGEST = 1_000;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}])can't(?![\p{L}])/giu, "cannot"],
  [/(?<![\p{L}])won't(?![\p{L}])/giu, "will not"],
  [/n't(?![\p{L}])/giu, " not"],
  [/(?<=(?<![\p{L}])(?:it|that|there|he|she|what|who|here))'s(?![\p{L}])/giu, " is"],
  [/'re(?![\p{L}])/giu, " are"],
  [/'ve(?![\p{L}])/giu, " have"],
  [/'ll(?![\p{L}])/giu, " will"],
  [/(?<=(?<![\p{L}])i)'m(?![\p{L}])/giu, " am"],
];

const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}])(?:cannot|can not)(?![\p{L}])/giu, "can't"],
  [/(?<![\p{L}])will not(?![\p{L}])/giu, "won't"],
  [
    /(?<=(?<![\p{L}])(?:is|are|was|were|do|does|did|has|have|had|would|could|should)) not(?![\p{L}])/giu,
    "n't",
  ],
  [/(?<=(?<![\p{L}])(?:it|that|there|he|she|what|who|here)) is(?! ?n't|[\p{L}])/giu, "'s"],
  [/(?<=(?<![\p{L}])(?:we|they|you)) are(?! ?n't|[\p{L}])/giu, "'re"],
  [/(?<=(?<![\p{L}])(?:we|they|you|i)) have(?! ?n't|[\p{L}])/giu, "'ve"],
  [/(?<=(?<![\p{L}])(?:we|they|you|i|it|he|she)) will(?! ?n't|[\p{L}])/giu, "'ll"],
];
