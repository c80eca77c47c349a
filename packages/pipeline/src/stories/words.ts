import { DROPPED, foldTable, IDEOGRAPH } from "../similarity/fold-table.ts";

/**
 * Calls `visit` for each word, `text.slice(start, end)`, with a hash of its folded letters: runs of letters and digits, joined over hyphens when a digit is in them
 * ("CVE-2026-1234"), and each pair of neighbouring CJK characters.
 */
export function eachWord(text: string, visit: (start: number, end: number, hash: number) => void): void {
  const folds = foldTable();
  let start = -1;
  let hash = 0;
  let lastIdeograph = -2;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    const fold = folds[code] ?? 0;
    if (fold !== 0 && fold < IDEOGRAPH) {
      if (start === -1) start = at;
      hash = Math.imul(hash ^ fold, 0x0100_0193) + 0x2545_f491;
      continue;
    }
    if (fold === DROPPED) continue;
    if (start !== -1 && code === 0x2d && joins(text, at)) {
      hash = Math.imul(hash ^ code, 0x0100_0193) + 0x2545_f491;
      continue;
    }
    if (start !== -1) visit(start, at, hash | 0);
    start = -1;
    hash = 0;
    if (fold !== IDEOGRAPH) continue;
    if (lastIdeograph === at - 1)
      visit(at - 1, at + 1, Math.imul(code * 31 + text.charCodeAt(at - 1), 0x9e37_79b1));
    lastIdeograph = at;
  }
}

/** The word in lower case, without accents and full-width forms. */
export function foldWord(word: string): string {
  if (isPlain(word)) return word.toLowerCase();
  const folds = foldTable();
  let folded = "";
  for (let at = 0; at < word.length; at += 1) {
    const fold = folds[word.charCodeAt(at)] ?? 0;
    if (fold !== DROPPED)
      folded += fold === 0 || fold === IDEOGRAPH ? word.charAt(at) : String.fromCharCode(fold);
  }
  return folded;
}

function isPlain(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (word.charCodeAt(at) >= 0x80) return false;
  return true;
}

/** A hyphen next to a digit, with a word on its other side: "CVE-2026", "Storm-0501", "APT-29". */
function joins(text: string, hyphen: number): boolean {
  return (
    isDigit(text.charCodeAt(hyphen + 1)) ||
    (isDigit(text.charCodeAt(hyphen - 1)) && isLetter(text.charCodeAt(hyphen + 1)))
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
