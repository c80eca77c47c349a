/**
 * The words of a text as searching sees them: runs of letters, digits and their marks, in lower case, compatible forms
 * made one. Punctuation only separates.
 */
export function foldWords(text: string): string[] {
  return foldCase(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** A name without what people write differently: case, spaces, hyphens, underscores, dots and apostrophes. */
export function foldName(name: string): string {
  return foldCase(name).replace(/[\s\-_.'’]+/gu, "");
}

/** Lower case twice around NFKC, since compatible forms can bring capitals back. */
export function foldCase(text: string): string {
  return text.toLowerCase().normalize("NFKC").toLowerCase();
}
