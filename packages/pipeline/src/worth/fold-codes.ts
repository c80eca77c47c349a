/** Codes from here on (CJK and beyond) separate words: those scripts put no spaces around a command. */
export const foldedCodes = 0x2e80;

/**
 * For each code below: the code of its small letter without accents, 0 for what separates words, and `mark` for
 * combining marks, which are passed over.
 */
export const mark = 1;
export const foldedCode: Uint16Array = Uint16Array.from({ length: foldedCodes }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\p{M}/u.test(character)) return mark;
  if (!/[\p{L}\p{N}]/u.test(character)) return 0;
  const plain = character.toLowerCase().normalize("NFKD").charCodeAt(0);
  return plain < foldedCodes ? plain : 0;
});

/** The folded words of a term, as the scanner sees them in a text. */
export function foldTerm(term: string): string[] {
  let folded = "";
  for (let at = 0; at < term.length; at += 1) {
    const code = foldedCode[term.charCodeAt(at)] ?? 0;
    if (code !== mark) folded += code === 0 ? " " : String.fromCharCode(code);
  }
  return folded.split(" ").filter((word) => word !== "");
}
