/** Words that an abbreviation stands for, and where they stand. */
type LongForm = { short: string; start: number; end: number };

/** Runs of words with capitals and what their first letters make, and what the trade shortens in its own way. */
export function longForms(text: string): LongForm[] {
  return [...capitals(text), ...spelled(text)];
}

function capitals(text: string): LongForm[] {
  return [...text.matchAll(LONG_FORM)].map(({ 0: written, index }) => ({
    short: initials(written),
    start: index,
    end: index + written.length,
  }));
}

function spelled(text: string): LongForm[] {
  const words = [...text.matchAll(/\p{L}+/gu)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
  return words.flatMap(({ word, start }, at) =>
    (SPELLED.get(word.slice(0, KEY)) ?? []).flatMap(({ short, long }) => {
      const row = words.slice(at, at + long.length);
      const last = row.at(-1);
      const isThere =
        row.length === long.length &&
        row
          .map((each) => each.word)
          .join(" ")
          .startsWith(long.join(" "));
      return isThere && last !== undefined ? [{ short, start, end: last.end }] : [];
    }),
  );
}

const LONG_FORM =
  /\p{Lu}[\p{L}-]+(?:,? (?:(?:and|of|the|for|für|der|die|des|de|la|du|le|und|in|pour|et|y|on|to) ){0,3}\p{Lu}[\p{L}-]+){1,7}/gu;

/** Small abbreviations that words of a text make: those of names, of words in a row, and of what the trade shortens. */
export function shortFormsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { short } of spelled(text)) found.add(short);
  for (const { short } of capitals(text)) {
    found.add(short);
    // A run may begin with the first word of its sentence.
    for (let from = 1; short.length - from > 1; from++) found.add(short.slice(from));
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  for (let at = 0; at < words.length; at++) {
    const row = words.slice(at, at + LONGEST);
    let letters = "";
    for (const word of row) {
      letters += word.charAt(0);
      if (letters.length >= SHORTEST) found.add(letters);
    }
  }
  return found;
}

/** Two words in a row make any two letters. */
const SHORTEST = 3;
const LONGEST = 5;

function initials(written: string): string {
  return (written.match(/(?<![\p{L}])\p{Lu}|(?<=-)\p{L}/gu) ?? []).join("").toLowerCase();
}

/** First letters by which the list is looked up. */
const KEY = 2;
/** What texts write for an abbreviation, where that is not all of its words. */
const SPELLED: ReadonlyMap<string, { short: string; long: string[] }[]> = Map.groupBy(
  `ceo chief executive|cfo chief financ|
  cio chief information|cto chief technolog|ciso chief information security|ciso security chief|gpo group polic|
  gpos group polic|kev known exploited|kev known to be exploited|mfa second factor|mfa two factor|mfa multi factor|
  mfa multifactor|ad active directory|dc domain controller|poc proof of concept|eol end of life|msp managed service|
  mssp managed security|bec business e|aitm adversary in the middle|aitm man in the middle|lotl living off|
  c2 command and control|lsa local security|pii personal data|phi patient|phi medical|otp one time|os operating system|
  iab access broker|uk britain|uk united kingdom|us united states|usa united states|eu european|un united nations|
  doj justice department|rdp remote desktop|doj department of justice|ics industrial control|scada supervisory control`
    .split("|")
    .map((each) => {
      const [short = "", ...long] = each.trim().split(/\s+/);
      return { short, long };
    }),
  ({ long }) => (long[0] ?? "").slice(0, KEY),
);
