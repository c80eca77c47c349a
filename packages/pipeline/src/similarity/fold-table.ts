/**
 * What becomes of each UTF-16 unit when texts are compared: 0 ends a word, `DROPPED` vanishes, `IDEOGRAPH` is a
 * word of its own, anything else is the unit it folds to (lower case, without accents, half width).
 */
export function foldTable(): Uint16Array {
  table ??= Uint16Array.from({ length: 0x1_0000 }, (_, code) => foldOf(code));
  return table;
}

export const DROPPED = 0xffff;
export const IDEOGRAPH = 0xfffe;

let table: Uint16Array | null = null;

function foldOf(code: number): number {
  if (code < 0x80) return foldAscii(code);
  // Pairs: ideographs above the basic plane come as two units, and each counts; other halves vanish.
  if (code >= 0xd840 && code <= 0xd887) return IDEOGRAPH;
  if (code >= 0xd800 && code <= 0xdfff) return DROPPED;
  const character = String.fromCharCode(code);
  if (/\p{Cf}|\p{M}/u.test(character)) return DROPPED;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return IDEOGRAPH;
  if (!/[\p{L}\p{N}]/u.test(character)) return 0;
  const folded = character.normalize("NFKD").toLowerCase().charCodeAt(0);
  return /[\p{L}\p{N}]/u.test(String.fromCharCode(folded)) ? folded : code;
}

function foldAscii(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code + 32;
  const isWord = (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  return isWord ? code : 0;
}
