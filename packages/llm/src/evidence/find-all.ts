/** Where a text has some words, in order, overlaps included; linear for whatever text and words. */
export function* findAll(text: string, words: string): Generator<number> {
  if (words === "") return;
  if (words.length <= SHORT) {
    for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) yield at;
    return;
  }
  const backs = backsOf(words);
  let same = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    while (same > 0 && words.charCodeAt(same) !== code) same = backs[same - 1] ?? 0;
    if (words.charCodeAt(same) === code) same++;
    if (same < words.length) continue;
    yield at - words.length + 1;
    same = backs[same - 1] ?? 0;
  }
}

/** The engine's own search is fastest, and the worst that it does with so few characters is bearable. */
const SHORT = 300;

/** Knuth, Morris, Pratt: how much of the words is matched still when the next character does not fit. */
function backsOf(words: string): Int32Array {
  const backs = new Int32Array(words.length);
  let same = 0;
  for (let at = 1; at < words.length; at++) {
    while (same > 0 && words.charCodeAt(same) !== words.charCodeAt(at)) same = backs[same - 1] ?? 0;
    if (words.charCodeAt(same) === words.charCodeAt(at)) same++;
    backs[at] = same;
  }
  return backs;
}
