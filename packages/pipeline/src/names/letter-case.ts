/** How a stretch of text is written, as far as it matters for names. */
export type LetterCase = {
  /** Without separators. */
  letters: string;
  isUpper: boolean;
  isLower: boolean;
  /** Every word begins with a capital or a digit, small connecting words apart. */
  isTitle: boolean;
};

const SEPARATORS = /[^\p{L}\p{N}]+/u;

export function letterCaseOf(matched: string): LetterCase {
  const words = matched.split(SEPARATORS);
  const letters = words.join("");
  const upper = letters.toUpperCase();
  const isCaseless = upper === letters.toLowerCase();
  return {
    letters,
    isUpper: letters === upper,
    isLower: letters === letters.toLowerCase() && !isCaseless,
    isTitle:
      isCaseless ||
      words.every((word) => word === "" || SMALL.has(word) || /^[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(word)),
  };
}

const SMALL = new Set([
  "of",
  "the",
  "and",
  "or",
  "for",
  "to",
  "from",
  "in",
  "on",
  "via",
  "with",
  "a",
  "by",
  "over",
]);

/** From this length on, case does not matter for names that need nothing else. */
const ANY_CASE = 6;
const MIN_UPPER = 4;

/** Tells whether a name of this spelling may be written so: as published, in capitals, or anyhow when it is long. */
export function isWrittenAs(form: LetterCase, spellings: readonly string[], isStrict: boolean): boolean {
  if (spellings.includes(form.letters)) return true;
  if (form.isUpper && form.letters.length >= MIN_UPPER) return true;
  if (SERIES.test(form.letters)) return true;
  if (form.letters.length >= ANY_CASE) return !isStrict || form.isTitle || startsUpper(form.letters);
  return (
    form.letters.length >= MIN_UPPER &&
    startsUpper(form.letters) &&
    spellings.some((spelling) => !isAllUpper(spelling))
  );
}

const SERIES = /^(?:apt|unc|fin|ta|uac)\d+$/;

function startsUpper(letters: string): boolean {
  return letters.charAt(0) !== letters.charAt(0).toLowerCase();
}

function isAllUpper(spelling: string): boolean {
  return spelling === spelling.toUpperCase();
}
