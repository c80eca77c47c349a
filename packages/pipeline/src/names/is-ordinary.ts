/** Tells whether a word, in lower case, is one of every day; plurals of such words are too. */
export function isOrdinary(word: string, ordinaryWords: ReadonlySet<string>): boolean {
  if (ordinaryWords.has(word)) return true;
  return word.endsWith("s") && (ordinaryWords.has(word.slice(0, -1)) || ordinaryWords.has(word.slice(0, -2)));
}

/**
 * Tells whether a word is formed like one of the language: no list of words is long enough, and authors of malware
 * like real ones.
 */
export function looksOrdinary(written: string): boolean {
  if (!/^\p{L}?[\p{Ll}]+$|^\p{Lu}+$/u.test(written)) return false;
  return FORMED.test(written.toLowerCase());
}

const FORMED =
  /^[a-z]{2,}(?:ing|tion|sion|ment|ness|able|ible|ful|less|ous|ive|ally|ance|ence|ity|ism|ist|ship|hood|dom|ally|ical|ed|ers|ors|ter|der|ner|ger|mer|per|ver|tor|sor|ure|age|ght|ter|land|man|men|woman|son|stone|wood|light|ology)$/;
