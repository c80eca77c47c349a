import { isWord } from "./characters.ts";
import { findAll } from "./find-all.ts";

/** Whether a normal text has these words or this value, and not as a part of a longer word, number, host or path. */
export function hasWords(normal: string, words: string): boolean {
  if (words === "") return false;
  for (const start of findAll(normal, words))
    if (
      !isInside(normal, start - 1, -1, words.charCodeAt(0)) &&
      !isInside(normal, start + words.length, 1, words.charCodeAt(words.length - 1))
    )
      return true;
  return false;
}

/** Whether the value goes on at a place, in a direction. */
function isInside(normal: string, at: number, step: 1 | -1, edge: number): boolean {
  const code = normal.charCodeAt(at);
  if (!isWord(edge)) return false;
  return isWord(code) || (JOINERS.has(code) && isWord(normal.charCodeAt(at + step)));
}

/** `.`, `@`, `_` and `-` */
const JOINERS: ReadonlySet<number> = new Set([46, 64, 95, 45]);
