/** Counts runs of letters or digits; CJK text counts each character, since it writes no spaces. */
export function countWords(text: string): number {
  return (
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ??
    []
  ).length;
}
