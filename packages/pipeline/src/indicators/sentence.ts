const BACK = 220;
const WHOLE = 400;

/**
 * The sentence, table row, list item or line of code around a match, at most about 400 UTF-16 units; the match itself
 * is always inside. Full stops of abbreviations, versions and defanged values end nothing.
 */
export function sentenceAt(text: string, start: number, end: number): { start: number; end: number } {
  const least = Math.max(0, start - BACK);
  let from = start;
  while (from > least && !isBoundary(text, from)) from--;
  if (from === least && from > 0) from = behindSpace(text, from, start);
  while (from < start && isBlank(text.charCodeAt(from))) from++;
  const most = Math.min(text.length, Math.max(end, from + WHOLE));
  let to = end;
  while (to < most && !isBoundary(text, to)) to++;
  if (to === most && to < text.length) to = beforeSpace(text, to, end);
  while (to > end && isBlank(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

function behindSpace(text: string, from: number, most: number): number {
  const space = text.slice(from, Math.min(most, from + 40)).indexOf(" ");
  return space === -1 ? from : from + space + 1;
}

function beforeSpace(text: string, to: number, least: number): number {
  const from = Math.max(least, to - 40);
  const space = text.slice(from, to).lastIndexOf(" ");
  return space === -1 ? to : from + space;
}

/** Whether a sentence ends right before `at`. */
function isBoundary(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === 10 || text.charCodeAt(at) === 10) return true;
  if (before === 0x3002) return true;
  if (!isBlank(text.charCodeAt(at))) return false;
  let mark = at - 1;
  while (mark > 0 && at - mark < 3 && isCloser(text.charCodeAt(mark))) mark--;
  const code = text.charCodeAt(mark);
  if (code === 33 || code === 63) return true;
  return code === 46 && !isAbbreviation(text, mark) && beginsSentence(text, at);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 10 || code === 13;
}

function isCloser(code: number): boolean {
  return code === 34 || code === 39 || code === 41 || code === 93 || code === 0x201d || code === 0x2019;
}

function beginsSentence(text: string, at: number): boolean {
  let next = at;
  while (next < at + 4 && isBlank(text.charCodeAt(next))) next++;
  const code = text.charCodeAt(next);
  return Number.isNaN(code) || !(code >= 97 && code <= 122);
}

const ABBREVIATIONS = new Set(
  "e.g i.e etc vs cf al approx ca no nr fig sec inc ltd corp co dr mr mrs ms prof st jr sr dept est jan feb mar apr jun jul aug sep sept oct nov dec ver v vol pp ed u.s u.k z.b d.h bzw usw p.ex".split(
    " ",
  ),
);
const MAY_END = new Set(["etc", "inc", "ltd", "corp", "co", "no", "al"]);

function isAbbreviation(text: string, dot: number): boolean {
  let start = dot;
  while (start > 0 && dot - start < 7 && /[A-Za-z.]/.test(text.charAt(start - 1))) start--;
  const written = text.slice(start, dot);
  if (written.length === 1) return /[a-z]/.test(written) && !/[\dA-Z]/.test(text.charAt(start - 1));
  const word = written.toLowerCase();
  return ABBREVIATIONS.has(word) && !MAY_END.has(word);
}
