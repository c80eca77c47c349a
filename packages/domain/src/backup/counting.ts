import { createHash } from "node:crypto";

/** Size and SHA-256 of what was written. */
export type Written = { bytes: number; sha256: string };

/** Hands pieces on and knows, after the last one, what they were. */
export function counting(source: AsyncIterable<Uint8Array>): {
  pieces: AsyncGenerator<Uint8Array>;
  written: () => Written;
} {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* read(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  return { pieces: read(), written: () => ({ bytes, sha256: hash.digest("hex") }) };
}
