export const DIGIT = 1;
export const HEX_LETTER = 2;
export const LETTER = 4;
export const DOT = 8;
export const HYPHEN = 16;
export const UNDERSCORE = 32;
export const UPPER = 64;
const BEYOND_ASCII = 128;

/** What may stand in a run of word characters (letters, digits, `_`, `.`, `-`), as bits; 0 ends the run. */
export function classOf(code: number): number {
  if (code < 128) return ASCII[code] as number;
  return isForeignLetter(code) ? BEYOND_ASCII : 0;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isAlnum(code: number): boolean {
  return code < 128 && ((ASCII[code] as number) & (DIGIT | LETTER)) !== 0;
}

export function isHex(code: number): boolean {
  return code < 128 && ((ASCII[code] as number) & (DIGIT | HEX_LETTER)) !== 0;
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

const ASCII = new Uint8Array(128);
for (let code = 48; code <= 57; code++) ASCII[code] = DIGIT;
for (let code = 65; code <= 90; code++) ASCII[code] = LETTER | UPPER | (code <= 70 ? HEX_LETTER : 0);
for (let code = 97; code <= 122; code++) ASCII[code] = LETTER | (code <= 102 ? HEX_LETTER : 0);
ASCII[46] = DOT;
ASCII[45] = HYPHEN;
ASCII[95] = UNDERSCORE;

/** Scripts written without spaces are left out: a name glued to them would not be seen. */
function isForeignLetter(code: number): boolean {
  return code >= 0xc0 && code < 0x1fff && code !== 0xd7 && code !== 0xf7;
}
