import { DROPPED, foldTable, IDEOGRAPH } from "./fold-table.ts";

/** A 32-bit hash for each folded word of a text, in order; each CJK character is a word. */
export function hashWords(text: string): Int32Array<ArrayBuffer> {
  const folds = foldTable();
  if (hashes.length < text.length + 1) hashes = new Int32Array(2 * text.length);
  let count = 0;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const fold = folds[code] ?? 0;
    if (fold !== 0 && fold < IDEOGRAPH) {
      hash = Math.imul(hash ^ fold, 0x0100_0193) + 0x2545_f491;
      continue;
    }
    if (fold === DROPPED) continue;
    if (hash !== 0) hashes[count++] = hash;
    hash = 0;
    if (fold === IDEOGRAPH) hashes[count++] = Math.imul(code + 1, 0x9e37_79b1);
  }
  if (hash !== 0) hashes[count++] = hash;
  const found = hashes.slice(0, count);
  if (hashes.length > keptLength) hashes = new Int32Array(keptLength);
  return found;
}

const keptLength = 65_536;
/** Used again for each text: a buffer per call would keep the garbage collector busy. */
let hashes = new Int32Array(keptLength);
