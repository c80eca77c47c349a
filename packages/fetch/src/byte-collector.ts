const blockBytes = 64 * 1024;
const smallBytes = 8 * 1024;

/** Gathers chunks and joins them once; small chunks are packed, so a peer that drips bytes cannot multiply our memory. */
export type ByteCollector = { add(chunk: Uint8Array): void; size(): number; join(): Uint8Array<ArrayBuffer> };

export function createByteCollector(): ByteCollector {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let block: Uint8Array | null = null;
  let used = 0;

  const closeBlock = (): void => {
    if (block && used > 0)
      chunks.push(used * 2 < block.length ? block.slice(0, used) : block.subarray(0, used));
    block = null;
    used = 0;
  };
  const pack = (chunk: Uint8Array): void => {
    if (block && used + chunk.length > block.length) closeBlock();
    block ??= new Uint8Array(chunks.length === 0 ? smallBytes : blockBytes);
    block.set(chunk, used);
    used += chunk.length;
  };

  return {
    add(chunk) {
      size += chunk.length;
      if (chunk.length < smallBytes) return pack(chunk);
      closeBlock();
      chunks.push(chunk);
    },
    size: () => size,
    join() {
      closeBlock();
      const joined = new Uint8Array(size);
      let offset = 0;
      for (const chunk of chunks) {
        joined.set(chunk, offset);
        offset += chunk.length;
      }
      return joined;
    },
  };
}
