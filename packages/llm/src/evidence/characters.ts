/** What a code unit is when quotes are compared. */
export const KIND = { other: 0, word: 1, space: 2, dropped: 3, dash: 4, ideograph: 5 } as const;

/** The kind of a code unit: letters and digits are `word`, scripts without spaces `ideograph`. */
export function kindOf(code: number): number {
  return KINDS[code] ?? KIND.other;
}

/** Whether a place in a text lies inside of a word or a number. */
export function isWord(code: number): boolean {
  return kindOf(code) === KIND.word;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Quotation marks, the marks of emphasis, and raised digits, which are footnotes. */
const QUOTES =
  /["'`*\u00b4\u00ab\u00bb\u2018-\u201f\u2039\u203a\u2032\u2033\u2035\u2036\u301d-\u301f\u300c-\u300f\uff02\uff07\u00b9\u00b2\u00b3\u2070\u2074-\u2079]/;

/** A table of all code units: a look-up is what keeps long texts cheap. */
const KINDS: Uint8Array = Uint8Array.from({ length: 0x1_0000 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]/.test(character)) return KIND.dash;
  if (/[\s|\u00a6\u2022\u2023\u25e6\u25aa\u25a0\u25cf\u25cb\u2043\u3000\u2028\u2029\u0085]/.test(character))
    return KIND.space;
  if (isDropped(code) || QUOTES.test(character)) return KIND.dropped;
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(character)
  )
    return KIND.ideograph;
  // The halves of pairs count as letters: there are few signs among them.
  return /[\p{L}\p{N}\p{M}]/u.test(character) || (code >= 0xd800 && code <= 0xdfff) ? KIND.word : KIND.other;
});

/** What is invisible: controls, soft hyphens, zero-width and direction marks, variation selectors. */
function isDropped(code: number): boolean {
  if (code < 0x20) return code !== 9 && code !== 10 && code !== 11 && code !== 12 && code !== 13;
  if (code === 0x7f || code === 0xad || code === 0x34f || code === 0x180e || code === 0xfeff) return true;
  if (code >= 0x80 && code <= 0x9f) return code !== 0x85;
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xfe00 && code <= 0xfe0f)
  );
}
