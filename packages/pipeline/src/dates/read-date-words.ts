import { type DateParts, midnight } from "./instant-of.ts";
import { isWeekday, monthOf } from "./month-names.ts";
import { readTime } from "./read-time.ts";

/**
 * Reads a date with the month as a word: "Fri, 20 Nov 26 10:00 EST", "November 20th, 2026", "20. März 2026",
 * "Fri Nov 20 10:00:00 CET 2026". Null if a word in it is not known, or day or year is missing. Expects lower case.
 */
export function readDateWords(source: string): DateParts | null {
  // Where a word says that it is a time, a point divides hours from minutes.
  const text = source
    .replace(/( kl\.? | um )(\d{1,2})\.(\d{2})(?!\d)/, "$1$2:$3")
    .replace(/ (\d{1,2})\.(\d{2}) ?uhr/, " $1:$2 uhr");
  const clock =
    /(?:^|[\s,t])(\d{1,2}(?:[:h]\d{2}(?::\d{1,2}(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\.?(?![a-z]))?| ?[ap]\.?m\.?(?![a-z])))/.exec(
      text,
    );
  const before = clock ? text.slice(0, clock.index) : text;
  const after = clock ? text.slice(clock.index + clock[0].length) : "";
  const trailing = splitZone(after);
  const words = readWords(`${before} ${trailing.words}`);
  if (!words) return null;
  const time = clock ? readTime(`${clock[1]}${trailing.zone === "" ? "" : ` ${trailing.zone}`}`) : midnight;
  return time && { ...words, ...time };
}

/** Divides what follows the time into its zone and the words of the date, which asctime puts there. */
function splitZone(after: string): { zone: string; words: string } {
  const tokens = after.split(/[\s,]+/).filter((token) => token !== "");
  const isDate = (token: string): boolean =>
    /^\d/.test(token) || monthOf(token) !== null || fillers.has(token);
  const isZone = (token: string): boolean => !isDate(token) && !isWeekday(token);
  return { zone: tokens.filter(isZone).join(" "), words: tokens.filter((token) => !isZone(token)).join(" ") };
}

type Found = { month: number | null; mayBeWeekday: boolean; numbers: string[] };

function readWords(text: string): { year: number; month: number; day: number } | null {
  const found: Found = { month: null, mayBeWeekday: false, numbers: [] };
  const tokens = text.replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, "$1$2 ").match(/[\p{L}\p{M}]+|\d+/gu) ?? [];
  for (const token of tokens) {
    if (!takeToken(found, token)) return null;
  }
  if (found.month === null || found.numbers.length !== 2) return null;
  const [first = "", second = ""] = found.numbers;
  const isYearFirst = first.length > 2;
  const [day, year] = isYearFirst ? [second, first] : [first, second];
  if (day.length > 2) return null;
  return { year: fullYear(year), month: found.month, day: Number(day) };
}

function takeToken(found: Found, token: string): boolean {
  if (/^\d/.test(token)) {
    found.numbers.push(token);
    return token.length <= 4;
  }
  const month = monthOf(token);
  const isDay = isWeekday(token);
  if (month === null) return fillers.has(token) || isDay;
  // "mar" is Tuesday and March in several languages: of "mar. 3 mars" the second is the month.
  const isMonth = found.month === null || (found.mayBeWeekday && !isDay);
  if (isMonth) {
    found.month = month;
    found.mayBeWeekday = isDay;
  }
  return isMonth || isDay;
}

/** Two and three digits as RFC 5322 section 4.3 reads them. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 3 || year >= 50 ? 1900 + year : 2000 + year;
}

/** Words and endings that stand between the parts of a date in some language. */
const fillers = new Set(
  "st nd rd th er de del di of the den der le el la on at um à a alle klo kl o om v в г года году r roku dne ore ora uhr t i".split(
    " ",
  ),
);
