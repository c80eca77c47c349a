import { createHash, type Hash, hash } from "node:crypto";

import type { TableSums } from "./manifest.ts";

/** Counts and sums up rows as COPY writes them as text: one line each, a line feed in a value is written `\n`. */
export type RowDigest = { add(chunk: Buffer): void; rows(): number; finish(): TableSums };

const lineFeed = 10;
const lanes = 8;

export function createRowDigest(): RowDigest {
  const whole = createHash("sha256");
  const sum = new Uint32Array(lanes);
  let rows = 0;
  let bytes = 0;
  /** The beginning of a row whose end is in a later chunk. */
  let begun: Hash | null = null;

  const endRow = (digest: Buffer): void => {
    rows += 1;
    for (let lane = 0; lane < lanes; lane += 1)
      sum[lane] = ((sum[lane] ?? 0) + digest.readUInt32LE(lane * 4)) >>> 0;
  };

  return {
    add: (chunk) => {
      whole.update(chunk);
      bytes += chunk.length;
      let from = 0;
      for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
        const line = chunk.subarray(from, end + 1);
        endRow(begun === null ? hash("sha256", line, "buffer") : begun.update(line).digest());
        begun = null;
        from = end + 1;
      }
      if (from < chunk.length) begun = (begun ?? createHash("sha256")).update(chunk.subarray(from));
    },
    rows: () => rows,
    finish: () => ({ rows, bytes, sha256: whole.digest("hex"), sum: hexOf(sum) }),
  };
}

/** Hands chunks on after they were looked at. */
export async function* lookedAt(
  chunks: AsyncIterable<Buffer>,
  look: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    look(chunk);
    yield chunk;
  }
}

function hexOf(sum: Uint32Array): string {
  return [...sum].map((lane) => lane.toString(16).padStart(8, "0")).join("");
}
