export type Part = { text: string; marked: boolean };

/** A sentence cut into what an entity is called in it and the rest. Longer forms win over shorter ones. */
export function markMatches(sentence: string, forms: readonly string[]): Part[] {
  const wanted = [...new Set(forms.filter((form) => form.trim() !== ""))].sort((a, b) => b.length - a.length);
  if (wanted.length === 0) return [{ text: sentence, marked: false }];
  const pattern = new RegExp(wanted.map(escape).join("|"), "giu");
  const parts: Part[] = [];
  let at = 0;
  for (const match of sentence.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (!standsAlone(sentence, match.index, end)) continue;
    if (match.index > at) parts.push({ text: sentence.slice(at, match.index), marked: false });
    parts.push({ text: match[0], marked: true });
    at = end;
  }
  if (at < sentence.length) parts.push({ text: sentence.slice(at), marked: false });
  return parts;
}

/** Not a part of a longer word: "Play" is no match in "players". */
function standsAlone(sentence: string, start: number, end: number): boolean {
  return (
    !(isLetter(sentence, start - 1) && isLetter(sentence, start)) &&
    !(isLetter(sentence, end - 1) && isLetter(sentence, end))
  );
}

function isLetter(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
