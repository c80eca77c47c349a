import { createHash } from "node:crypto";

/**
 * SHA-256, in hex, of a text folded for comparison: NFKC, lower case, invisible format characters dropped,
 * every run of white space and punctuation one space. Texts that differ in nothing else share a hash.
 */
export function contentHash(text: string): string {
  return createHash("sha256").update(foldForComparison(text)).digest("hex");
}

function foldForComparison(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}+/gu, "")
    .replace(/[\p{P}\p{Cc}\p{Z}\s]+/gu, " ")
    .trim();
}
