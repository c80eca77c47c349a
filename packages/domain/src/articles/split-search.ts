/**
 * Divides a search into words for the text index and literals for a plain look at the text: addresses, hashes and
 * names with dots, which the index breaks up and authors defang, and scripts that write no spaces.
 * Literals are POSIX regular expressions that match every usual way of defanging.
 */
export function splitSearch(search: string): { words: string; literals: string[] } {
  const tokens = search.match(/-?"[^"]*"|\S+/g) ?? [];
  const isLiteral = (token: string): boolean =>
    !/^[-"]/.test(token) && (observable.test(token) || unspaced.test(token));
  return {
    words: tokens.filter((token) => !isLiteral(token)).join(" "),
    literals: tokens.filter(isLiteral).map(toPattern),
  };
}

/** Something with a dot, at sign, slash or colon inside, or a piece of a hash. */
const observable = /^(?=.*[\w\]])(?:\S*\w[\].)}]*(?:\[?[.@/\\:]|\[dot\]|\(dot\))\S*|[0-9a-f]{8,128})$/i;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function toPattern(token: string): string {
  const refanged = token
    .replace(/^hxxp/i, "http")
    .replace(/[[({](?:\.|dot)[\])}]/gi, ".")
    .replace(/[[({](?:@|at)[\])}]/gi, "@")
    .replace(/\[?:\]?(?:\/\/)/g, "://")
    .replace(/\[:\]/g, ":");
  return Array.from(
    refanged.replace(/^http/i, "\u0001"),
    (character) => defanged[character] ?? escape(character),
  ).join("");
}

const defanged: Record<string, string> = {
  "\u0001": "h(tt|xx)p",
  ".": "[[({]?(\\.|dot)[])}]?",
  "@": "[[({]?(@|at)[])}]?",
  ":": "\\[?:\\]?",
};

function escape(character: string): string {
  return /[\\^$*+?()[\]{}|.]/.test(character) ? `\\${character}` : character;
}
