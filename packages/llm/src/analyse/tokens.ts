/**
 * Tokens that a text takes at most, roughly, in the vocabularies of open models of about 32,000 pieces; larger ones need
 * fewer. It errs to the safe side: letters 3.3 characters per token, words with digits in them (indicators, hashes)
 * below 2, as digits are tokens of their own, CJK 1 and rarer scripts less than 1.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(tokenOffsets(text)[text.length] ?? 0);
}

/** The same for every beginning of a text: `offsets[n]` tokens for its first n UTF-16 units. Linear. */
export function tokenOffsets(text: string): Float64Array {
  const offsets = new Float64Array(text.length + 1);
  let sum = 0;
  for (let start = 0; start < text.length;) {
    const end = wordEnd(text, start);
    const isMixed = end > start && hasDigit(text, start, end);
    for (let at = start; at < Math.max(end, start + 1); at += 1) {
      sum += at < end ? weightInWord(text.charCodeAt(at), isMixed) : weightOutside(text.charCodeAt(at));
      offsets[at + 1] = sum;
    }
    start = Math.max(end, start + 1);
  }
  return offsets;
}

const prose = 1 / 3.3;
const mixed = 0.6;

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isAlphanumeric(text.charCodeAt(end))) end += 1;
  return end;
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isDigit(text.charCodeAt(at))) return true;
  return false;
}

function weightInWord(code: number, isMixed: boolean): number {
  if (isDigit(code)) return 1;
  return isMixed ? mixed : prose;
}

function weightOutside(code: number): number {
  if (code === 0x20) return prose;
  if (code < 0x80) return 0.8;
  // Latin with accents, Greek, Cyrillic.
  if (code < 0x530) return 0.6;
  // Typographic quotes and dashes.
  if (code >= 0x2000 && code < 0x2070) return 1;
  if (code >= 0x3000 && code < 0xd800) return 1;
  // Other scripts and emoji go byte by byte; a surrogate is half of a character of four.
  return 2;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
