/**
 * What inflected forms of a word have in common, roughly: "exploited", "exploits" and "exploitation" give
 * "exploit". The word comes folded (lower case, without accents); words with digits stay as they are.
 */
export function stem(word: string, language: string | null): string {
  if (word.length < 4 || hasDigit(word)) return word;
  const rules = suffixes.get((language ?? "en").slice(0, 2)) ?? englishSuffixes;
  for (const [suffix, minStem, replacement] of rules) {
    if (word.length - suffix.length < minStem || !word.endsWith(suffix)) continue;
    return word.slice(0, word.length - suffix.length) + replacement;
  }
  return word;
}

function hasDigit(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) return true;
  }
  return false;
}

/** Suffix, fewest letters before it, what takes its place; the first that fits is applied. */
type Rule = readonly [suffix: string, minStem: number, replacement: string];

const englishSuffixes: readonly Rule[] = [
  ["ations", 4, ""],
  ["ation", 4, ""],
  ["ities", 3, "ity"],
  ["ments", 4, "ment"],
  ["ings", 4, ""],
  ["ying", 3, "y"],
  ["ing", 4, ""],
  ["sses", 2, "ss"],
  ["shes", 2, "sh"],
  ["ches", 3, "ch"],
  ["xes", 2, "x"],
  ["ies", 2, "y"],
  ["ied", 2, "y"],
  ["ers", 4, "er"],
  ["ed", 4, ""],
  ["ss", 2, "ss"],
  ["us", 2, "us"],
  ["is", 2, "is"],
  ["es", 4, ""],
  ["s", 3, ""],
  ["e", 4, ""],
];

const frenchSuffixes: readonly Rule[] = [
  ["ations", 4, ""],
  ["ation", 4, ""],
  ["ements", 4, ""],
  ["ement", 4, ""],
  ["ees", 3, ""],
  ["aux", 3, "al"],
  ["ee", 4, ""],
  ["es", 3, ""],
  ["er", 4, ""],
  ["ent", 4, ""],
  ["s", 3, ""],
  ["x", 4, ""],
  ["e", 3, ""],
];

const germanSuffixes: readonly Rule[] = [
  ["ungen", 4, "ung"],
  ["ern", 4, ""],
  ["en", 4, ""],
  ["er", 4, ""],
  ["es", 4, ""],
  ["em", 4, ""],
  ["e", 4, ""],
  ["n", 4, ""],
  ["s", 4, ""],
];

const spanishSuffixes: readonly Rule[] = [
  ["aciones", 4, ""],
  ["acion", 4, ""],
  ["mente", 4, ""],
  ["idades", 4, "idad"],
  ["os", 3, ""],
  ["as", 3, ""],
  ["es", 3, ""],
  ["o", 3, ""],
  ["a", 3, ""],
  ["e", 4, ""],
  ["s", 3, ""],
];

const suffixes = new Map<string, readonly Rule[]>([
  ["en", englishSuffixes],
  ["fr", frenchSuffixes],
  ["de", germanSuffixes],
  ["es", spanishSuffixes],
]);
