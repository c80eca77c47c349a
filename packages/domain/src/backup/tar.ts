import { damaged } from "./backup-file.ts";

/** A regular file of an archive, whole. */
export type Member = { name: string; data: Buffer };

const block = 512;
const plainFile = "0";

/** An archive of plain files as every `tar` opens it (POSIX ustar), piece by piece. */
export async function* writeTar(members: AsyncIterable<Member>, at: Date): AsyncGenerator<Buffer> {
  for await (const { name, data } of members) {
    yield headerOf(name, data.length, at);
    yield data;
    yield Buffer.alloc(padding(data.length));
  }
  yield Buffer.alloc(2 * block);
}

/**
 * Reads what `writeTar` wrote, and nothing else: links, folders, long names and what stands after the end are refused.
 * Throws DomainError.
 */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  { memberBytes }: { memberBytes: number },
): AsyncGenerator<Member> {
  const bytes = createByteReader(source);
  for (;;) {
    const header = await bytes.take(block);
    if (isZero(header)) break;
    const { name, size } = readHeader(header);
    if (size > memberBytes) throw damaged(`a part of it says that it has ${size} bytes`);
    const data = await bytes.take(size);
    if (!isZero(await bytes.take(padding(size)))) throw damaged("there is something between its parts");
    yield { name, data };
  }
  if (!isZero(await bytes.take(block))) throw damaged("its end is not as it was written");
  await bytes.expectEnd();
}

function headerOf(name: string, size: number, at: Date): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100, "latin1");
  header.write("0000600\0", 100, "latin1");
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  header.write(`${octal(size, 11)}\0`, 124, "latin1");
  header.write(`${octal(Math.floor(at.getTime() / 1_000), 11)}\0`, 136, "latin1");
  header.write(plainFile, 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.write(`${octal(checksumOf(header), 6)}\0 `, 148, "latin1");
  return header;
}

function readHeader(header: Buffer): { name: string; size: number } {
  const field = (from: number, length: number): string =>
    header.toString("latin1", from, from + length).replace(/\0.*$/s, "");
  const isOurs =
    field(257, 6) === "ustar" && field(345, 155) === "" && header[156] === plainFile.charCodeAt(0);
  const written = Number.parseInt(field(148, 8).trim(), 8);
  const size = field(124, 12);
  if (written !== checksumOf(header)) throw damaged("a header in it does not have its checksum");
  if (!isOurs || !/^[0-7]{1,11}$/.test(size)) throw damaged("it holds something else than plain files");
  return { name: field(0, 100), size: Number.parseInt(size, 8) };
}

/** Of all bytes of the header, those of the checksum itself taken as blanks. */
function checksumOf(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < block; at += 1) sum += at >= 148 && at < 156 ? 32 : (header[at] ?? 0);
  return sum;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padding(size: number): number {
  return (block - (size % block)) % block;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

type ByteReader = { take(length: number): Promise<Buffer>; expectEnd(): Promise<void> };

/** Gives a stream in the lengths that are asked for. */
function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let pieces: Uint8Array[] = [];
  let held = 0;
  return {
    take: async (length) => {
      while (held < length) {
        const { value, done } = await iterator.next();
        if (done) throw damaged("it ends in the middle: it was not written or copied completely");
        pieces.push(value);
        held += value.length;
      }
      const all =
        pieces.length === 1 && pieces[0]
          ? Buffer.from(pieces[0].buffer, pieces[0].byteOffset, held)
          : Buffer.concat(pieces);
      pieces = held > length ? [all.subarray(length)] : [];
      held -= length;
      return all.subarray(0, length);
    },
    expectEnd: async () => {
      for (let piece: Uint8Array | null = Buffer.concat(pieces); piece !== null;) {
        if (!isZero(Buffer.from(piece))) throw damaged("something stands after its end");
        const { value, done } = await iterator.next();
        piece = done ? null : value;
      }
    },
  };
}
